/*
 * Tests what a deploy does when any of its requests fails. Writes docs/reliability.md:
 *     npm run reliability
 *     node scripts/reliability.ts --sample 40 --seed 7     some of the runs, without the page
 *     npm run reliability -- --every                       every request, even similar ones: an hour
 * With --minutes N, no run starts after N minutes; the page says how many are left.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type CellResult, cellsOf, requestsOf, runCells, withTestbeds } from './reliability/matrix.ts';
import { reliabilityPage } from './reliability/page.ts';
import { assignInTurn, drawSample, middleOfEquals, shuffle } from './reliability/sample.ts';
import type { Scenario } from './reliability/testbed.ts';

const { values } = parseArgs({
  options: {
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    every: { type: 'boolean', default: false },
    minutes: { type: 'string', default: '120' },
    only: { type: 'string' },
    main: { type: 'string', default: 'dist/main.js' },
    out: { type: 'string', default: 'docs/reliability.md' },
  },
});
const sample = values.sample === undefined ? undefined : Number(values.sample);
const scenarios = (['example', 'fleet of three'] as const).filter(
  (one) => !values.only || one === values.only,
);

/** Number of parallel runs. A run keeps about one processor busy, including its orgs. */
const places = 2;

const started = performance.now();
const requests: Record<Scenario, number> = { example: 0, 'fleet of three': 0 };
const results: CellResult[] = [];
let cellCount = 0;
for (const scenario of scenarios) {
  await withTestbeds(scenario, resolve(values.main), places, async (testbeds) => {
    const [first] = testbeds;
    if (!first) return;
    const all = await requestsOf(first);
    requests[scenario] = all.length;
    const own = all.filter(({ server }) => server === first.aliases[0] || server === 'key service');
    const hit = assignInTurn(values.every ? own : middleOfEquals(own), first.aliases);
    const cells = cellsOf(scenario, hit);
    const drawn = sample === undefined ? cells : drawSample(cells, sample, Number(values.seed));
    console.log(`${scenario}: ${all.length} requests, ${hit.length} of them hit, ${drawn.length} runs`);
    let count = 0;
    cellCount += drawn.length;
    const tell = (result: CellResult) => {
      count += 1;
      printResult(result, `${count}/${drawn.length}`);
    };
    const ran = await runCells(shuffle(drawn, 1), testbeds, tell, started + Number(values.minutes) * 60_000);
    // In the order of the requests, whatever the order of the runs.
    const place = (result: CellResult) =>
      drawn.findIndex(({ request, fault }) => request === result.request && fault === result.fault);
    results.push(...ran.toSorted((left, right) => place(left) - place(right)));
  });
}

const minutes = (performance.now() - started) / 60_000;
const wrong = results.filter(
  ({ untrue, notConverged, notUnderstood }) => untrue.length + notConverged.length + notUnderstood.length > 0,
);
console.log(`${results.length} runs in ${minutes.toFixed(1)} minutes, ${wrong.length} with something wrong.`);
if (wrong.length > 0) process.exitCode = 1;
if (sample === undefined && !values.only) {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  const date = new Date().toISOString().slice(0, 10);
  writeFileSync(
    values.out,
    reliabilityPage({ results, date, version, minutes, requests, isEvery: values.every, cellCount }),
  );
  console.log(`${values.out} is written.`);
}

function printResult(result: CellResult, progress: string): void {
  const { request, fault, output, exitCode, milliseconds, untrue, notUnderstood, notConverged } = result;
  const what = `${request.server}: ${request.name} (${request.nth}), ${fault.name}, ${output}`;
  console.log(`${progress}  ${what}: exit ${exitCode ?? 'none'}, ${milliseconds} ms`);
  for (const words of untrue) console.log(`    untrue: ${words}`);
  for (const words of notUnderstood) console.log(`    the judge does not know: ${words}`);
  for (const words of notConverged) console.log(`    not converged: ${words}`);
}
