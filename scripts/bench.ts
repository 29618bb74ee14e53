/*
 * Measures keyway against the `sf` CLI and alone. Needs `npm run build` first, and an otherwise idle machine:
 *     npm run bench [-- --check] [--runs 5]
 * Writes docs/benchmarks.md. `--check` writes nothing and exits with 1 if a goal is missed.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { besideSf, type Times } from './bench/beside-sf.ts';
import { example } from './bench/example.ts';
import { fleet } from './bench/fleet.ts';
import { goals, isReached, type Measured } from './bench/goals.ts';
import { installPackage } from './bench/package.ts';
import { profileOf } from './bench/profile.ts';
import { scale } from './bench/scale.ts';
import { CLIENTS, installClients } from './clients.ts';

const { values } = parseArgs({
  options: { check: { type: 'boolean', default: false }, runs: { type: 'string', default: '5' } },
});
const sf = join(installClients(), 'node_modules/@salesforce/cli/bin/run.js');
const installed = installPackage();
const { main } = installed;
const times = await besideSf(main, sf, Number(values.runs));
const used = await example();
const sent = (work: string) => used.get(work)?.requests ?? Number.NaN;
const large = await scale(main);
const fleets = [await fleet(main, 20), await fleet(main, 100)];

const measured: Measured = {
  'whole job ÷ sf': ratio(times, 'keyway whole job', 'sf whole job'),
  'nothing to do ÷ sf': ratio(times, 'keyway nothing to do', 'sf nothing to do'),
  'validate ÷ sf project generate manifest': ratio(times, 'keyway validate', 'sf generate manifest'),
  'render ÷ sf project generate manifest': ratio(times, 'keyway render', 'sf generate manifest'),
  '--help ÷ sf --help': ratio(times, 'keyway --help', 'sf --help'),
  'validate ÷ bare node': ratio(times, 'keyway validate', 'bare node'),
  'packages installed': installed.packages,
  'MB installed': installed.megabytes,
  'seconds to install': installed.seconds,
  'requests: deploy of the example': sent('clean deploy'),
  'requests: plan of the example': sent('plan'),
  'requests: nothing to do': sent('deploy with nothing to do'),
  'requests: verify': sent('verify'),
  'round trips in a row: plan': used.get('plan')?.inARow ?? Number.NaN,
  'requests: plan of 1,000 + 1,000 + 200': large.plan.requests,
  'requests: one label of 1,000 + 1,000 + 200': large.oneLabel.requests,
  'MB at the peak: plan of 1,000 + 1,000 + 200': large.plan.megabytes,
  'rendering 10,000 + 10,000 + 1,000 ÷ plain fs': large.renderToPlainFiles,
  'ten times as much ÷ a tenth': large.tenfold,
  'fleet of 20: in turn ÷ together': (fleets[0]?.inTurn ?? 0) / (fleets[0]?.together ?? 1),
  'fleet of 100: in turn ÷ together': (fleets[1]?.inTurn ?? 0) / (fleets[1]?.together ?? 1),
};

/** Analysed manually on 2026-11-27. Repeat the analysis when the numbers change. */
const obstacles = `## Why some goals are missed
- **Starting.** Where this was analysed, a bare node took 27 ms. \`--help\` adds the compile cache, the command table and the help text, which is made at build time. \`validate\` adds another 50 ms: it loads zod and yaml, makes the schemas of all sections, and parses. zod objects can't be made at build time.
- **Whole job.** Loading \`@salesforce/core\` and \`@salesforce/source-deploy-retrieve\` takes 0.15 s. It happens while the org answers, but on the same thread. The local org runs in the same process here and parses Apex.
- **Nothing to do.** 13 requests in 4 rounds, of which starting takes 0.1 s. \`sf\` sends the job again, which the local org finishes at once. A real org needs many seconds for that job.
- **Requests.** readMetadata accepts one type a call, so a plan of five types sends five, side by side. One retrieve would need two requests, but runs as a job: at least two rounds in a row, and seconds in a real org. Salesforce's documentation lists neither userinfo nor the Connect resources of named credentials among those that Composite accepts. Only its own GET shows a stored credential. \`verify\` needs four requests for the events of key callouts (CometD), and asks who holds a grant by the ids of the principals, which it has to read first: without the ids, the answer would hold every user of every such permission set.
- **Rendering 21,000 files.** Reading 2 MB of YAML takes a third of the time, collecting garbage a fifth. Each file is written to a copy that is then renamed, which costs twice a plain write.
`;

const names = Object.keys(goals) as (keyof Measured)[];
const missed = names.filter((name) => !isReached(name, measured[name]));
const rows = names.map((name) => [
  name,
  shown(measured[name]),
  goalOf(name),
  missed.includes(name) ? 'no' : 'yes',
]);
const table = [
  '| | measured | goal | reached |',
  '|---|---|---|---|',
  ...rows.map((row) => `| ${row.join(' | ')} |`),
];
console.log(table.join('\n'));
if (values.check) process.exitCode = missed.length > 0 ? 1 : 0;
else writeFileSync('docs/benchmarks.md', page());

function page(): string {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  const [cpu] = cpus();
  return `# Benchmarks

Made by \`npm run bench\`, which a developer runs by hand; no test depends on a time. Everything runs on one machine against local orgs in processes of their own, and each number is a median of ${values.runs} runs, keyway and the \`sf\` CLI in turn.

keyway ${version}, \`sf\` ${CLIENTS['@salesforce/cli']}, Node ${process.versions.node}, ${cpus().length} cores (${cpu?.model.trim()}), ${new Date().toISOString().slice(0, 10)}.

${table.join('\n')}

The whole job by \`sf\` is four commands: \`project deploy start\`, \`apex run\` (the assignment to autoproc), \`api request rest\` (the secret) and \`project retrieve start\` (reading back). With nothing to do, \`sf project deploy start\` sends the job again.

## Times
| | ms |
|---|---|
${Object.entries(times)
  .map(([name, milliseconds]) => `| ${name} | ${milliseconds.toFixed(0)} |`)
  .join('\n')}

Fleets, each org 100 ms away: ${fleets.map(({ orgs, together, inTurn }) => `${orgs} orgs in ${together.toFixed(1)} s together, ${inTurn.toFixed(1)} s one after another`).join('; ')}.

## Where the rest goes
CPU time of a \`deploy\` of the example, with the local org in the same process, by package:

${profileOf(main)}

${obstacles}`;
}

function ratio(all: Times, ours: string, theirs: string): number {
  return (all[ours] ?? Number.NaN) / (all[theirs] ?? Number.NaN);
}

function shown(value: number): string {
  return String(value >= 100 ? Math.round(value) : Number(value.toPrecision(3)));
}

function goalOf(name: keyof Measured): string {
  const goal: { readonly most?: number; readonly least?: number } = goals[name];
  return goal.most !== undefined ? `≤ ${goal.most}` : goal.least !== undefined ? `≥ ${goal.least}` : '–';
}
