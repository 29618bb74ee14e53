import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, it } from '@jest/globals';
import { removeWorkspaces, workspace } from './keyway.ts';
import { packageFolder } from './pack.ts';

afterEach(removeWorkspaces);

const shell = [...readFileSync('README.md', 'utf8').matchAll(/^```sh\n(.*?)^```/gms)]
  .map(([, text]) => text ?? '')
  .join('');

it('every command of README.md runs as printed, in order, from an empty folder', async () => {
  const { folder, home, start } = workspace();
  const above = join(packageFolder, '..');
  const tarball = join(above, String(readdirSync(above).find((name) => name.endsWith('.tgz'))));
  const uat = start(['local-org', 'start', '--alias', 'acme-uat', '--state-dir', join(home, 'uat')]);
  await uat.line;
  const started = Date.now();
  try {
    // npm gets the packed package as a file. The rest of the script is unchanged.
    const script = shell.replace(/^(npm install .*)\bsf-keyway$/m, `$1${tarball}`);
    expect(script).toContain(tarball);
    const { stdout } = await promisify(execFile)('sh', ['-eu', '-c', script], {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: home, npm_config_offline: 'true', npm_config_audit: 'false' },
    });
    expect(stdout).toContain('keyway.yaml is valid: the base and environments local, uat.');
    expect(stdout).toContain('keyway.yaml, environment local → local org (embedded)');
    expect(stdout.match(/^✔ Verified {5}(\d+) of \1 links/gm)).toHaveLength(2);
    expect(Date.now() - started).toBeLessThan(120_000);
  } finally {
    uat.process.kill('SIGTERM');
    await uat.ended;
  }
}, 150_000);
