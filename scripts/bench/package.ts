import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Installed {
  /** The path of its `dist/main.js`. */
  readonly main: string;
  readonly packages: number;
  readonly megabytes: number;
  readonly seconds: number;
}

/** Packs the build and installs it as a user does, in an empty folder, with a warm cache. */
export function installPackage(): Installed {
  const folder = mkdtempSync(join(tmpdir(), 'keyway-bench-package-'));
  const npm = (cwd: string, ...args: string[]) =>
    execFileSync('npm', args, { cwd, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' });
  npm(process.cwd(), 'pack', '--ignore-scripts', '--silent', '--pack-destination', folder);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const start = performance.now();
  npm(folder, 'install', `./${tarball}`, '--no-audit', '--no-fund', '--prefer-offline', '--silent');
  const seconds = (performance.now() - start) / 1000;
  const modules = join(folder, 'node_modules');
  const lock = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8')) as { packages: object };
  const bytes = readdirSync(modules, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
  return {
    main: join(modules, 'sf-keyway/dist/main.js'),
    packages: Object.keys(lock.packages).length,
    megabytes: bytes / 1024 ** 2,
    seconds,
  };
}
