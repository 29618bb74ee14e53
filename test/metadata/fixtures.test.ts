import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { configFormat } from '../../src/kinds/config.ts';
import { fromXml, sourceTree, toComponents, toConfig, toXml } from '../../src/kinds/metadata.ts';
import { violations } from './wsdl.ts';

const folder = fileURLToPath(new URL('../../fixtures/', import.meta.url));
const cases = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'expected')))
  .map(({ name }) => name);

describe.each(cases)('fixture %s', (name) => {
  const config = configFormat.schema.parse(parse(readFileSync(join(folder, name, 'keyway.yaml'), 'utf8')));
  const apiVersion = config.apiVersion ?? '';
  const components = toComponents(config, { apiVersion });
  const tree = sourceTree(components, { apiVersion, removed: config.removed });
  const expected = join(folder, name, 'expected');

  if (process.env.UPDATE_FIXTURES === '1') {
    rmSync(expected, { recursive: true, force: true });
    for (const [path, text] of tree) {
      mkdirSync(dirname(join(expected, path)), { recursive: true });
      writeFileSync(join(expected, path), text);
    }
  }

  it('has a line on what it shows', () => {
    expect(readFileSync(join(folder, name, 'README.md'), 'utf8').trim()).toMatch(/^.{20,}$/);
  });

  it('renders exactly the expected files, byte for byte', () => {
    expect(Object.fromEntries(tree)).toEqual(read(expected));
  });

  // Except parts that Package lacks: the WSDL's type describes a whole package, and a manifest is only a part.
  it('is valid according to the WSDL', () => {
    for (const [path, xml] of tree) {
      if (path.endsWith('.crt')) continue;
      const problems = violations(xml).filter((problem) => !problem.startsWith('Package lacks '));
      expect({ path, problems }).toEqual({ path, problems: [] });
    }
  });

  it('is converted back from XML to a valid config that renders the same', () => {
    for (const component of components) {
      const { notes, ...sections } = toConfig([
        fromXml(component.type, component.fullName, toXml(component)),
      ]);
      const again = configFormat.schema.parse({ version: 1, ...sections });
      expect(toComponents(again, { apiVersion }).map((item) => toXml(item))).toEqual([toXml(component)]);
      expect(notes).toEqual([]);
    }
  });
});

function read(expected: string): Record<string, string> {
  const files = readdirSync(expected, { withFileTypes: true, recursive: true }).filter((file) =>
    file.isFile(),
  );
  return Object.fromEntries(
    files.map((file) => {
      const path = join(file.parentPath, file.name);
      return [path.slice(expected.length + 1), readFileSync(path, 'utf8')];
    }),
  );
}
