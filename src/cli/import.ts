import { importComponents } from '../operations/import.ts';
import { defineCommand } from './command.ts';
import { orgFlags, orgOptions, secretFlags } from './flags.ts';
import { printPull } from './pull-output.ts';

export const command = defineCommand({
  flags: (args) =>
    secretFlags(orgFlags(args))
      .positional('name', {
        type: 'string',
        array: true,
        describe: 'developer name of a component of the org',
      })
      .option('dry-run', {
        type: 'boolean',
        describe: 'show what would be written, and write nothing',
        default: false,
      }),
  async run(args) {
    const names = (Array.isArray(args.name) ? args.name : []).map(String);
    const pulled = await importComponents({ ...orgOptions(args), names, dryRun: args.dryRun === true });
    return printPull(pulled, args);
  },
});
