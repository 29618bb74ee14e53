import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { newHome } from './home.ts';
import { time } from './measure.ts';

interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** The CPU time of a deploy, as rows of a table, by the main content of each bundle file. */
export function profileOf(main: string): string {
  const { project, command } = newHome();
  for (const name of ['keyway.yaml', 'sfdx-project.json']) cpSync(resolve(name), join(project, name));
  time(command('--cpu-prof', '--cpu-prof-dir', 'profile', main, 'deploy', '--json'));
  const [file = ''] = readdirSync(join(project, 'profile'));
  const profile = JSON.parse(readFileSync(join(project, 'profile', file), 'utf8')) as Profile;
  const modules = JSON.parse(
    readFileSync('node_modules/.cache/keyway-build/modules.json', 'utf8'),
  ) as Readonly<Record<string, readonly string[]>>;
  const byId = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  const spent = new Map<string, number>();
  for (const [index, id] of profile.samples.entries()) {
    const frame = byId.get(id);
    if (!frame || frame.functionName === '(idle)') continue;
    const where = frame.url.includes('/dist/')
      ? partOf(modules[frame.url.replace(/^.*\/dist\//, '')] ?? [])
      : frame.functionName === '(garbage collector)'
        ? 'garbage collection'
        : 'Node itself';
    spent.set(where, (spent.get(where) ?? 0) + (profile.timeDeltas[index] ?? 0) / 1000);
  }
  const rows = [...spent].sort(([, a], [, b]) => b - a).slice(0, 12);
  return ['| | ms |', '|---|---|', ...rows.map(([name, ms]) => `| ${name} | ${ms.toFixed(0)} |`)].join('\n');
}

/** The package, or our own folder, that most modules of a file belong to. */
function partOf(ids: readonly string[]): string {
  const parts = ids.map(
    (id) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id)?.[1] ?? id.split('/').slice(0, 2).join('/'),
  );
  const counts = Map.groupBy(parts, (part) => part);
  const [most] = [...counts].sort(([, a], [, b]) => b.length - a.length);
  return most?.[0] ?? 'Node itself';
}
