import { KeywayError } from '../errors/index.ts';
import { createTransport, isLoopback } from '../wire/transport.ts';
import { withWritableCore } from './core.ts';

export interface NewLogin {
  readonly alias: string;
  readonly instanceUrl: string;
  readonly accessToken: string;
  /** 18 characters. */
  readonly orgId: string;
  readonly username: string;
}

type Core = typeof import('@salesforce/core');

/**
 * Adds a local org to the orgs of the sf CLI, as `sf org login access-token --alias` does. This is the only place
 * where keyway writes to the user's home. It never replaces another org.
 * @throws KeywayError `AliasWrong`, `AliasTaken`, `UsernameTaken`, before anything is written
 */
export async function saveLogin(login: NewLogin): Promise<void> {
  const { alias, accessToken, instanceUrl } = login;
  // An alias with an @ could shadow a username, and `-o` with that user would lead here.
  if (!/^[\w.-]{1,80}$/.test(alias))
    throw new KeywayError('AliasWrong', `"${alias}" can't be an alias.`, {
      actions: ['Use letters, digits, dots, hyphens and underscores.'],
    });
  await withWritableCore(async (core) => {
    // Core warns that the address isn't https, which doesn't matter within one machine.
    core.Lifecycle.getInstance().onWarning(async () => undefined);
    await checkFree(core, login);
    const authInfo = await core.AuthInfo.create({
      accessTokenOptions: { accessToken, instanceUrl, loginUrl: instanceUrl },
    });
    await authInfo.handleAliasAndDefaultSettings({ alias, setDefault: false, setDefaultDevHub: false });
  });
}

async function checkFree(core: Core, { alias, orgId, username }: NewLogin): Promise<void> {
  const state = await core.StateAggregator.getInstance();
  const named = state.aliases.getAll()[alias];
  if (named !== undefined) {
    const known = await readLogin(core, named);
    if (known === undefined || !isOnThisMachine(known.instanceUrl))
      throw aliasTakenError(alias, named, known?.instanceUrl);
    if (known.orgId !== orgId && (await answers(known.instanceUrl)))
      throw new KeywayError(
        'AliasTaken',
        `The alias ${alias} names another local org, which runs at ${known.instanceUrl}.`,
        { actions: ['Stop that one, or choose another alias.'] },
      );
  }
  const own = await readLogin(core, username);
  if (own !== undefined && !isOnThisMachine(own.instanceUrl))
    throw new KeywayError(
      'UsernameTaken',
      `The sf CLI knows ${username} as a user of ${own.instanceUrl}: a local org's login would replace that.`,
      { actions: ["Give the local org's seed another username."] },
    );
}

/** The sf CLI's sign-in for a username; undefined if it has none. */
async function readLogin(
  core: Core,
  username: string,
): Promise<{ orgId: string; instanceUrl: string } | undefined> {
  const { orgs } = await core.StateAggregator.getInstance();
  if (/[\\/]/.test(username) || !(await orgs.hasFile(username))) return undefined;
  const { orgId = '', instanceUrl = '' } = (await orgs.read(username, false, false)) ?? {};
  return { orgId, instanceUrl };
}

function aliasTakenError(alias: string, username: string, instanceUrl: string | undefined): KeywayError {
  const where = instanceUrl === undefined ? "which isn't signed in" : `at ${instanceUrl}`;
  return new KeywayError(
    'AliasTaken',
    `The alias ${alias} names ${username}, ${where}, which isn't a local org.`,
    {
      actions: ['Choose another alias.', `Or remove it: sf alias unset ${alias}`],
    },
  );
}

function isOnThisMachine(url: string): boolean {
  return isLoopback(URL.parse(url)?.hostname ?? '');
}

async function answers(url: string): Promise<boolean> {
  const transport = createTransport();
  try {
    const { status } = await transport.send({
      method: 'GET',
      url: new URL('/services/data', url).href,
      timeout: 2000,
    });
    return status >= 200 && status < 300;
  } catch {
    return false;
  } finally {
    transport.close();
  }
}
