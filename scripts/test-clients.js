// Runs test/clients: published third-party clients against the packed package. CI and developers run `npm run
// test:clients`.
import { execFileSync, spawnSync } from 'node:child_process';
import { installClients } from './clients.ts';

const folder = installClients();
execFileSync(process.execPath, ['scripts/build.ts'], { stdio: 'inherit' });
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
