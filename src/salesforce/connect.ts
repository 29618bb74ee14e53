import { createTransport, interruptible, type Transport } from '../wire/transport.ts';
import { type Identity, readIdentity } from './identity.ts';
import { findLogin } from './logins.ts';
import { OrgConnection } from './org-connection.ts';
import { renewalOf } from './renewal.ts';
import type { OrgTarget } from './target.ts';

/** An org that keyway is signed in to. Call `close` at the end; this also stops the embedded org. */
export interface Org extends Identity {
  readonly instanceUrl: string;
  /** The version for requests and rendering: `66.0`. */
  readonly apiVersion: string;
  readonly connection: OrgConnection;
  /** The sf CLI's aliases for this sign-in; empty if the sf CLI wasn't used. */
  readonly aliases: readonly string[];
  /** The embedded org's key service; undefined for any other org. */
  readonly keyService: LocalKeyService | undefined;
  close(): Promise<void>;
}

/** How to reach the embedded org's key service. */
export interface LocalKeyService {
  readonly keyService: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface ConnectOptions {
  /** Two digits and `.0`. */
  readonly apiVersion: string;
  /** The embedded org's state folder. */
  readonly stateDir: string;
  /** Aborts every request of this sign-in. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Signs in to the target org, and reads the identities of the org and the user. Writes nothing except the embedded
 * org's state.
 * @throws KeywayError if the sign-in is unknown or expired, or if the org can't be reached or is too old
 */
export async function connect(target: OrgTarget, options: ConnectOptions): Promise<Org> {
  const transport = interruptible(createTransport(), options.signal);
  const session = await openSession(target, options, transport);
  try {
    const identity = await readIdentity(session.connection);
    return {
      ...identity,
      kind: target.kind === 'local' ? 'local' : identity.kind,
      instanceUrl: session.connection.instanceUrl,
      apiVersion: options.apiVersion,
      connection: session.connection,
      aliases: session.aliases ?? [],
      keyService: session.keyService,
      close: session.close,
    };
  } catch (error) {
    await session.close();
    throw error;
  }
}

interface OpenSession {
  readonly connection: OrgConnection;
  readonly aliases?: readonly string[];
  readonly keyService?: LocalKeyService;
  close(): Promise<void>;
}

async function openSession(
  target: OrgTarget,
  options: ConnectOptions,
  transport: Transport,
): Promise<OpenSession> {
  const { apiVersion } = options;
  const close = async (): Promise<void> => transport.close();
  switch (target.kind) {
    case 'local': {
      const { createLocalOrg } = await import('../local/salesforce/index.ts');
      const localOrg = await createLocalOrg({ stateDir: options.stateDir });
      const { url: instanceUrl, accessToken } = localOrg;
      const login = 'keyway local-org reset';
      const kept = failWhenUnsaved(transport, localOrg.failed);
      return {
        connection: new OrgConnection({ instanceUrl, accessToken, login, apiVersion, transport: kept }),
        keyService: localOrg.keyService,
        close: async () => {
          transport.close();
          await localOrg.close();
        },
      };
    }
    case 'token': {
      const login =
        'set SF_ACCESS_TOKEN to a new access token (sf org display --json has it, if you are signed in).';
      return { connection: new OrgConnection({ ...target, login, apiVersion, transport }), close };
    }
    case 'alias': {
      const found = await findLogin(target.name);
      const login = `sf org login web --alias ${target.name} --instance-url ${found.instanceUrl}`;
      const renew = renewalOf(found, transport);
      const { instanceUrl, accessToken } = found;
      return {
        connection: new OrgConnection({ instanceUrl, accessToken, renew, login, apiVersion, transport }),
        aliases: found.aliases,
        close,
      };
    }
  }
}

/**
 * Sends like `transport`, but throws as soon as the embedded org fails to save its state, because its answers are
 * then useless.
 */
function failWhenUnsaved(transport: Transport, failed: AbortSignal): Transport {
  return {
    send: async (request) => {
      const answer = await transport.send(request);
      failed.throwIfAborted();
      return answer;
    },
    close: () => transport.close(),
  };
}
