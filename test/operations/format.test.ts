import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseDocument, visit } from 'yaml';
import { formattedConfig } from '../../src/kinds/config.ts';
import { format } from '../../src/operations/format.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyway-format-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const files = ['keyway.yaml', ...globSync('{fixtures,templates/config}/**/*.yaml')].sort();
const text = (file: string) => readFileSync(file, 'utf8').replaceAll(/\{\{(\w+)\}\}/g, 'Acme');

const commentsOf = (yaml: string) => {
  const document = parseDocument(yaml);
  const commented: { commentBefore?: string | null; comment?: string | null }[] = [document];
  visit(document, {
    Node: (_key, node) => {
      commented.push(node);
    },
  });
  return commented
    .flatMap(({ commentBefore, comment }) => [commentBefore ?? '', comment ?? ''])
    .flatMap((one) => one.split('\n').map((line) => line.trim()))
    .filter((line) => line !== '')
    .sort();
};

describe('keyway fmt', () => {
  it.each(files)("%s keeps its meaning and comments, and doesn't change again", (file) => {
    const path = join(folder, 'keyway.yaml');
    writeFileSync(path, text(file));
    format({ config: path });
    const after = readFileSync(path, 'utf8');
    expect(commentsOf(after)).toEqual(commentsOf(text(file)));
    expect(format({ config: path })).toEqual({ file: path, changed: false });
    expect(after.split('\n').filter((line) => /\s$/.test(line))).toEqual([]);
  });

  it('sorts fields and keeps the order of names', () => {
    const before = `# Acme
namedCredentials:
    Zulu: {externalCredential: Ext,   url: "https://z.acme.example"}
    Alpha: # the first
        externalCredential: Ext
        label: A
        url: https://a.acme.example # here
        headers: { zulu: "1", alpha: { value: "2" } }
externalCredentials:
    Ext:
        principals: { Service: { type: NamedPrincipal } }
        authentication: { protocol: Custom }
        label: Ext
version: 1
`;
    expect(formattedConfig(before)).toBe(`# Acme

version: 1

externalCredentials:
  Ext:
    label: Ext
    authentication: { protocol: Custom }
    principals: { Service: NamedPrincipal }

namedCredentials:
  Zulu: { url: "https://z.acme.example", externalCredential: Ext }
  Alpha: # the first
    label: A
    url: https://a.acme.example # here
    externalCredential: Ext
    headers: { zulu: "1", alpha: { value: "2" } }
`);
  });

  it('keeps the order of a file with anchors, which must come first', () => {
    const anchored =
      'namedCredentials: { A: &a { url: "https://a.example", label: A }, B: *a }\nversion: 1\n';
    expect(formattedConfig(anchored)).toContain('A: &a { url:');
  });

  it('only checks with --check', () => {
    const path = join(folder, 'keyway.yaml');
    const loose = 'version:   1\n';
    writeFileSync(path, loose);
    expect(format({ config: path, check: true })).toEqual({ file: path, changed: true });
    expect(readFileSync(path, 'utf8')).toBe(loose);
  });

  it("refuses a file that isn't YAML, and writes nothing", () => {
    const path = join(folder, 'keyway.yaml');
    writeFileSync(path, 'version: [1\n');
    expect(() => format({ config: path })).toThrow();
    expect(readFileSync(path, 'utf8')).toBe('version: [1\n');
  });
});
