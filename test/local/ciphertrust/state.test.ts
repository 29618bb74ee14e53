import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createLocalCipherTrust } from '../../../src/local/ciphertrust/index.ts';
import { runOnSmallDisk } from '../../small-disk.ts';
import { closeCipherTrusts, PASSWORD, startCipherTrust } from './started.ts';

afterEach(closeCipherTrusts);

describe('the state of a local CipherTrust', () => {
  it.each([
    ['is cut off', '{"sourceKeys":[{"id"'],
    ['is empty', ''],
    ['is something else', '[1,2]'],
    ['has no resources', '{"sourceKeys":5}'],
    ['has resources without an id', '{"sourceKeys":[{"name":"a"}]}'],
  ])('that %s is refused with its place and a remedy, and stays as it is', async (_what, text) => {
    const { folder, close } = await startCipherTrust({ sourceKeys: ['a'] });
    await close();
    const path = join(folder, 'state.json');
    writeFileSync(path, text);
    await expect(createLocalCipherTrust({ stateDir: folder, password: PASSWORD })).rejects.toMatchObject({
      code: 'LocalCipherTrustStateUnreadable',
      message: expect.stringContaining(path),
      actions: [expect.stringContaining(`Delete ${path}`)],
    });
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('stays as it was when the disk is full, and unsaved changes are never answered', async () => {
    const { folder, close } = await startCipherTrust({ sourceKeys: ['a'] });
    await close();
    const path = join(folder, 'state.json');
    const before = readFileSync(path, 'utf8');
    const source = new URL('../../../src/local/ciphertrust/index.ts', import.meta.url).href;
    const script = `import { createLocalCipherTrust } from ${JSON.stringify(source)};
      const options = { stateDir: ${JSON.stringify(folder)}, password: 'x' };
      const sourceKeys = Array.from({ length: 20 }, (_, index) => 'key-' + index);
      await createLocalCipherTrust({ ...options, sourceKeys }).then(
        () => console.log('started'),
        (error) => console.log(error.code, error.message));`;
    const { stdout } = await runOnSmallDisk(1536, ['--input-type=module', '-e', script]);
    expect(stdout.trim()).toBe(`FileUnwritable keyway can't write ${path} (EFBIG).`);
    expect(readFileSync(path, 'utf8')).toBe(before);
    expect(readdirSync(folder).filter((name) => name.startsWith('state.json'))).toEqual(['state.json']);
  });
});
