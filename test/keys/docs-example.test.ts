import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { vector, vectorPath } from './vectors.ts';

const page = readFileSync('docs/key-files.md', 'utf8');
const scripts = [...page.matchAll(/^```bash\n(.*?)^```/gms)].map(([, text = '']) => text);
const installed = (program: string): boolean => {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};
const ifInstalled = ['bash', 'jq', 'base64', 'xxd'].every(installed) ? it : it.skip;

describe('docs/key-files.md opens a backup without keyway', () => {
  ifInstalled.each([
    ['by a private key', 0, 'export-private-key.json'],
    ['by a passphrase', 1, 'export-passphrase.json'],
  ])('%s', (_how, index, backup) => {
    const folder = mkdtempSync(join(tmpdir(), 'keyway-'));
    copyFileSync(vectorPath(backup), join(folder, 'backup.json'));
    copyFileSync(vectorPath('private-key.pem'), join(folder, 'private-key.pem'));
    const value = execFileSync('bash', ['-euo', 'pipefail', '-c', scripts[index] ?? 'false'], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, PASSPHRASE: 'correct horse battery staple' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    expect(value).toBe(vector('tenant-secret-sha1.txt'));
  });
});
