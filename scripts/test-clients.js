// Runs test/clients: other people's clients, as they are published, against the local org.
// They are installed once, apart from our own dependencies; CI and developers run `npm run test:clients`.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const CLIENTS = { '@salesforce/cli': '2.150.6', 'axe-core': '4.14.1', 'puppeteer-core': '25.16.0' };

const folder = resolve(process.env.KEYWAY_CLIENTS_DIR ?? 'node_modules/.cache/keyway-clients');

const isInstalled = ([name, version]) => {
  const manifest = join(folder, 'node_modules', name, 'package.json');
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).version === version;
};

if (!Object.entries(CLIENTS).every(isInstalled)) {
  console.log(`Installing ${Object.entries(CLIENTS).map((entry) => entry.join('@'))} into ${folder} …`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: CLIENTS }));
  const install = ['install', '--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts'];
  execFileSync('npm', install, { cwd: folder, stdio: 'inherit', shell: process.platform === 'win32' });
}

const jest = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
  ...process.argv.slice(2),
  '--selectProjects=clients',
];
const { status } = spawnSync(process.execPath, jest, {
  stdio: 'inherit',
  env: { ...process.env, KEYWAY_CLIENTS_DIR: folder },
});
process.exitCode = status ?? 1;
