import { createHash, randomBytes, randomUUID, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { KeywayError } from '../../errors/index.ts';
import { replaceFile } from '../../errors/replace-file.ts';
import { createApp, type RecordedRequest } from './app.ts';
import {
  issueServerCertificate,
  type KeyedCertificate,
  makeAuthority,
  type Validity,
} from './certificates.ts';
import type { Context } from './context.ts';
import { type CipherTrustFault, createFaults } from './faults.ts';
import { makeSourceKey } from './routes/vault.ts';
import { type SalesforceConnection, salesforceOf } from './salesforce.ts';
import { createState, ownFolder, unwritable } from './state.ts';
import { createTokens } from './tokens.ts';

export interface LocalCipherTrustOptions {
  /** Connections to Salesforce orgs: local orgs, by their url and access token. */
  readonly orgs?: readonly SalesforceConnection[];
  /** AES keys that are there from the start, by name, or with the tier that they are in. */
  readonly sourceKeys?: readonly (string | { readonly name: string; readonly tier: string })[];
  /** Where keys and certificates are kept; without it, in memory. `ca.pem` in it is what clients trust. */
  readonly stateDir?: string;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Default: admin, with a password that is made up, and kept where there is a stateDir. */
  readonly username?: string;
  readonly password?: string;
  readonly domain?: string;
  /** The domain that the user belongs to. */
  readonly authDomain?: string;
  /** Milliseconds since 1970; default: the machine's time. */
  readonly clock?: () => number;
  /** Ids that resources get instead of random ones, by the name of the source key, certificate, endpoint, or the org's id. */
  readonly ids?: Readonly<Record<string, string>>;
  /** How often synchronization jobs are told to be in progress; default 1. */
  readonly jobPolls?: number;
  /** Of the server's certificate; default 127.0.0.1 and localhost, and two years. */
  readonly certificate?: { readonly names?: readonly string[]; readonly notAfter?: number };
  readonly faults?: readonly CipherTrustFault[];
}

export interface LocalCipherTrust {
  /** `https://127.0.0.1:PORT`. */
  readonly url: string;
  /** The authority's certificate, PEM. */
  readonly ca: string;
  /** Where that is in a file; undefined without a stateDir. */
  readonly caFile: string | undefined;
  /** SHA-256 of the server's certificate, hexadecimal, lower case. */
  readonly fingerprint: string;
  readonly username: string;
  readonly password: string;
  readonly domain: string | undefined;
  /** Aborted once a change could not be kept, as on a full disk; its reason is the KeywayError. */
  readonly failed: AbortSignal;
  /** What arrived, oldest first. */
  readonly requests: readonly RecordedRequest[];
  /** Another connection to a Salesforce org, or another org behind the same name. */
  connect(connection: SalesforceConnection): void;
  /** What goes wrong from now on, instead of what was set before. */
  setFaults(faults: readonly CipherTrustFault[]): void;
  /** Ends all refresh tokens; API tokens go on until they end. */
  revokeRefreshTokens(): void;
  /** Ends all connections; the state is on disk. */
  close(): Promise<void>;
}

/**
 * Starts a CipherTrust Manager on 127.0.0.1, with an authority of its own, as far as its documents describe the
 * Salesforce side of CCKM.
 *
 * @throws {KeywayError} LocalCipherTrustPortUnavailable, LocalCipherTrustStateUnreadable, FileUnwritable
 */
export const createLocalCipherTrust = async (
  options: LocalCipherTrustOptions = {},
): Promise<LocalCipherTrust> => {
  const clock = options.clock ?? Date.now;
  const stateDir = options.stateDir === undefined ? undefined : resolve(options.stateDir);
  if (stateDir !== undefined) ownFolder(stateDir);
  const account = {
    username: options.username ?? 'admin',
    password: options.password ?? keptPassword(stateDir),
    domain: options.domain,
    authDomain: options.authDomain,
  };
  const tls = certificatesOf(options, stateDir, clock());
  const state = createState(stateDir);
  let connections = options.orgs ?? [];
  const context: Context = {
    state,
    clock,
    salesforce: (connection) => salesforceOf(connections, connection),
    newId: (name) => options.ids?.[name] ?? randomUUID(),
    jobPolls: options.jobPolls ?? 1,
  };
  for (const key of options.sourceKeys ?? []) {
    const { name, tier } = typeof key === 'string' ? { name: key, tier: 'local' } : key;
    const isThere = state.all('sourceKeys').some((one) => one.name === name && one.tier === tier);
    if (!isThere) makeSourceKey(context, name, tier);
  }
  await state.save();
  const tokens = createTokens(account, clock);
  const faults = createFaults(options.faults);
  const requests: RecordedRequest[] = [];
  const app = createApp(context, tokens, faults, requests);
  const listener = getRequestListener((request, bindings) => app.fetch(request, bindings), {
    overrideGlobalObjects: false,
  });
  const server = createServer(
    { key: tls.server.privateKey, cert: tls.server.certificate, keepAliveTimeout: 60_000 },
    listener,
  );
  const port = await listenOn(server, options.port ?? 0);
  const der = new X509Certificate(tls.server.certificate).raw;
  return {
    url: `https://127.0.0.1:${port}`,
    ca: tls.authority.certificate,
    caFile: stateDir === undefined ? undefined : join(stateDir, 'ca.pem'),
    fingerprint: createHash('sha256').update(der).digest('hex'),
    ...account,
    failed: state.failed,
    requests,
    connect: (added) => {
      connections = [...connections.filter(({ connection }) => connection !== added.connection), added];
    },
    setFaults: faults.set,
    revokeRefreshTokens: tokens.revoke,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
      if (!state.failed.aborted) await state.save();
    },
  };
};

