import type { Argv } from 'yargs';
import type { ConformanceResult } from '../conformance/result.ts';
import { conformance } from '../operations/conformance/index.ts';
import type { ConformanceListener } from '../operations/conformance/options.ts';
import {
  countVerdicts,
  formatComponents,
  formatFactComponents,
  formatFacts,
  formatLeftovers,
  formatObservation,
  formatRemoving,
} from '../report/conformance.ts';
import { print, printable, printFinding } from '../report/terminal.ts';
import { askOnTerminal } from './ask.ts';
import { defineCommand } from './command.ts';
import { apiVersionOption, orgFlags, wordsOf, yesFlag } from './flags.ts';
import { packageVersion } from './version.ts';

const flags = (args: Argv) =>
  yesFlag(orgFlags(args))
    .option('with-keys', {
      type: 'boolean',
      describe: 'also ask for facts that make or rotate keys, which stay in the org',
      default: false,
    })
    .option('only', {
      type: 'array',
      string: true,
      describe: 'ask only for these facts, by id',
      requiresArg: true,
    })
    .option('out', { type: 'string', describe: 'file to write the result to, as JSON', requiresArg: true });

export const command = defineCommand({
  flags,
  // Components that were created in the org are removed first.
  grace: 5 * 60_000,
  async run(args) {
    const result = await conformance({
      targetOrg: args.targetOrg,
      apiVersion: apiVersionOption(args.apiVersion),
      only: wordsOf(args.only),
      withKeys: args.withKeys === true,
      yes: args.yes === true,
      ask: askOnTerminal(args),
      out: args.out,
      version: packageVersion(),
      signal: args.signal,
      listener: args.json ? undefined : printProgress,
    });
    if (!args.json) printResult(result, args.out);
    return { result, exitCode: exitCodeOf(result) };
  },
});

/** 2 if the org contradicts a fact; 1 if a fact got no answer or a leftover stays in the org. */
export function exitCodeOf({ facts, leftovers }: ConformanceResult): number {
  if (leftovers.length > 0 || facts.some(({ verdict }) => verdict === 'failed')) return 1;
  return facts.some(({ verdict }) => verdict === 'contradicts') ? 2 : 0;
}

const printProgress: ConformanceListener = {
  announced({ username, kind, instanceUrl }, components, earlier) {
    print(printable(`${username} (${kind}, ${new URL(instanceUrl).host})`));
    print(['', ...formatComponents(components), ''].join('\n'));
    if (earlier.length > 0) print(['An earlier run left:', ...formatFactComponents(earlier), ''].join('\n'));
  },
  seen: (observation, at, of) => print(formatObservation(observation, at, of)),
  removing: (own, when) => print(formatRemoving(own.length, when)),
};

function printResult({ facts, leftovers }: ConformanceResult, out: string | undefined): void {
  print(['', ...formatFacts(facts), ''].join('\n'));
  if (leftovers.length > 0)
    printFinding(['The org kept what this run created:', ...formatLeftovers(leftovers), ''].join('\n'));
  printFinding(`${countVerdicts(facts)}.`);
  if (out !== undefined) print(`Wrote ${printable(out)}.`);
}
