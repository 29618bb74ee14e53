import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where the package is as it is shipped: no folder above it has dependencies that it could use. */
export const packageFolder = join(
  realpathSync(tmpdir()),
  `keyway-e2e-package-${createHash('sha256').update(resolve()).digest('hex').slice(0, 12)}`,
  'package',
);

/**
 * Once a run: packs what `npm run build` made as `npm publish` would, and unpacks it.
 * What is not in the tarball doesn't exist for the tests either.
 */
export default function pack(): void {
  const folder = join(packageFolder, '..');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  execFileSync(npm, ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  execFileSync('tar', ['-xzf', String(tarball)], { cwd: folder });
}
