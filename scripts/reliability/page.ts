import { cpus } from 'node:os';
import { faults } from './faults.ts';
import type { CellResult } from './matrix.ts';
import type { Scenario } from './testbed.ts';

export interface Figures {
  readonly results: readonly CellResult[];
  readonly date: string;
  readonly version: string;
  readonly minutes: number;
  /** Whether every request was tested, including similar ones. */
  readonly isEvery: boolean;
  /** The number of runs without a time limit. */
  readonly cellCount: number;
  /** The number of requests of a run without a fault, by scenario. */
  readonly requests: Readonly<Record<Scenario, number>>;
}

/** Builds docs/reliability.md. */
export function reliabilityPage({
  results,
  date,
  version,
  minutes,
  requests,
  isEvery,
  cellCount,
}: Figures): string {
  const [processor] = cpus();
  return `# Reliability

<!-- Made by npm run reliability. -->

What happens to a deploy when one request goes wrong. Each run is a deploy to an empty org by the \`keyway\` command, in which one fault hits one request; then the same command runs again without a fault. After both, the org is read without keyway and compared with what keyway said.

Made ${date} with keyway ${version}, Node ${process.version}, ${cpus().length} × ${processor?.model.trim() ?? 'unknown processor'}, in ${minutes.toFixed(0)} minutes. To make it again: \`npm run reliability\`.${results.length < cellCount ? ` The time was enough for ${results.length} of ${cellCount} runs, drawn at random.` : ''}

${summary(results)}

## How to read it
- **Exit**: the exit code of the run with the fault, or \`killed\`.
- **Converged**: the second run ended with 0 and verified every link. The org has exactly one deploy job that succeeded, one credential, one assignment, and one key if the config has one. No journal is left.
- **Untrue words**: what the terminal, \`--json\`, \`--report\` or the history said and the org contradicts. Examples: something that isn't in the org, a change that isn't mentioned, "nothing was changed" after a change, a stage called done or failed that isn't. A stage called unknown is not untrue. Both runs are judged. A claim in words that the judge doesn't know fails the matrix.

${isEvery ? 'Every request is hit.' : 'Every request that changes something is hit. Of reads with the same method and path between two changes, only the one in the middle is hit.'}

Half of the runs print for a terminal and write \`report.md\`; the other half use \`--json\` and \`report.json\`. keyway waits a minute or more for an answer; here it waits two seconds.

${scenarioSection('example', results, requests, 'The example', 'The repository’s `keyway.yaml`: a certificate, settings, an external and a named credential, a permission set, a stored secret, an assignment and a cache-only key from a key service. Requests to the key service, keyway’s and the org’s own, are hit too.')}

${scenarioSection('fleet of three', results, requests, 'A fleet of three', 'The same without the key, to three orgs at once (`targetOrgs`). A request is hit in one of the three orgs, in turn.')}
`;
}

function summary(results: readonly CellResult[]): string {
  return table(
    ['', 'Runs', 'Converged', 'Untrue words'],
    [
      ...(['example', 'fleet of three'] as const).map((scenario) => [
        scenario === 'example' ? 'Example' : 'Fleet of three',
        ...countsOf(results.filter((result) => result.scenario === scenario)),
      ]),
      ['Together', ...countsOf(results)],
    ],
  );
}

function scenarioSection(
  scenario: Scenario,
  all: readonly CellResult[],
  requests: Figures['requests'],
  title: string,
  text: string,
): string {
  const results = all.filter((result) => result.scenario === scenario);
  const notHit = results.filter(({ isHit }) => !isHit).length;
  const hit = notHit === 0 ? '' : ` In ${notHit} of the runs the request did not come again.`;
  const chosen = new Set(results.map(requestOf)).size;
  return `## ${title}
${text} A run without a fault makes ${requests[scenario]} requests; ${chosen} of them are hit.${hit}

### By fault
${table(
  ['Fault', 'Exit', 'Runs', 'Converged', 'Untrue words'],
  faults.flatMap(({ name }) =>
    row(
      name,
      results.filter(({ fault }) => fault.name === name),
    ),
  ),
)}

### By request
${table(
  ['Request', 'Exit', 'Runs', 'Converged', 'Untrue words'],
  [...Map.groupBy(results, requestOf)].flatMap(([name, group]) => row(name, group)),
)}${wrong(results)}`;
}

function row(name: string, results: readonly CellResult[]): readonly (readonly string[])[] {
  return results.length === 0 ? [] : [[cell(name), exitCodes(results), ...countsOf(results)]];
}

/** Treats the same request to each org of a fleet as one. */
function requestOf({ request: { server, name, nth }, scenario }: CellResult): string {
  const where = scenario === 'example' && server === 'key service' ? 'Key service: ' : '';
  return `${where}${name}${nth > 1 ? ` (${nth})` : ''}`;
}

function countsOf(results: readonly CellResult[]): readonly string[] {
  const converged = results.filter(({ notConverged }) => notConverged.length === 0).length;
  const share = results.length === 0 ? 0 : (100 * converged) / results.length;
  const untrue = results.reduce((sum, result) => sum + result.untrue.length, 0);
  return [String(results.length), `${Number.isInteger(share) ? share : share.toFixed(1)} %`, String(untrue)];
}

/** As in `0 × 12, 1 × 2`. */
function exitCodes(results: readonly CellResult[]): string {
  const codes = Map.groupBy(results, ({ exitCode }) => (exitCode === null ? 'killed' : String(exitCode)));
  return [...codes]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([code, group]) => (codes.size === 1 ? code : `${code} (${group.length})`))
    .join(', ');
}

/** Details of each run with a problem. */
function wrong(results: readonly CellResult[]): string {
  const lines = results.flatMap((result) =>
    [...result.untrue, ...result.notConverged].map(
      (words) => `- ${requestOf(result)}, ${result.fault.name}: ${cell(words.slice(0, 300))}`,
    ),
  );
  return lines.length === 0 ? '' : `\n\n### What went wrong\n${lines.join('\n')}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

function cell(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|#]/g, '\\$&').replace(/\s+/g, ' ');
}
