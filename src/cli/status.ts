import { type OrgStatus, status } from '../operations/status.ts';
import { formatStatus } from '../report/status.ts';
import { print, printable, printFinding } from '../report/terminal.ts';
import { defineCommand } from './command.ts';
import { apiVersionOption, configOptions, secretFlags } from './flags.ts';
import { concurrencyFlag, concurrencyOption } from './fleet.ts';

export const command = defineCommand({
  flags: (args) =>
    concurrencyFlag(secretFlags(args))
      .option('api-version', {
        alias: 'a',
        type: 'string',
        describe: 'API version, such as 66.0',
        requiresArg: true,
      })
      .option('exit-code', { type: 'boolean', describe: 'exit with code 2 if there are changes' }),
  async run(args) {
    const result = await status({
      ...configOptions(args),
      apiVersion: apiVersionOption(args.apiVersion),
      concurrency: concurrencyOption(args.concurrency),
    });
    const { file, orgs } = result;
    if (!args.json) {
      print(`${printable(file)}\n`);
      for (const line of formatStatus(orgs)) (needsAttention(orgs) ? printFinding : print)(line);
      print(`\n${nextStep(orgs)}`);
    }
    const isWrong = orgs.some(
      (one) =>
        one.level === 'broken' ||
        one.level === 'unknown' ||
        one.problems.some(({ severity }) => severity === 'error'),
    );
    const hasChanges = orgs.some(({ level }) => level === 'differs');
    return { result, exitCode: isWrong ? 1 : args.exitCode === true && hasChanges ? 2 : 0 };
  },
});

function needsAttention(orgs: readonly OrgStatus[]): boolean {
  return orgs.some(({ level }) => level !== 'level');
}

function nextStep(orgs: readonly OrgStatus[]): string {
  const at = (level: OrgStatus['level']) => orgs.find((one) => one.level === level);
  const command = (verb: string, one: OrgStatus) =>
    `Next: keyway ${verb}${one.environment === null ? '' : ` --env ${printable(one.environment)}`}`;
  const differs = at('differs');
  if (differs) return command('plan', differs);
  const broken = at('broken');
  if (broken) return command('verify', broken);
  return at('unknown')
    ? 'Next: fix the errors above, then run keyway status again.'
    : 'Every org matches the file.';
}
