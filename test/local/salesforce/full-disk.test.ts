import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createLocalOrg } from '../../../src/local/salesforce/index.ts';
import { configText } from '../../operations/org-and-config.ts';
import { runOnSmallDisk } from '../../small-disk.ts';

let folder: string;
const config = () => join(folder, 'keyway.yaml');
const state = () => join(folder, '.keyway/local-org/state.json');

/** A folder with a config for the embedded org, which exists and is as empty as a new one. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keyway-full-'));
  writeFileSync(
    config(),
    configText().replace('test: { default: true }', 'test: { default: true, targetOrg: local }'),
  );
  const org = await createLocalOrg({ stateDir: join(folder, '.keyway/local-org') });
  await org.close();
});
afterEach(() => rmSync(folder, { recursive: true }));

const main = new URL('../../../src/main.ts', import.meta.url).pathname;
const env = () => ({ HOME: folder, ACME_SECRET: 'S3cr3t-of-the-tests' });
/** As much space as is used now, so that additions no longer fit. */
const room = () => statSync(state()).size + 512;

describe('a full disk', () => {
  it.each([[[]], [['--json']]])(
    'ends a deploy to the embedded org with its place and a remedy: %j',
    async (more) => {
      const before = readFileSync(state(), 'utf8');
      const args = [main, 'deploy', '--yes', '--config', config(), ...more];
      const { status, stdout, stderr } = await runOnSmallDisk(room(), args, env());
      expect(status).toBe(1);
      const said = more.length > 0 ? JSON.parse(stdout) : undefined;
      if (said) expect(said.name).toBe('FileUnwritable');
      const text = said ? [said.message, ...said.actions].join('\n') : stderr;
      expect(text).toContain(`keyway can't write ${state()} (EFBIG).`);
      expect(text).toContain('Free space on the disk');
      expect(stdout).not.toContain('Verified');
      // Nothing is lost, and no other file remains.
      expect(readFileSync(state(), 'utf8')).toBe(before);
      expect(readdirSync(join(folder, '.keyway/local-org'))).toEqual(['state.json']);
      const again = await runOnSmallDisk(10_000_000, [main, 'deploy', '--yes', '--config', config()], env());
      expect([again.status, again.stderr]).toEqual([0, '']);
    },
  );

  it('ends a server with the same message', async () => {
    let refused: Promise<string | Error> | undefined;
    const seen: string[] = [];
    const onOutput = (text: string) => {
      seen.push(text);
      const [line, complete] = seen.join('').split('\n');
      if (refused || complete === undefined || !line?.startsWith('{')) return;
      const { instanceUrl, accessToken } = JSON.parse(line);
      refused = fetch(`${instanceUrl}/services/data/v66.0/sobjects/PermissionSet`, {
        method: 'POST',
        headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
        body: JSON.stringify({ Name: 'A', Label: 'A'.repeat(80), Description: 'x'.repeat(250) }),
      }).then(
        (answer) => answer.text(),
        (error: Error) => error,
      );
    };
    const args = [main, 'local-org', 'start', '--json', '--config', config()];
    const { status, stdout } = await runOnSmallDisk(room() - 400, args, env(), onOutput);
    expect(await refused).toContain("[local org] keyway can't write ");
    expect(status).toBe(1);
    expect(stdout).toContain(`keyway can't write ${state()} (EFBIG).`);
    expect(readdirSync(join(folder, '.keyway/local-org'))).toEqual(['state.json']);
  });
});
