import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stop } from '../../test/local/salesforce/started.ts';
import { newHome } from './home.ts';
import { time, type Used, used } from './measure.ts';

/*
 * Unusually large orgs and files: 1,000 external credentials, 1,000 named credentials and 200 permission sets in an
 * org, and ten times that as files.
 */

function config(chains: number, sets: number, label = ''): string {
  const names = Array.from({ length: chains }, (_, index) => `Acme${index}`);
  const perSet = Math.ceil(chains / sets);
  return [
    'version: 1',
    'apiVersion: "66.0"',
    'externalCredentials:',
    ...names.map(
      (name) =>
        `  ${name}: { label: ${name}${name === 'Acme0' ? label : ''}, authentication: { protocol: Custom }, principals: { Key: NamedPrincipal } }`,
    ),
    'namedCredentials:',
    ...names.map(
      (name) =>
        `  ${name}: { label: ${name}, url: "https://${name.toLowerCase()}.acme.example", externalCredential: ${name} }`,
    ),
    'permissionSets:',
    ...Array.from({ length: sets }, (_, index) => {
      const granted = names.slice(index * perSet, (index + 1) * perSet).map((name) => `${name}-Key`);
      return `  Set${index}: { label: Set${index}, principals: [${granted.join(', ')}] }`;
    }),
    'environments: { bench: { targetOrg: bench, default: true } }',
    '',
  ].join('\n');
}

export interface Scale {
  readonly plan: Used;
  readonly oneLabel: Used;
  /**
   * The time to render 10,000 + 10,000 + 1,000 components, divided by the time to write the same bytes with plain
   * fs.
   */
  readonly renderToPlainFiles: number;
  /** The time to render ten times as much, divided by the time for a tenth. */
  readonly tenfold: number;
}

export async function scale(main: string): Promise<Scale> {
  const { project, command, newOrg } = newHome({ SF_TARGET_ORG: 'bench' });
  const file = join(project, 'keyway.yaml');
  const org = await newOrg('bench');
  let plan: Used;
  let oneLabel: Used;
  try {
    writeFileSync(file, config(1000, 200));
    time(command(main, 'deploy', '--json'));
    plan = used(command(main, 'plan', '--json'));
    writeFileSync(file, config(1000, 200, ' changed'));
    oneLabel = used(command(main, 'deploy', '--json'));
  } finally {
    await stop(org.child);
  }
  writeFileSync(file, config(1000, 100));
  const small = time(command(main, 'render', '--output-dir', 'small'));
  writeFileSync(file, config(10_000, 1000));
  const large = time(command(main, 'render', '--output-dir', 'large'));
  return {
    plan,
    oneLabel,
    renderToPlainFiles: large / plainFiles(join(project, 'large'), join(project, 'plain')),
    tenfold: large / small,
  };
}

/** Writes the same files with plain fs and returns the milliseconds. */
function plainFiles(from: string, to: string): number {
  const files = readdirSync(from, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path.replace(from, to), readFileSync(path)] as const);
  const start = performance.now();
  for (const [path, bytes] of files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
  return performance.now() - start;
}
