import nodeFs from 'node:fs';
import type { AuthFields, AuthInfo, Connection as CoreConnection } from '@salesforce/core';
import type { WireRequest } from '../wire/transport.ts';
import type { OrgConnection } from './org-connection.ts';

let tamed: Promise<void> | undefined;

/**
 * Turns off whatever in @salesforce/core writes or reports: its log file, which would be `~/.sf/sf-<date>.log`, its
 * telemetry, and through {@link readOnlyFs} every file it has a mind to write, in the user's home above all. Goes before
 * each import of it, and all are here.
 */
function tameCore(): Promise<void> {
  tamed ??= (async () => {
    process.env.SF_DISABLE_LOG_FILE = 'true';
    process.env.SF_DISABLE_TELEMETRY = 'true';
    const { setFs } = await import('@salesforce/core/fs');
    setFs(readOnlyFs() as unknown as Parameters<typeof setFs>[0]);
  })();
  return tamed;
}

/** All of core, for deploy jobs and for logging in; it takes several times as long to load as {@link loadAuthFiles}. */
export async function loadCore(): Promise<typeof import('@salesforce/core')> {
  await tameCore();
  return import('@salesforce/core');
}

/** What reads the sf CLI's logins and aliases, and no more. */
export async function loadAuthFiles(): Promise<typeof import('@salesforce/core/stateAggregator')> {
  await tameCore();
  return import('@salesforce/core/stateAggregator');
}

/** Runs `write` with a core that may write, for what the user asked to have written; it may not before or after. */
export async function writingCore<T>(
  write: (core: typeof import('@salesforce/core')) => Promise<T>,
): Promise<T> {
  const core = await loadCore();
  const { setFs } = await import('@salesforce/core/fs');
  setFs(nodeFs as unknown as Parameters<typeof setFs>[0]);
  try {
    return await write(core);
  } finally {
    setFs(readOnlyFs() as unknown as Parameters<typeof setFs>[0]);
  }
}

/**
 * Node's fs that refuses to write. Core reaches its files through a replaceable fs, and writes when it is only asked to
 * read: an encryption key where there is none, a token into an existing login. An alias.json it creates too, and must
 * believe that it has.
 */
function readOnlyFs() {
  const refuse = (path: unknown): never => {
    throw new Error(`keyway does not write ${path}`);
  };
  const refuseLater = async (path: unknown): Promise<void> => refuse(path);
  const nothingLater = async (): Promise<void> => undefined;
  return {
    ...nodeFs,
    writeFileSync: refuse,
    appendFileSync: refuse,
    mkdirSync: refuse,
    unlinkSync: refuse,
    rmSync: refuse,
    renameSync: refuse,
    chmodSync: refuse,
    promises: {
      ...nodeFs.promises,
      writeFile: async (path: unknown) => {
        if (!String(path).endsWith('alias.json')) refuse(path);
      },
      appendFile: refuseLater,
      mkdir: nothingLater,
      unlink: refuseLater,
      rm: refuseLater,
      rename: refuseLater,
      chmod: refuseLater,
    },
  };
}

const connections = new WeakMap<OrgConnection, Promise<CoreConnection>>();

/**
 * The same session as a Connection of @salesforce/core, for source-deploy-retrieve. It sends through our transport, renews
 * through our session, and has an AuthInfo that lives in memory: `AuthInfo.create` sends up to five requests and
 * saves the token.
 */
export function coreConnection(connection: OrgConnection): Promise<CoreConnection> {
  let found = connections.get(connection);
  if (found === undefined) {
    found = createCoreConnection(connection);
    connections.set(connection, found);
  }
  return found;
}

async function createCoreConnection(connection: OrgConnection): Promise<CoreConnection> {
  const { Connection } = await loadCore();
  const authInfo = {
    getUsername: () => undefined,
    getFields: (): AuthFields => ({ instanceUrl: connection.instanceUrl }),
    getConnectionOptions: () => ({
      accessToken: connection.accessToken,
      instanceUrl: connection.instanceUrl,
      ...(connection.canRenew ? { refreshFn } : {}),
    }),
    isUsingAccessToken: () => true,
    save: async () => authInfo,
  };
  const refreshFn = async (
    core: CoreConnection,
    done: (error: Error | undefined, accessToken?: string) => unknown,
  ): Promise<void> => {
    try {
      await connection.renew(core.accessToken ?? '');
      core.instanceUrl = connection.instanceUrl;
      done(undefined, connection.accessToken);
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  };
  const core = await Connection.create({
    authInfo: authInfo as unknown as AuthInfo,
    connectionOptions: { version: connection.apiVersion },
  });
  // Ours is known to work; core would ask, resolve the host's name and save the answer.
  core.retrieveMaxApiVersion = async () => connection.apiVersion;
  core._transport = {
    httpRequest: (request: WireRequest) => asStreamPromise(send(connection, request)),
  } as never;
  return core;
}

async function send(connection: OrgConnection, { method, url, headers, body }: WireRequest) {
  const answer = await connection.transport.send({
    method,
    url,
    ...(headers === undefined ? {} : { headers }),
    ...(body === undefined ? {} : { body }),
    timeout: 120_000,
  });
  return { statusCode: answer.status, headers: answer.headers, body: answer.body };
}

/** jsforce takes a promise that can also give a stream; nothing that we use reads from it. */
function asStreamPromise<T>(promise: Promise<T>): Promise<T> & { stream(): unknown } {
  const sink = { pipe: (target: unknown) => target, on: () => sink, once: () => sink, emit: () => false };
  return Object.assign(promise, { stream: () => sink });
}
