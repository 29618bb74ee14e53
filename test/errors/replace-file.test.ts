import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { replaceFile, replaceFileLater } from '../../src/errors/replace-file.ts';
import { runOnSmallDisk } from '../small-disk.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyway-replace-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe.each(['replaceFile', 'replaceFileLater'])('%s', (name) => {
  const replace = { replaceFile, replaceFileLater }[name] as typeof replaceFileLater;

  it('fails on a disk that writes only a part, and leaves the file as it was', async () => {
    const file = join(folder, 'state.json');
    writeFileSync(file, 'before');
    const source = new URL('../../src/errors/replace-file.ts', import.meta.url).href;
    const script = `import { ${name} } from ${JSON.stringify(source)};
      try { await ${name}(${JSON.stringify(file)}, 'x'.repeat(100_000)); console.log('written'); }
      catch (error) { console.log(error.code); }`;
    const { stdout } = await runOnSmallDisk(4096, ['--input-type=module', '-e', script]);
    expect(stdout.trim()).toBe('EFBIG');
    expect(readFileSync(file, 'utf8')).toBe('before');
    expect(readdirSync(folder)).toEqual(['state.json']);
  });

  it("keeps the file's permissions, and follows a link", async () => {
    const [file, link] = [join(folder, 'file'), join(folder, 'link')];
    writeFileSync(file, 'before', { mode: 0o640 });
    symlinkSync(file, link);
    await replace(link, 'after');
    expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual(['after', 0o640]);
    await replace(file, 'again', 0o600);
    expect([readFileSync(link, 'utf8'), statSync(file).mode & 0o777]).toEqual(['again', 0o600]);
    expect(readdirSync(folder)).toEqual(['file', 'link']);
  });
});
