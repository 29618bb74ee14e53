import type { Argv } from 'yargs';
import { KeywayError } from '../errors/index.ts';
import { tenantSecretTypes } from '../keys/tenant-secret.ts';
import { risks } from '../kinds/change.ts';
import type { KeyChangeOptions } from '../operations/key/key-session.ts';
import { askOnTerminal } from './ask.ts';
import type { FlagsOf } from './command.ts';
import { listOption, orgFlags, orgOptions, secretFlags, yesFlag } from './flags.ts';

/** Flags of every action: the org, and the sources of references. */
export function keyFlags<Flags>(args: Argv<Flags>) {
  return secretFlags(orgFlags(args));
}

/** Flags of every action that changes something. */
export function changeFlags<Flags>(args: Argv<Flags>) {
  return yesFlag(keyFlags(args), 'skip the confirmation for a protected org');
}

/** Flags of every action that may archive another key. */
export function riskFlags<Flags>(args: Argv<Flags>) {
  return changeFlags(args).option('allow', {
    type: 'array',
    string: true,
    describe: 'approve these risks: key-source-change, key-archive, unprobed-key',
    requiresArg: true,
  });
}

/** Flags of every action that creates a key. */
export function newKeyFlags<Flags>(args: Argv<Flags>) {
  return descriptionFlag(typeFlag(riskFlags(args))).option('respect-rotation-limit', {
    type: 'boolean',
    describe: "don't ask the org for a new key before the documented time",
    default: false,
  });
}

function typeFlag<Flags>(args: Argv<Flags>) {
  return args.option('type', {
    type: 'string',
    describe: tenantSecretTypes.join(', '),
    demandOption: true,
    requiresArg: true,
  });
}

export function versionFlag<Flags>(args: Argv<Flags>) {
  return (
    typeFlag(args)
      // Otherwise yargs' own --version would handle it.
      .version(false)
      .option('version', {
        type: 'string',
        describe: 'version of the key, as key list shows it',
        demandOption: true,
        requiresArg: true,
      })
  );
}

function descriptionFlag<Flags>(args: Argv<Flags>) {
  return args.option('description', {
    type: 'string',
    describe: 'description to show in Setup',
    requiresArg: true,
  });
}

export function changeOptions(
  args: FlagsOf<typeof changeFlags> & Partial<FlagsOf<typeof newKeyFlags>>,
): KeyChangeOptions {
  return {
    ...orgOptions(args),
    yes: args.yes === true,
    allow: listOption(args.allow, 'allow', risks),
    ask: askOnTerminal(args),
    respectRotationLimit: args.respectRotationLimit === true,
  };
}

/**
 * `--type` and `--version`.
 * @throws KeywayError `UsageWrong` if the version isn't a number
 */
export function keyName(args: FlagsOf<typeof versionFlag>): {
  readonly type: string;
  readonly version: number;
} {
  const { version } = args;
  if (!/^\d{1,9}$/.test(version))
    throw new KeywayError('UsageWrong', `--version ${version} is not a key version.`, {
      actions: ['Write a number. To see the versions: keyway key list'],
    });
  return { type: requiredText(args, 'type'), version: Number(version) };
}

/** @throws KeywayError `UsageWrong` if a required flag is missing */
export function requiredText<Name extends string>(
  args: Readonly<Partial<Record<Name, string | undefined>>>,
  name: Name,
  why = '',
): string {
  const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const value = args[name];
  if (value !== undefined && value !== '') return value;
  throw new KeywayError('UsageWrong', `--${flag} is needed${why}.`, {
    actions: ['See --help.'],
  });
}
