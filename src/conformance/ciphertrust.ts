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
import { hour, keyCertificateName, pass } from './local-controls.ts';
import { keyPath } from './remote-keys.ts';

/** CipherTrust's connection to the local org. */
const connection = 'local-org';

export type Fields = Readonly<Record<string, unknown>>;

/** One raw request; empty where the answer is no object. */
export async function askCipherTrust(
  cipherTrust: CipherTrust,
  method: 'GET' | 'POST',
  path: string,
  json?: Fields,
): Promise<Fields> {
  const answer = z.unknown();
  return Object(await cipherTrust.send({ method, path, json, what: 'asking for a fact', answer }));
}

/** `accepted`, or HTTP status and code of the refusal. */
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

/** The org as CipherTrust knows it. */
export async function organizationOf({ cipherTrust, org }: Wire): Promise<CckmOrganization> {
  return (await ensureOrganization(cipherTrust, { connection, orgId: org.id })).value;
}

/** The name of a new key of CipherTrust's own, which uploads are made from. */
export async function newSourceKey(cipherTrust: CipherTrust): Promise<string> {
  const name = `KwConf-${randomBytes(6).toString('hex')}`;
  await askCipherTrust(cipherTrust, 'POST', '/v1/vault/keys2', { name, algorithm: 'aes', size: 256 });
  return name;
}

/** What an upload needs: the org lets nothing be derived, too, and a day has gone by since the last key of its type. */
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
  await pass(wire.org, 25 * hour);
  return { organization, certificateId: id, sourceKey: await newSourceKey(wire.cipherTrust) };
}

/** A customer's key, uploaded by CipherTrust a day after the last one. */
export async function upload(wire: Wire, type: UploadType, derivation: DerivationMode): Promise<CckmKey> {
  const source = await uploadSource(wire);
  return (await uploadKey(wire.cipherTrust, { kind: 'upload', type, derivation, ...source })).key;
}

/** A cache-only key that CipherTrust told the org of, and serves it by an endpoint of this name. */
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

/** What CipherTrust says of a key on Salesforce's side, as it says it. */
export async function parametersOf({ cipherTrust }: Wire, { id }: CckmKey): Promise<Fields> {
  return Object((await askCipherTrust(cipherTrust, 'GET', `/v1/cckm/sfdc/keys/${id}`)).sfdc_params);
}
