import type { Argv } from 'yargs';
import { KeywayError } from '../errors/index.ts';
import { keyCreate } from '../operations/key/create.ts';
import { keyCreateCacheOnly } from '../operations/key/create-cache-only.ts';
import { formatNewKey } from '../report/keys.ts';
import type { Outcome } from '../report/output.ts';
import { print, printable } from '../report/terminal.ts';
import { defineCommand, type FlagsOf } from './command.ts';
import { warningsOf } from './flags.ts';
import { changeOptions, newKeyFlags, requiredText } from './key-flags.ts';

const flags = (args: Argv) =>
  newKeyFlags(args)
    .option('cache-only', {
      type: 'boolean',
      describe: 'create a key that the org fetches from a key service',
      default: false,
    })
    .option('identifier', {
      type: 'string',
      describe: 'cache-only: identifier of the key in the key service',
      requiresArg: true,
    })
    .option('named-credential', {
      type: 'string',
      describe: 'cache-only: named credential that the org fetches it through',
      requiresArg: true,
    })
    .option('certificate', {
      type: 'string',
      describe: 'cache-only: certificate that it is wrapped for',
      requiresArg: true,
    });

type Flags = FlagsOf<typeof flags>;

export const command = defineCommand({
  flags,
  async run(args) {
    if (args.cacheOnly === true) return cacheOnly(args);
    const foreign = (['identifier', 'namedCredential', 'certificate'] as const).find((name) => args[name]);
    if (foreign !== undefined)
      throw new KeywayError(
        'UsageWrong',
        `--${foreign === 'namedCredential' ? 'named-credential' : foreign} needs --cache-only.`,
        {
          actions: ['To upload your own key: keyway key upload.'],
        },
      );
    const { warnings, heading, ...result } = await keyCreate({
      ...changeOptions(args),
      type: requiredText(args, 'type'),
      description: args.description,
    });
    if (!args.json) print(`${printable(heading)}\n${formatNewKey(result)}`);
    return { result, warnings: warningsOf(warnings) };
  },
});

async function cacheOnly(args: Flags): Promise<Outcome> {
  const why = ' with --cache-only';
  const { warnings, heading, remarks, ...result } = await keyCreateCacheOnly({
    ...changeOptions(args),
    type: requiredText(args, 'type'),
    identifier: requiredText(args, 'identifier', why),
    namedCredential: requiredText(args, 'namedCredential', why),
    certificate: requiredText(args, 'certificate', why),
    description: args.description,
  });
  if (!args.json) print(`${printable(heading)}\n${formatNewKey(result)}${formatCallout(result.callout)}`);
  return { result, warnings: [...warningsOf(warnings), ...remarks] };
}

/** The org's report of its callout, as a sentence to append to another. */
export function formatCallout(callout: { readonly statusCode: string } | null): string {
  return callout
    ? ` The org's callout: ${printable(callout.statusCode)}.`
    : ' The org published no event of its callout.';
}