const YEARS = 2 * 365 * 24 * 60 * 60 * 1000;

/** An authority that stays where there is a folder; the server's certificate is issued anew at each start. */
const certificatesOf = (
  { certificate = {} }: LocalCipherTrustOptions,
  stateDir: string | undefined,
  now: number,
): { readonly authority: KeyedCertificate; readonly server: KeyedCertificate } => {
  const second = Math.floor(now / 1000) * 1000;
  const validity = (notAfter: number): Validity => ({
    notBefore: Math.min(second, notAfter) - 86_400_000,
    notAfter,
  });
  const make = (): KeyedCertificate => makeAuthority(validity(second + 5 * YEARS));
  const authority = stateDir === undefined ? make() : keptAuthority(stateDir, make);
  const names = certificate.names ?? ['127.0.0.1', 'localhost'];
  const server = issueServerCertificate(authority, names, validity(certificate.notAfter ?? second + YEARS));
  return { authority, server };
};

const keptAuthority = (stateDir: string, make: () => KeyedCertificate): KeyedCertificate => {
  const [caPath, keyPath] = [join(stateDir, 'ca.pem'), join(stateDir, 'ca-key.pem')];
  if (existsSync(caPath) && existsSync(keyPath))
    return { certificate: readFileSync(caPath, 'utf8'), privateKey: readFileSync(keyPath, 'utf8') };
  const authority = make();
  writeKept(keyPath, authority.privateKey, 0o600);
  writeKept(caPath, authority.certificate);
  return authority;
};

/** Whole or not at all: half a key would be found by every start that follows. */
const writeKept = (path: string, text: string, mode = 0o644): void => {
  try {
    replaceFile(path, text, mode);
  } catch (cause) {
    throw unwritable(path, cause);
  }
};

/** Made up once; where there is a folder it stays, so that clients need not be told anew at each start. */
const keptPassword = (stateDir: string | undefined): string => {
  const path = stateDir === undefined ? undefined : join(stateDir, 'password');
  if (path !== undefined && existsSync(path)) return readFileSync(path, 'utf8').trim();
  const password = randomBytes(18).toString('base64url');
  if (path !== undefined) writeKept(path, `${password}\n`, 0o600);
  return password;
};

const listenOn = async (server: Server, port: number): Promise<number> => {
  await new Promise<void>((done, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        new KeywayError(
          'LocalCipherTrustPortUnavailable',
          `The local CipherTrust can't listen on port ${port}: ${cause.message}.`,
          { actions: ['Give another port, or none to take a free one.'], cause },
        ),
      ),
    );
    server.listen(port, '127.0.0.1', done);
  });
  return (server.address() as AddressInfo).port;
};
