import { setTimeout as sleep } from 'node:timers/promises';
import { KeywayError } from '../../errors/index.ts';
import type { TenantSecret } from '../../keys/tenant-secret.ts';
import {
  type KeyEvent,
  type NewTenantSecret,
  type Org,
  readNamedCredentialId,
  readTenantSecrets,
  updateTenantSecret,
} from '../../salesforce/index.ts';
import type { Change } from '../change.ts';
import type { KeyOutcome } from '../outcomes.ts';
import { hearFetch } from './callout.ts';
import { secretOf, type WantedKey } from './compare.ts';
import { keyNotActive } from './failure.ts';
import { insertOnce } from './insert-once.ts';

export interface KeyStageOptions {
  readonly remark: (sentence: string) => void;
}

/** After the answer the org may still be busy with the key: it is looked at so often, in milliseconds. */
const looks = [0, 300, 1000, 3000, 5000];

/**
 * Makes or activates one cache-only key, which lets the org fetch it, listens to what the org says of that, and reads
 * back what became of it. What is there already is not made twice.
 *
 * @throws KeywayError `KeyNotActive` with the StatusCode and what to do, `KeyMoved`
 */
export async function applyKey(
  org: Org,
  key: WantedKey,
  change: Change,
  { remark }: KeyStageOptions,
): Promise<KeyOutcome> {
  const before = (await readTenantSecrets(org)) ?? [];
  const there = secretOf(key, before);
  if (change.action === 'create' && there && ['ACTIVE', 'DESTROYED'].includes(there.status)) {
    if (there.status === 'ACTIVE') return outcomeOf(key, 'there', there, undefined);
    throw moved(key, `is ${there.status} in the org now`);
  }
  if (change.action === 'update' && !there) throw moved(key, 'is not in the org any more');
  const serviceId = await readNamedCredentialId(org, key.namedCredential);
  if (serviceId === undefined) throw moved(key, `has no named credential ${key.namedCredential} in the org`);
  const { id, event } = await hearFetch(
    org,
    { identifier: key.identifier, id: there?.id },
    () =>
      there && change.action === 'update'
        ? activate(org, key, there, change, serviceId)
        : insert(org, key, serviceId, before),
    { remark, refusal: (error, event) => keyNotActive(key, { error, event, there }) },
  );
  const secret = await readBack(org, key, id);
  if (secret?.status !== 'ACTIVE') throw keyNotActive(key, { event, there: secret });
  const outcome =
    change.action === 'create' ? 'inserted' : there?.status === 'ACTIVE' ? 'changed' : 'activated';
  return outcomeOf(key, outcome, secret, event);
}

/** A key that the org has not had: its name in the file becomes its description. */
function insert(
  org: Org,
  key: WantedKey,
  serviceId: string,
  before: readonly TenantSecret[],
): Promise<string> {
  const fields: NewTenantSecret = {
    Type: key.type,
    Source: 'Remote',
    Description: key.name,
    RemoteKeyIdentifier: key.identifier,
    RemoteKeyServiceId: serviceId,
    RemoteKeyCertificate: key.certificate,
  };
  return insertOnce(org, fields, before);
}

/** A destroyed one is fetched again by making it ACTIVE; where it is fetched from goes with it, in one change. */
async function activate(
  org: Org,
  key: WantedKey,
  { id, status }: TenantSecret,
  { fields }: Change,
  serviceId: string,
): Promise<string> {
  const from = (path: string) => fields.some((field) => field.path === path);
  const place = {
    ...(from('namedCredential') ? { RemoteKeyServiceId: serviceId } : {}),
    ...(from('certificate') ? { RemoteKeyCertificate: key.certificate } : {}),
  };
  await updateTenantSecret(org, id, { ...place, ...(status === 'ACTIVE' ? {} : { Status: 'Active' }) });
  return id;
}

async function readBack(org: Org, key: WantedKey, id: string): Promise<TenantSecret | undefined> {
  let secret: TenantSecret | undefined;
  for (const pause of looks) {
    await sleep(pause);
    const secrets = (await readTenantSecrets(org)) ?? [];
    secret = secrets.find((one) => one.id.slice(0, 15) === id.slice(0, 15)) ?? secretOf(key, secrets);
    if (secret?.status === 'ACTIVE' || secret?.status === 'DESTROYED') return secret;
  }
  return secret;
}

function outcomeOf(
  { name, type, identifier }: WantedKey,
  outcome: KeyOutcome['outcome'],
  { status, version }: TenantSecret,
  event: KeyEvent | undefined,
): KeyOutcome {
  return { name, outcome, type, identifier, status, version, statusCode: event?.statusCode ?? null };
}

function moved({ name }: WantedKey, why: string): KeywayError {
  return new KeywayError('KeyMoved', `${name} ${why}, and was not when the plan was made.`, {
    actions: ['The key was left as it is. Run it again: the plan is made anew then.'],
  });
}
