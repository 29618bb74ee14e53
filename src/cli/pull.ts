import { pull } from '../operations/pull.ts';
import { defineCommand } from './command.ts';
import { printPull, pullFlags, pullOptions } from './pulling.ts';

export const command = defineCommand({
  flags: (args) => pullFlags(args, 'pull only these components, by developer name'),
  run: async (args) => printPull(await pull(pullOptions(args)), args),
});
