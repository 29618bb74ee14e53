import { setTimeout as sleep } from 'node:timers/promises';
import { markAfterChange } from '../../errors/answer-lost.ts';
import { KeywayError } from '../../errors/index.ts';
import { remedyFor } from '../../keys/status-codes.ts';
import type { TenantSecret } from '../../keys/tenant-secret.ts';
import { type KeyEvent, type NewTenantSecret, type Org, readTenantSecrets } from '../../salesforce/index.ts';
import { fetchAndListen, messageOf } from './callout.ts';
import { insertOnce } from './insert-once.ts';

/** A cache-only key that the org should fetch. */
export interface KeyToFetch {
  /** Its name in messages. */
  readonly name: string;
  readonly type: string;
  readonly identifier: string;
  /** The named credential that the org probably fetches it through. */
  readonly namedCredential?: string | undefined;
  /** Undefined if the org doesn't have it yet. */
  readonly existing?: TenantSecret | undefined;
}

export interface FetchOptions {
  readonly remark: (sentence: string) => void;
  /** What to do if the key isn't ACTIVE afterwards; `key` is undefined if the org created none. */
  readonly nextActions: (key: TenantSecret | undefined) => readonly string[];
}

/** A key that is ACTIVE. */
export interface FetchedKey {
  readonly key: TenantSecret;
  /** All tenant secrets of the org afterwards. */
  readonly secrets: readonly TenantSecret[];
  /** Undefined if the org didn't say in time how its callout ended. */
  readonly event: KeyEvent | undefined;
}

/** The org may still be busy with the key after its answer. Pauses before each read, in milliseconds. */
const pauses = [0, 300, 1000, 3000, 5000];

/**
 * The only function that gives an org a cache-only key. `send` inserts, activates or moves it; the org fetches it
 * and reports the result; keyway reads the key back.
 *
 * @param send returns the id of the tenant secret
 * @throws KeywayError `KeyNotActive` with the StatusCode of the callout and what to do
 */
export async function letOrgFetchKey(
  org: Org,
  key: KeyToFetch,
  send: () => Promise<string>,
  { remark, nextActions }: FetchOptions,
): Promise<FetchedKey> {
  const { identifier, existing } = key;
  const { id, event } = await fetchAndListen(org, { identifier, id: existing?.id }, send, {
    remark,
    refusal: (error, event) =>
      error.code !== 'RemoteKeyRefused' && !event
        ? error
        : notActive(key, existing, event, nextActions(existing), error),
  });
  const { found, secrets } = await readBackKey(org, id, key.namedCredential).catch((error) => {
    throw error instanceof KeywayError ? markAfterChange(error) : error;
  });
  if (found?.status !== 'ACTIVE') throw notActive(key, found, event, nextActions(found));
  return { key: found, secrets, event };
}

/** The fields of a new cache-only key. */
export interface NewCacheOnlyKey {
  readonly type: string;
  readonly description?: string | undefined;
  readonly identifier: string;
  /** The id that a tenant secret refers to: `0XA…`. */
  readonly namedCredentialId: string;
  /** Developer name. */
  readonly certificate: string;
}

/** @param before the tenant secrets that the org had already */
export function insertCacheOnlyKey(
  org: Org,
  { type, description, identifier, namedCredentialId, certificate }: NewCacheOnlyKey,
  before: readonly TenantSecret[],
): Promise<string> {
  const fields: NewTenantSecret = {
    Type: type,
    Source: 'Remote',
    ...(description === undefined ? {} : { Description: description }),
    RemoteKeyIdentifier: identifier,
    RemoteKeyServiceId: namedCredentialId,
    RemoteKeyCertificate: certificate,
  };
  return insertOnce(org, fields, before);
}

async function readBackKey(
  org: Org,
  id: string,
  namedCredential: string | undefined,
): Promise<{ readonly found: TenantSecret | undefined; readonly secrets: readonly TenantSecret[] }> {
  let secrets: readonly TenantSecret[] = [];
  let found: TenantSecret | undefined;
  for (const pause of pauses) {
    await sleep(pause);
    secrets = (await readTenantSecrets(org, namedCredential === undefined ? [] : [namedCredential])) ?? [];
    found = secrets.find((secret) => secret.id.slice(0, 15) === id.slice(0, 15));
    if (found?.status === 'ACTIVE' || found?.status === 'DESTROYED') break;
  }
  return { found, secrets };
}

/** Why a key is not ACTIVE: what the org answered, and the StatusCode of its callout if it published one. */
function notActive(
  { name, type, identifier }: KeyToFetch,
  key: TenantSecret | undefined,
  event: KeyEvent | undefined,
  nextActions: readonly string[],
  error?: KeywayError,
): KeywayError {
  const statusCode = event?.statusCode ?? statusCodeIn(error);
  const orgText = [messageOf(event), error?.message].find((text) => text !== undefined);
  const status = key ? `but ${key.status}` : 'and the org created no key';
  const code = statusCode ?? 'the org published no event of its callout';
  return new KeywayError(
    'KeyNotActive',
    `${name} (${type}, ${identifier}) is not ACTIVE ${status}: ${code}${orgText ? `: ${orgText}` : ''}`,
    {
      actions: [...(statusCode === undefined ? [] : [remedyFor(statusCode)]), ...nextActions],
      data: {
        key: { name, type, identifier, status: key?.status ?? null },
        statusCode: statusCode ?? null,
      },
      ...(error ? { cause: error } : {}),
    },
  );
}

/** A refusal names the StatusCode beside the API's own code. */
function statusCodeIn(error: KeywayError | undefined): string | undefined {
  const { errorCode } = Object(error?.data) as { errorCode?: unknown };
  const words = error?.message.match(/\b[A-Z]+(?:_[A-Z]+)+\b/g) ?? [];
  return words.find((word) => word !== errorCode);
}
