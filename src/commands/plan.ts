import { risks } from '../plan/types.ts';
import { formatPlan } from '../report/changes.ts';
import { plan } from '../verbs/plan.ts';
import type { Command } from './command.ts';
import { listOption, orgFlags, orgOptions, secretFlags, text, warningsOf } from './flags.ts';

export const command: Command = {
  flags: (args) =>
    secretFlags(orgFlags(args)).option('exit-code', {
      type: 'boolean',
      describe: 'exit with 2 if there are changes',
    }),
  async run(args) {
    const out = text(args.out);
    const { warnings, heading, ...result } = await plan({
      ...orgOptions(args),
      out,
      allow: listOption(args.allow, 'allow', risks),
    });
    if (!args.json) {
      console.log(heading);
      const lines = formatPlan(result);
      if (lines.length > 0) console.log(['', ...lines, ''].join('\n'));
      const count = result.changes.length;
      console.log(
        count === 0
          ? 'Nothing to do.'
          : `${count} ${count === 1 ? 'change' : 'changes'}. Next: keyway deploy${out === undefined ? '' : ` --plan ${out}`}`,
      );
    }
    const exitCode = args.exitCode === true && result.changes.length > 0 ? 2 : 0;
    return { result, exitCode, warnings: warningsOf(warnings) };
  },
};
