import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The folder of the shipped package. No folder above it has dependencies that it could use. */
export const packageFolder = join(
  realpathSync(tmpdir()),
  `keyway-e2e-package-${createHash('sha256').update(resolve()).digest('hex').slice(0, 12)}`,
  'package',
);

/**
 * Packs the result of `npm run build` once for each run, like `npm publish`, and unpacks it. What isn't in the
 * tarball doesn't exist for the tests.
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
