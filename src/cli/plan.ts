import type { Remarks } from '../engine/session.ts';
import { writeWholeFile } from '../errors/write-file.ts';
import { risks } from '../kinds/change.ts';
import { type PlanResult, plan } from '../operations/plan.ts';
import { annotate } from '../report/annotations.ts';
import { formatPlan } from '../report/changes.ts';
import { formatPlans } from '../report/fleet.ts';
import { fleetMarkdown, planMarkdown } from '../report/markdown.ts';
import { countProblems } from '../report/problems.ts';
import { print, printable, printFile } from '../report/terminal.ts';
import { defineCommand } from './command.ts';
import { listOption, orgFlags, orgOptions, secretFlags, warningsOf } from './flags.ts';
import { fileFor, fleetFlags, runOnFleet } from './fleet.ts';

export const command = defineCommand({
  flags: (args) =>
    fleetFlags(secretFlags(orgFlags(args)))
      .option('exit-code', {
        type: 'boolean',
        describe: 'exit with code 2 if there are changes',
      })
      .option('out', {
        type: 'string',
        describe: 'file to save the plan to, for deploy --plan',
        requiresArg: true,
      })
      .option('allow', {
        type: 'array',
        string: true,
        describe: `with --out: approve these risks: ${risks.join(', ')}`,
        requiresArg: true,
      })
      .option('html', {
        type: 'string',
        describe: 'file for the plan as a page to approve by',
        requiresArg: true,
      })
      .option('markdown', {
        type: 'boolean',
        describe: 'print Markdown, for a comment on a pull request',
      }),
  async run(args) {
    const allow = listOption(args.allow, 'allow', risks);
    const markdown = args.markdown === true;
    const codeOf = (results: readonly PlanResult[]) =>
      results.some(({ problems }) => problems.some(isError)) ? 1 : codeOfChanges(results);
    const codeOfChanges = (results: readonly PlanResult[]) =>
      args.exitCode === true && results.some(({ changes }) => changes.length > 0) ? 2 : 0;
    const fleet = await runOnFleet<PlanResult & Remarks>(args, {
      files: { out: args.out, html: args.html },
      run: async ({ targetOrg }) => {
        const out = fileFor(args.out, targetOrg);
        const result = await plan({ ...orgOptions(args), targetOrg, out, allow });
        await writePage(fileFor(args.html, targetOrg), result, out);
        return result;
      },
      line: ({ changes, problems }) =>
        problems.some(isError)
          ? { state: 'broken', text: `${countOf(changes.length)}, ${countProblems(problems)}` }
          : changes.length === 0
            ? { state: 'ok', text: 'nothing to do' }
            : { state: 'changes', text: countOf(changes.length) },
      details: formatPlans,
      exitCode: codeOf,
      ...(markdown
        ? {
            printOutcomes: (outcomes, environment) => printFile(fleetMarkdown(environment, outcomes)),
          }
        : {}),
    });
    if (fleet) return fleet;
    const out = args.out;
    const { warnings, heading, ...result } = await plan({ ...orgOptions(args), out, allow });
    annotate(result.problems);
    await writePage(args.html, result, out);
    if (markdown) printFile(planMarkdown(result));
    else if (!args.json) {
      printPlan(heading, result, { out, env: args.env, targetOrg: args.targetOrg });
      const files = [out, args.html].filter((file) => file !== undefined);
      if (files.length > 0) print(`Wrote ${printable(files.join(' and '))}.`);
    }
    return { result, exitCode: codeOf([result]), warnings: warningsOf(warnings) };
  },
});

async function writePage(
  file: string | undefined,
  result: PlanResult,
  out: string | undefined,
): Promise<void> {
  if (file === undefined) return;
  const { planHtml } = await import('../report/plan-html.ts');
  writeWholeFile(file, planHtml(result, out), { durable: false });
}

/** The next command gets the flags of this one. */
function printPlan(
  heading: string,
  result: PlanResult,
  { out, env, targetOrg }: Readonly<Record<'out' | 'env' | 'targetOrg', string | undefined>>,
): void {
  print(printable(heading));
  const lines = formatPlan(result);
  if (lines.length > 0) print(['', ...lines, ''].join('\n'));
  const { length } = result.changes;
  if (result.problems.some(isError)) {
    print(
      `${countOf(length)}, ${countProblems(result.problems)}: a deploy sends nothing until they are fixed.`,
    );
    return;
  }
  const flags = [
    env === undefined ? [] : ['--env', env],
    targetOrg === undefined ? [] : ['-o', targetOrg],
    out === undefined ? [] : ['--plan', out],
  ];
  const next = printable(['keyway deploy', ...flags.flat()].join(' '));
  print(length === 0 ? 'Nothing to do.' : `${countOf(length)}. Next: ${next}`);
}

function isError({ severity }: PlanResult['problems'][number]): boolean {
  return severity === 'error';
}

function countOf(changes: number): string {
  return `${changes} ${changes === 1 ? 'change' : 'changes'}`;
}
