import type { AuthFields } from '@salesforce/core';
import leven from 'leven';
import { KeywayError } from '../errors/index.ts';
import { loadAuthFiles } from './core.ts';

/** The sf CLI's stored sign-in, decrypted. In memory only. */
export interface Login {
  readonly username: string;
  /** All aliases that the sf CLI has for it. */
  readonly aliases: readonly string[];
  readonly instanceUrl: string;
  readonly accessToken: string;
  readonly loginUrl: string;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  /** Only set for a web sign-in. */
  readonly refreshToken: string | undefined;
  /** Path of the private key, for a JWT sign-in. */
  readonly privateKeyFile: string | undefined;
  readonly isTest: boolean;
}

/** The connected app that `sf org login web` uses by default. */
const SF_CLIENT_ID = 'PlatformCLI';

/**
 * Finds a sign-in of the sf CLI by alias or username, without writing anything.
 * @throws KeywayError `OrgNotLoggedIn` (with similar names), `LoginUnreadable`
 */
export async function findLogin(name: string): Promise<Login> {
  const { StateAggregator } = await loadAuthFiles();
  const state = await StateAggregator.getInstance();
  const aliases = state.aliases.getAll();
  const username = aliases[name] ?? name;
  const isFileName = !/[\\/]/.test(username);
  // Check first: reading a sign-in that doesn't exist would make core create an encryption key.
  if (!isFileName || !(await state.orgs.hasFile(username))) {
    const usernames = (await state.orgs.list()).map((file) => file.replace(/\.json$/, ''));
    throw notLoggedIn(name, aliases[name], [...Object.keys(aliases), ...usernames]);
  }
  let fields: AuthFields | null | undefined;
  try {
    fields = await state.orgs.read(username, true, true);
  } catch (cause) {
    throw unreadable(name, cause);
  }
  if (!fields?.accessToken || !fields.instanceUrl) throw unreadable(name, undefined);
  return {
    username,
    aliases: Object.keys(aliases).filter((alias) => aliases[alias] === username),
    instanceUrl: fields.instanceUrl,
    accessToken: fields.accessToken,
    loginUrl: fields.loginUrl ?? fields.instanceUrl,
    clientId: fields.clientId ?? SF_CLIENT_ID,
    clientSecret: fields.clientSecret,
    refreshToken: fields.refreshToken,
    privateKeyFile: fields.privateKey,
    isTest: fields.isSandbox === true || fields.isScratch === true,
  };
}

/** Lists all sign-ins of the sf CLI by username, possibly none. Decrypts nothing. */
export async function listLogins(): Promise<readonly Pick<Login, 'username' | 'aliases'>[]> {
  const { StateAggregator } = await loadAuthFiles();
  const state = await StateAggregator.getInstance();
  const aliases = Object.entries(state.aliases.getAll());
  return (await state.orgs.list())
    .map((file) => file.replace(/\.json$/, ''))
    .sort()
    .map((username) => ({
      username,
      aliases: aliases.flatMap(([alias, name]) => (name === username ? [alias] : [])),
    }));
}

function notLoggedIn(name: string, username: string | undefined, known: readonly string[]): KeywayError {
  const near = known.filter(
    (other) => leven(name.toLowerCase(), other.toLowerCase()) <= Math.max(2, name.length / 4),
  );
  const asWhom = username === undefined ? '' : ` (${username})`;
  return new KeywayError('OrgNotLoggedIn', `The sf CLI isn't signed in to an org named ${name}${asWhom}.`, {
    actions: [
      ...(near.length > 0 ? [`Did you mean ${near.slice(0, 3).join(' or ')}?`] : []),
      `Sign in with sf org login web --alias ${name}`,
      'To list the orgs: sf org list',
    ],
  });
}

function unreadable(name: string, cause: unknown): KeywayError {
  return new KeywayError('LoginUnreadable', `The sf CLI's sign-in for ${name} can't be read.`, {
    cause,
    actions: [`Sign in again: sf org login web --alias ${name}`],
  });
}
