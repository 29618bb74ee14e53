import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where the package stands as it is shipped; below node_modules, so that its dependencies are found. */
export const packageFolder = resolve('node_modules/.cache/keyway-e2e/package');

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
