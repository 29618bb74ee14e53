// Adds the entries that `npm install` leaves out of package-lock.json if a registry doesn't serve the optional
// binaries of other platforms. Without them, `npm ci` reports that the lockfile is out of sync. Run it after every
// change of dependencies; for the site, run `node scripts/complete-lockfile.js site`. If nothing is missing, it
// changes nothing.
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL(`../${process.argv[2] ?? '.'}/package-lock.json`, import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));
const systems = [
  'android',
  'darwin',
  'freebsd',
  'linux',
  'openbsd',
  'netbsd',
  'openharmony',
  'sunos',
  'win32',
  'aix',
];
const processors = [
  'arm64',
  'arm',
  'ia32',
  'x64',
  'ppc64',
  'riscv64',
  's390x',
  'loong64',
  'loongarch64',
  'mips64el',
  'wasm32',
];

/** os, cpu and libc, as spelt in the names of platform packages: `@scope/name-linux-x64-musl`. */
function platform(name) {
  const words = name.split(/[-/.]/);
  const os = systems.find((system) => words.includes(system));
  const cpu = processors.find((processor) => words.includes(processor));
  const libc = words.find((word) => word === 'musl') ?? (words.includes('gnu') ? 'glibc' : undefined);
  return {
    ...(cpu ? { cpu: [cpu === 'loongarch64' ? 'loong64' : cpu] } : {}),
    ...(libc ? { libc: [libc] } : {}),
    ...(os ? { os: [os] } : {}),
  };
}

const added = [];
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (path === '' || lock.packages[`node_modules/${name}`] || lock.packages[`${path}/node_modules/${name}`])
      continue;
    const where = platform(name);
    if (!where.os && !where.cpu) continue;
    lock.packages[`node_modules/${name}`] = {
      version,
      ...where,
      ...(entry.dev ? { dev: true } : {}),
      optional: true,
    };
    added.push(`${name}@${version}`);
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
for (const entry of Object.values(lock.packages)) delete entry.resolved;
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added.length} entries added`);
