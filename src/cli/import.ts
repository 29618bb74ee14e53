import { importComponents } from '../operations/import.ts';
import { defineCommand } from './command.ts';
import { printPull, pullFlags, pullOptions } from './pulling.ts';

export const command = defineCommand({
  flags: (args) => pullFlags(args),
  run: async (args) => printPull(await importComponents(pullOptions(args)), args),
});
