import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { ensureCertificate } from '../ciphertrust/certificates.ts';
import type { CipherTrust } from '../ciphertrust/connection.ts';
import { createEndpoint, endpointUrl } from '../ciphertrust/endpoints.ts';
import { ensureOrganization } from '../ciphertrust/ensure.ts';
import { CipherTrustFault } from '../ciphertrust/errors.ts';
import type { CckmKey } from '../ciphertrust/keys.ts';
import type { CckmOrganization } from '../ciphertrust/organizations.ts';
import { type DerivationMode, type UploadType, uploadKey } from '../ciphertrust/upload.ts';
import { readNamedCredentialId } from '../salesforce/index.ts';
import type { Wire } from './fact.ts';
import { document, pathOf } from './files.ts';
import { keyCertificate } from './keys.ts';
import { advanceClock, hour, keyCertificateName } from './local-controls.ts';
import { keyPath } from './remote-keys.ts';

/** CipherTrust's connection to the local org. */
const connection = 'local-org';

export type Fields = Readonly<Record<string, unknown>>;

/** Sends one raw request; empty if the answer isn't an object. */
export async function askCipherTrust(
  cipherTrust: CipherTrust,
  method: 'GET' | 'POST',
  path: string,
  json?: Fields,
): Promise<Fields> {
  const answer = z.unknown();
  return Object(await cipherTrust.send({ method, path, json, what: 'asking for a fact', answer }));
}

/** `accepted`, or the HTTP status and code of the refusal. */
export async function refusalOfCipherTrust(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'accepted';
  } catch (error) {
    const { cause } = error as Error;
    if (cause instanceof CipherTrustFault) return `${cause.status} ${cause.errorCode}`;
    throw error;
  }
}

/** The org's organization in CipherTrust. */
export async function organizationOf({ cipherTrust, org }: Wire): Promise<CckmOrganization> {
  return (await ensureOrganization(cipherTrust, { connection, orgId: org.id })).value;
}

/** Creates a CipherTrust key as the source of uploads, and returns its name. */
export async function newSourceKey(cipherTrust: CipherTrust): Promise<string> {
  const name = `KwConf-${randomBytes(6).toString('hex')}`;
  await askCipherTrust(cipherTrust, 'POST', '/v1/vault/keys2', { name, algorithm: 'aes', size: 256 });
  return name;
}

/** Prepares an upload: the org allows keys without derivation, and a day has passed since the last key of its type. */
async function uploadSource(wire: Wire) {
  const problem =
    (await keyCertificate(wire, keyCertificateName)) ??
    (await wire.deploy({
      [pathOf('Settings', 'EncryptionKey')]: document('EncryptionKeySettings', {
        canOptOutOfDerivationWithBYOK: true,
        enableCacheOnlyKeys: true,
      }),
    }));
  if (problem !== undefined) throw new Error(problem);
  const organization = await organizationOf(wire);
  const { id } = await ensureCertificate(wire.cipherTrust, organization, keyCertificateName);
  await advanceClock(wire.org, 25 * hour);
  return { organization, certificateId: id, sourceKey: await newSourceKey(wire.cipherTrust) };
}

/** Lets CipherTrust upload a customer's key a day after the last one. */
export async function upload(wire: Wire, type: UploadType, derivation: DerivationMode): Promise<CckmKey> {
  const source = await uploadSource(wire);
  return (await uploadKey(wire.cipherTrust, { kind: 'upload', type, derivation, ...source })).key;
}

/** Lets CipherTrust upload a cache-only key, which it serves at an endpoint with this name. */
export async function uploadCacheOnly(wire: Wire, name: string): Promise<CckmKey> {
  const source = await uploadSource(wire);
  const { cipherTrust, org } = wire;
  const login = { username: 'kwconf', password: randomBytes(12).toString('hex') };
  const endpoint = await createEndpoint(cipherTrust, {
    name,
    hostname: cipherTrust.host,
    organization: source.organization,
    login,
  });
  const problem = await keyPath(wire, name, endpointUrl(endpoint), login);
  if (problem !== undefined) throw new Error(problem);
  const namedCredentialId = (await readNamedCredentialId(org, name)) ?? '';
  return (
    await uploadKey(cipherTrust, { kind: 'cache-only', type: 'Analytics', ...source, namedCredentialId })
  ).key;
}

/** The raw Salesforce parameters of a key in CipherTrust. */
export async function parametersOf({ cipherTrust }: Wire, { id }: CckmKey): Promise<Fields> {
  return Object((await askCipherTrust(cipherTrust, 'GET', `/v1/cckm/sfdc/keys/${id}`)).sfdc_params);
}
