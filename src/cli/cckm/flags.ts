import type { Argv } from 'yargs';
import type { ApprovalOptions } from '../../engine/approve.ts';
import type { CipherTrustPlace } from '../../operations/cckm/cipher-trust-session.ts';
import { progressLine } from '../../report/progress.ts';
import { askOnTerminal } from '../ask.ts';
import type { Arguments, FlagsOf } from '../command.ts';
import { configOptions, secretFlags, waitFlag, waitOption } from '../flags.ts';

/** How to reach CipherTrust if the config doesn't say it. No flag takes a password or turns certificate checks off. */
export function placeFlags<Flags>(args: Argv<Flags>) {
  const flags = args
    .option('url', {
      type: 'string',
      describe: 'URL of CipherTrust, https://host; the config is then not read',
      requiresArg: true,
    })
    .option('domain', { type: 'string', describe: 'CipherTrust domain to sign in to', requiresArg: true })
    .option('auth-domain', {
      type: 'string',
      describe: 'domain that the user belongs to: the tenant of CipherTrust as a service',
      requiresArg: true,
    })
    .option('ca-file', {
      type: 'string',
      describe: 'PEM file with the certificate authority of the server',
      requiresArg: true,
    })
    .option('fingerprint', {
      type: 'string',
      describe: 'SHA-256 fingerprint of the server certificate; no other is accepted',
      requiresArg: true,
    })
    .option('username-from', {
      type: 'string',
      describe: "reference to the user name, such as '${env:NAME}' (default: KEYWAY_CCKM_USERNAME)",
      requiresArg: true,
    })
    .option('password-from', {
      type: 'string',
      describe: 'reference to the password (default: KEYWAY_CCKM_PASSWORD)',
      requiresArg: true,
    })
    .option('refresh-token-from', {
      type: 'string',
      describe: 'reference to a refresh token, instead of both (default: KEYWAY_CCKM_REFRESH_TOKEN)',
      requiresArg: true,
    });
  return waitFlag(secretFlags(flags)).option('wait', {
    describe: 'minutes to wait for CipherTrust',
    default: 5,
  });
}

/** The options of every CipherTrust operation, from flags. */
export function placeOptions(args: FlagsOf<typeof placeFlags>): CipherTrustPlace {
  return {
    ...configOptions(args),
    url: args.url,
    domain: args.domain,
    authDomain: args.authDomain,
    caFile: args.caFile,
    fingerprint: args.fingerprint,
    usernameFrom: args.usernameFrom,
    passwordFrom: args.passwordFrom,
    refreshTokenFrom: args.refreshTokenFrom,
    wait: waitOption(args),
    onProgress: progressLine(!args.json),
  };
}

export function organizationFlag<Flags>(args: Argv<Flags>) {
  return args.option('organization', {
    type: 'string',
    describe: 'ID in CipherTrust or Salesforce, or name (default: from the config)',
    requiresArg: true,
  });
}

export function approvalOptions(
  args: Pick<Arguments, 'json' | 'quiet'> & { readonly yes?: boolean | undefined },
): ApprovalOptions {
  return { yes: args.yes === true, ask: askOnTerminal(args) };
}

/** Flags for `[action] [name]` of a resource. Without an action, the command lists them. */
export function actionFlags<Flags, T extends string, Name extends string = 'name'>(
  args: Argv<Flags>,
  actions: readonly T[],
  {
    name = 'name' as Name,
    which = 'ID; create: name',
  }: { readonly name?: Name; readonly which?: string } = {},
) {
  return args
    .positional('action', { choices: actions, describe: 'what to do', default: 'list' as T })
    .positional(name, { type: 'string', describe: which });
}
