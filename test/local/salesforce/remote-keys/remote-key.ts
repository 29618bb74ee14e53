import { randomBytes, X509Certificate } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { CompactEncrypt } from 'jose';
import { assign, type ChainOptions, deployChain } from '../callout/chain.ts';
import { type Received, type Service, startService } from '../callout/service.ts';
import { certificateFiles, chainOf, deployed, privateKey, settings } from '../certificates/certificate.ts';
import { type Answer, type Client, startOrg } from '../client.ts';

export const SECRETS = '/services/data/v66.0/sobjects/TenantSecret';
export const START = Date.parse('2026-06-01T12:00:00Z');
export const KID = 'acme-data-1';

/** A key service's answer, with replaceable parts. */
export interface KeyAnswer {
  readonly status?: number;
  readonly body?: string;
  readonly kid?: string;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly dataKey?: Uint8Array;
  readonly publicKey?: X509Certificate['publicKey'];
  /** Changes the JWE. */
  readonly jwe?: (jwe: string) => string;
}

export interface RemoteKeyOrg {
  readonly client: Client;
  readonly service: Service;
  answerWith(answer: KeyAnswer): void;
  row(more?: object): Promise<object>;
  insert(more?: object): Promise<Answer>;
  secrets(): Promise<readonly { readonly Id: string; readonly Status: string; readonly Source: string }[]>;
}

interface Options extends Partial<ChainOptions> {
  readonly settings?: Readonly<Record<string, boolean>>;
  readonly seed?: object;
  readonly clock?: () => number;
}

/** An org whose Automated Process user reaches a key service. jose makes the JWE. */
export const remoteKeyOrg = async (options: Options = {}): Promise<RemoteKeyOrg> => {
  let answer: KeyAnswer = {};
  const client = await startOrg({
    clock: options.clock ?? (() => START),
    seed: { certificateKeys: { AcmeByok: privateKey() }, ...options.seed },
  });
  await deployed(client, certificateFiles());
  const { publicKey } = new X509Certificate(await chainOf(client));
  const service = await startService(
    (request, response) => void respond(request, response, answer, publicKey),
  );
  await deployed(client, settings(options.settings ?? { enableCacheOnlyKeys: true }));
  await deployChain(client, {
    url: `${service.url}/keys`,
    protocol: 'Basic',
    credentials: { username: 'org', password: 'secret' },
    assigned: false,
    ...options,
  });
  if (options.assigned !== false) {
    const { body } = await client.query("SELECT Id FROM User WHERE Alias = 'autoproc'");
    await assign(client, body.records[0].Id);
  }
  const row = async (more = {}): Promise<object> => {
    const { body } = await client.query("SELECT Id FROM NamedCredential WHERE DeveloperName = 'Nc'");
    return {
      Type: 'Data',
      Source: 'Remote',
      RemoteKeyIdentifier: KID,
      RemoteKeyServiceId: body.records[0].Id,
      RemoteKeyCertificate: 'AcmeByok',
      ...more,
    };
  };
  return {
    client,
    service,
    answerWith: (next) => {
      answer = next;
    },
    row,
    insert: async (more) => client.rest('POST', SECRETS, await row(more)),
    secrets: async () =>
      (await client.query('SELECT Id, Status, Source FROM TenantSecret ORDER BY Version')).body.records,
  };
};

const respond = async (
  { path }: Received,
  response: ServerResponse,
  answer: KeyAnswer,
  publicKey: X509Certificate['publicKey'],
): Promise<void> => {
  const url = new URL(path, 'http://localhost');
  const kid = url.pathname.split('/').at(-1) ?? '';
  const jti = url.searchParams.get('requestId');
  const header = { alg: 'RSA-OAEP', enc: 'A256GCM', kid, ...(jti ? { jti } : {}), ...answer.header };
  const jwe = await new CompactEncrypt(answer.dataKey ?? randomBytes(32))
    .setProtectedHeader(JSON.parse(JSON.stringify(header)))
    .encrypt(answer.publicKey ?? publicKey);
  response.statusCode = answer.status ?? 200;
  response.end(answer.body ?? JSON.stringify({ kid: answer.kid ?? kid, jwe: answer.jwe?.(jwe) ?? jwe }));
};
