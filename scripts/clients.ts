import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const CLIENTS = { '@salesforce/cli': '2.150.6', 'axe-core': '4.14.1', 'puppeteer-core': '25.16.0' };

/** Installs other people's clients once, separately from our own dependencies, and returns their folder. */
export function installClients(): string {
  const folder = resolve(process.env.KEYWAY_CLIENTS_DIR ?? 'node_modules/.cache/keyway-clients');
  const isInstalled = ([name, version]: readonly [string, string]) => {
    const manifest = join(folder, 'node_modules', name, 'package.json');
    return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).version === version;
  };
  if (Object.entries(CLIENTS).every(isInstalled)) return folder;
  const wanted = Object.entries(CLIENTS).map((entry) => entry.join('@'));
  console.log(`Installing ${wanted} into ${folder} …`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: CLIENTS }));
  const install = ['install', '--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts'];
  execFileSync('npm', install, { cwd: folder, stdio: 'inherit', shell: process.platform === 'win32' });
  return folder;
}
