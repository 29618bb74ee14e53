import type { Argv } from 'yargs';

/**
 * Flags of every command, in the order of its help. Without `version`, because some commands use that flag for
 * another version.
 */
export const globalFlags = ['config', 'env', 'json', 'no-color', 'quiet', 'verbose', 'help'];

export function globalOptions(args: Argv): Argv {
  return args
    .option('config', {
      type: 'string',
      describe: 'the config',
      default: 'keyway.yaml',
      requiresArg: true,
      global: true,
    })
    .option('env', {
      type: 'string',
      describe: 'environment to use (default: the one marked default)',
      requiresArg: true,
      global: true,
    })
    .option('json', { type: 'boolean', describe: 'print the result as one JSON object', global: true })
    .option('color', {
      type: 'boolean',
      describe: 'colors (--no-color)',
      default: true,
      hidden: true,
      global: true,
    })
    .option('no-color', { type: 'boolean', describe: 'print without colors', global: true })
    .option('quiet', {
      type: 'boolean',
      describe: 'print only errors and warnings, and ask nothing',
      global: true,
    })
    .option('verbose', {
      type: 'boolean',
      describe: 'also print the causes of errors; with verify, every link',
      global: true,
    });
}
