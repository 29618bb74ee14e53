import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createLocalCipherTrust } from '../../../src/local/ciphertrust/index.ts';
import { cckmOrganizations } from '../../../src/operations/cckm/organizations.ts';
import { PASSWORD } from '../../local/ciphertrust/started.ts';

const folders: string[] = [];
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'keyway-local-'));
  folders.push(folder);
  return folder;
};
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe('local-org start --with-ciphertrust', () => {
  it('serves both, and CipherTrust has a connection to the org', async () => {
    const folder = newFolder();
    const args = [resolve('src/main.ts'), 'local-org', 'start', '--with-ciphertrust', '--json'];
    const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise((done) => child.once('close', done));
    try {
      const line = await new Promise<string>((done) =>
        child.stdout.once('data', (text) => done(String(text))),
      );
      const { orgId, cipherTrust } = JSON.parse(line);
      process.env.LOCAL_CCKM_USER = cipherTrust.username;
      process.env.LOCAL_CCKM_PASSWORD = cipherTrust.password;
      const place = {
        url: cipherTrust.url,
        caFile: cipherTrust.caFile,
        usernameFrom: '${env:LOCAL_CCKM_USER}',
        passwordFrom: '${env:LOCAL_CCKM_PASSWORD}',
      };
      const { organizations } = await cckmOrganizations({
        ...place,
        action: 'add',
        connection: cipherTrust.connection,
      });
      expect(organizations).toMatchObject([{ orgId, connection: 'local-org' }]);
    } finally {
      child.kill('SIGTERM');
      await ended;
    }
  });
});

describe('a local CipherTrust with a folder', () => {
  it('keeps its authority, its password and its state, readable only by its owner', async () => {
    const stateDir = join(newFolder(), 'state');
    const first = await createLocalCipherTrust({ stateDir, sourceKeys: ['acme'] });
    await first.close();
    const second = await createLocalCipherTrust({ stateDir });
    expect(second.ca).toBe(first.ca);
    expect(second.password).toBe(first.password);
    await second.close();
    for (const name of ['state.json', 'ca-key.pem', 'password'])
      expect(statSync(join(stateDir, name)).mode & 0o077).toBe(0);
    const { sourceKeys } = JSON.parse(readFileSync(join(stateDir, 'state.json'), 'utf8'));
    expect(sourceKeys).toMatchObject([{ name: 'acme', tier: 'local' }]);
  });

  it('reports a port that is taken', async () => {
    const first = await createLocalCipherTrust({ password: PASSWORD });
    try {
      const port = Number(new URL(first.url).port);
      await expect(createLocalCipherTrust({ port })).rejects.toMatchObject({
        code: 'LocalCipherTrustPortUnavailable',
      });
    } finally {
      await first.close();
    }
  });
});
