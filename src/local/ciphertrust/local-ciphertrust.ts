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
import { createState, makePrivateFolder, unwritable } from './state.ts';
import { createTokens } from './tokens.ts';

export interface LocalCipherTrustOptions {
  /** Connections to Salesforce orgs: local orgs, by their URL and access token. */
  readonly orgs?: readonly SalesforceConnection[];
  /** Initial AES keys, by name, or with their tier. */
  readonly sourceKeys?: readonly (string | { readonly name: string; readonly tier: string })[];
  /** Where keys and certificates are stored; default: in memory. Clients trust the `ca.pem` in it. */
  readonly stateDir?: string;
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default: admin, with a generated password, which is stored in stateDir if that is set. */
  readonly username?: string;
  readonly password?: string;
  readonly domain?: string;
  /** The user's domain. */
  readonly authDomain?: string;
  /** Returns milliseconds since 1970; default: this machine's time. */
  readonly clock?: () => number;
  /**
   * Fixed ids for resources, by the name of the source key, certificate or endpoint, or by the org's id; default:
   * random.
   */
  readonly ids?: Readonly<Record<string, string>>;
  /** Number of polls for which synchronization jobs stay in progress; default 1. */
  readonly jobPolls?: number;
  /** For the server's certificate; default: 127.0.0.1 and localhost, valid for two years. */
  readonly certificate?: { readonly names?: readonly string[]; readonly notAfter?: number };
  readonly faults?: readonly CipherTrustFault[];
}

export interface LocalCipherTrust {
  /** `https://127.0.0.1:PORT`. */
  readonly url: string;
  /** The authority's certificate, PEM. */
  readonly ca: string;
  /** The file with that certificate; undefined without a stateDir. */
  readonly caFile: string | undefined;
  /** SHA-256 of the server's certificate, hexadecimal, lower case. */
  readonly fingerprint: string;
  readonly username: string;
  readonly password: string;
  readonly domain: string | undefined;
  /** Aborted if a change can't be saved, for example on a full disk. The reason is the KeywayError. */
  readonly failed: AbortSignal;
  /** Received requests, oldest first. */
  readonly requests: readonly RecordedRequest[];
  /** Adds a connection to a Salesforce org, or replaces the org of an existing one. */
  connect(connection: SalesforceConnection): void;
  /** Replaces the simulated faults. */
  setFaults(faults: readonly CipherTrustFault[]): void;
  /** Revokes all refresh tokens. API tokens stay valid until they expire. */
  revokeRefreshTokens(): void;
  /** Closes all connections. The state is on disk. */
  close(): Promise<void>;
}

/**
 * Starts a CipherTrust Manager on 127.0.0.1 with a private certificate authority. It covers the documented
 * Salesforce part of CCKM.
 *
 * @throws {KeywayError} LocalCipherTrustPortUnavailable, LocalCipherTrustStateUnreadable, FileUnwritable
 */
export const createLocalCipherTrust = async (
  options: LocalCipherTrustOptions = {},
): Promise<LocalCipherTrust> => {
  const clock = options.clock ?? Date.now;
  const stateDir = options.stateDir === undefined ? undefined : resolve(options.stateDir);
  if (stateDir !== undefined) makePrivateFolder(stateDir);
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

/** The authority is kept in the folder, if there is one. Each start issues a new server certificate. */
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

/** Writes atomically, because every later start would find a partial key. */
const writeKept = (path: string, text: string, mode = 0o644): void => {
  try {
    replaceFile(path, text, mode);
  } catch (cause) {
    throw unwritable(path, cause);
  }
};

/**
 * Generates a password once and keeps it in the folder, if there is one, so that clients need no new one after each
 * start.
 */
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
