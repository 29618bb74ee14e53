import type { Argv } from 'yargs';
import type { Problem } from '../config/index.ts';
import { formatProblem } from '../config/index.ts';
import type { OrgOptions } from '../engine/session.ts';
import { KeywayError } from '../errors/index.ts';
import type { Arguments, FlagsOf } from './command.ts';

/** Flags of commands that need an org, with the names that the sf CLI uses. */
export function orgFlags<Flags>(args: Argv<Flags>) {
  return args
    .option('target-org', {
      alias: 'o',
      type: 'string',
      describe: 'org: local, or an alias or username of the sf CLI',
      requiresArg: true,
    })
    .option('api-version', {
      alias: 'a',
      type: 'string',
      describe: 'API version, such as 66.0',
      requiresArg: true,
    });
}

export function waitFlag<Flags>(args: Argv<Flags>) {
  return args.option('wait', {
    alias: 'w',
    type: 'number',
    describe: 'minutes to wait for the org',
    default: 33,
    requiresArg: true,
  });
}

export function yesFlag<Flags>(args: Argv<Flags>, describe = 'skip the confirmation') {
  return args.option('yes', { type: 'boolean', describe, default: false });
}

/** Flags for the sources of references to secrets. */
export function secretFlags<Flags>(args: Argv<Flags>) {
  return args
    .option('env-file', {
      type: 'string',
      describe: 'dotenv file with values for ${env:…}',
      requiresArg: true,
    })
    .option('allow-commands', {
      type: 'boolean',
      describe: 'allow ${command:…} to run commands',
      default: false,
    });
}

/** The options of every command that reads the config. */
export function configOptions(args: Arguments & Partial<FlagsOf<typeof secretFlags>>) {
  const { config, env: environment, envFile, allowCommands, signal } = args;
  return { config, environment, envFile, allowCommands: allowCommands || undefined, signal };
}

/** The options of every command that needs an org. */
export function orgOptions({
  targetOrg,
  apiVersion,
  ...args
}: FlagsOf<typeof orgFlags> & Partial<FlagsOf<typeof secretFlags>>): OrgOptions {
  return { ...configOptions(args), targetOrg, apiVersion: apiVersionOption(apiVersion) };
}

/** @throws KeywayError `UsageWrong` if keyway doesn't support the version */
export function apiVersionOption(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const version = /^\d+$/.test(String(value)) ? `${value}.0` : String(value);
  if (/^\d+\.0$/.test(version) && Number(version) >= 60) return version;
  throw new KeywayError(
    'UsageWrong',
    `--api-version ${value} is not an API version. keyway needs 60.0 or later.`,
    {
      actions: ['Write it as 66.0.'],
    },
  );
}

/** `--wait`, which is in minutes, as milliseconds. */
export function waitOption(args: FlagsOf<typeof waitFlag>): number {
  const minutes = args.wait;
  if (typeof minutes === 'number' && Number.isFinite(minutes) && minutes >= 0) return minutes * 60_000;
  throw new KeywayError('UsageWrong', '--wait needs a number of minutes.');
}

/** Parses `--x a --x b,c` as a list. Each word must be one of those allowed. */
export function listOption<T extends string>(
  value: unknown,
  flag: string,
  allowed: readonly T[],
): readonly T[] {
  const words = wordsOf(value);
  for (const word of words) {
    if (allowed.some((name) => name === word)) continue;
    throw new KeywayError('UsageWrong', `--${flag} ${word} is not known.`, {
      actions: [`It takes ${allowed.join(', ')}.`],
    });
  }
  return words as T[];
}

/** Parses `--x a --x "b, c"` as a list of words. */
export function wordsOf(value: unknown): readonly string[] {
  const given = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return given
    .flatMap((item) => String(item).split(','))
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

export function warningsOf(problems: readonly Problem[]): readonly string[] {
  return problems.map(formatProblem);
}
