import nodeFs from 'node:fs';
import type { AuthFields, AuthInfo, Connection as CoreConnection } from '@salesforce/core';
import type { WireRequest } from '../wire/transport.ts';
import type { OrgConnection } from './org-connection.ts';

let tamed: Promise<void> | undefined;

/**
 * Disables everything that @salesforce/core writes or reports: its log file, which would be `~/.sf/sf-<date>.log`,
 * its telemetry and, through {@link readOnlyFs}, any file in the user's home. Must run before each import of it.
 * All of them are in this file.
 */
function silenceCore(): Promise<void> {
  tamed ??= (async () => {
    process.env.SF_DISABLE_LOG_FILE = 'true';
    process.env.SF_DISABLE_TELEMETRY = 'true';
    const { setFs } = await import('@salesforce/core/fs');
    setFs(readOnlyFs() as unknown as Parameters<typeof setFs>[0]);
  })();
  return tamed;
}

/** Loads all of core, for deploy jobs and sign-ins. This takes several times as long as {@link loadAuthFiles}. */
export async function loadCore(): Promise<typeof import('@salesforce/core')> {
  await silenceCore();
  return import('@salesforce/core');
}

/** Loads only the part that reads the sf CLI's sign-ins and aliases. */
export async function loadAuthFiles(): Promise<typeof import('@salesforce/core/stateAggregator')> {
  await silenceCore();
  return import('@salesforce/core/stateAggregator');
}

/**
 * Runs `write` with a core that may write, for files that the user asked for. Core may not write before or
 * afterwards.
 */
export async function withWritableCore<T>(
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
 * Node's fs, but refusing to write. Core accesses files through a replaceable fs, and writes even when it is only
 * asked to read: an encryption key if there is none, a token into an existing sign-in. It also creates an
 * alias.json, and must believe that it succeeded.
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
 * The same session as a Connection of @salesforce/core, for source-deploy-retrieve. It sends through our transport,
 * renews through our session, and has an in-memory AuthInfo: `AuthInfo.create` sends up to five requests and saves
 * the token.
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
  // Our version is known to work. Core would ask the org, resolve the host's name and save the answer.
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

/** jsforce expects a promise that can also return a stream. Nothing that we use reads that stream. */
function asStreamPromise<T>(promise: Promise<T>): Promise<T> & { stream(): unknown } {
  const sink = { pipe: (target: unknown) => target, on: () => sink, once: () => sink, emit: () => false };
  return Object.assign(promise, { stream: () => sink });
}
