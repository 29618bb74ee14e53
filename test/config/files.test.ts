import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { processSources, projectApiVersion } from '../../src/config/index.ts';
import { loadDocument } from '../../src/kinds/config.ts';

const folder = mkdtempSync(join(tmpdir(), 'keyway-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return path;
}

describe('a config file', () => {
  it('is named in messages as the user named it', () => {
    written('good.yaml', 'version: 1\n');
    expect(loadDocument('good.yaml', folder)).toMatchObject({
      file: 'good.yaml',
      environments: [],
      problems: [],
    });
  });

  it('must exist', () => {
    for (const file of ['none.yaml', 'good.yaml/none.yaml'])
      expect(() => loadDocument(file, folder)).toThrow(
        expect.objectContaining({
          code: 'ConfigNotFound',
          message: `There is no ${file} here.`,
          actions: ['Run `keyway init` to create one, or pass the path with --config.'],
        }),
      );
  });

  it.each([
    ['a folder', '.', undefined, '. is a folder.'],
    ['no UTF-8', 'latin1.yaml', Buffer.from([0x61, 0xe4, 0x62]), 'latin1.yaml is not UTF-8 text.'],
    ['UTF-16', 'utf16.yaml', Buffer.from('\uFEFFversion: 1', 'utf16le'), 'utf16.yaml is not UTF-8 text.'],
    [
      'of 10 MB',
      'large.yaml',
      'x'.repeat(10_000_000),
      "large.yaml is larger than 8 MB, so it isn't a config.",
    ],
  ])("can't be %s", (_what, name, content, message) => {
    if (content !== undefined) written(name, content);
    expect(() => loadDocument(name, folder)).toThrow(
      expect.objectContaining({ code: 'ConfigUnreadable', message, actions: [expect.any(String)] }),
    );
  });

  it("isn't read with NUL in its name", () => {
    expect(() => loadDocument('a\0b', folder)).toThrow(expect.objectContaining({ code: 'ConfigUnreadable' }));
  });

  it('can be an endless device: reading stops at the size limit', () => {
    if (process.platform === 'win32') return;
    expect(() => loadDocument('/dev/zero')).toThrow(
      expect.objectContaining({ message: "/dev/zero is larger than 8 MB, so it isn't a config." }),
    );
  });
});

describe('a file in a reference', () => {
  it('is found relative to the config', () => {
    const config = written('project/keyway.yaml', 'version: 1');
    written('project/secrets/key.txt', 'value\n');
    expect(processSources(config).readFile('secrets/key.txt')).toBe('value\n');
  });

  it('must be UTF-8 text of at most 1 MB', () => {
    const { readFile } = processSources(written('keyway.yaml', 'version: 1'));
    written('binary', Buffer.from([0xff, 0xfe, 0x00]));
    written('large', 'x'.repeat(2_000_000));
    expect(() => readFile('binary')).toThrow();
    expect(() => readFile('large')).toThrow(expect.objectContaining({ code: 'EFBIG' }));
    expect(() => readFile('.')).toThrow(expect.objectContaining({ code: 'EISDIR' }));
  });
});

describe('sfdx-project.json', () => {
  it('is found beside the config and above it', () => {
    written('above/sfdx-project.json', '\uFEFF{ "sourceApiVersion": "65.0" }');
    expect(projectApiVersion(join(folder, 'above', 'a', 'b', 'keyway.yaml'))).toBe('65.0');
  });

  it.each(['{}', 'null', '[]', '{ "sourceApiVersion": 65 }'])("doesn't need a version: %s", (text) => {
    const path = written('silent/sfdx-project.json', text);
    expect(projectApiVersion(path)).toBeUndefined();
  });

  it('must be JSON', () => {
    const path = written('broken/sfdx-project.json', '{');
    expect(() => projectApiVersion(path)).toThrow(
      expect.objectContaining({ code: 'ProjectUnreadable', message: `${path} is not JSON.` }),
    );
  });
});
