import { randomBytes } from 'node:crypto';
import { ours } from '../api-error.ts';
import { idOf, keyPrefix } from '../ids.ts';
import type { Author } from '../metadata/author.ts';
import type { ParsedComponent } from '../metadata/parse-component.ts';
import { componentKey } from '../metadata/principals.ts';
import { ComponentProblem } from '../metadata/problem.ts';
import { organization } from '../org.ts';
import type { ComponentBody, StoredComponent } from '../store/collections.ts';
import type { Transaction } from '../store/database.ts';
import { SELF_SIGNED_YEARS } from '../uncertain.ts';
import { KEY_SIZES, type KeySize, type KeySource, keyAtOnce } from './key-pair.ts';
import { certificateRequest, selfSignedCertificate } from './x509.ts';

/** Values that never change after a certificate is created (changing the key's size isn't an update). */
const FIXED = ['caSigned', 'encryptedWithPlatformEncryption', 'keySize', 'privateKeyExportable'] as const;

/** Defaults from the Metadata API Developer Guide. */
const DEFAULTS = { encryptedWithPlatformEncryption: false, keySize: 2048, privateKeyExportable: true };

export interface CertificateSource {
  /** The `.crt` beside the metadata. It never contains a private key, so the org takes nothing from it. */
  readonly content: Buffer | undefined;
  readonly keys: KeySource | undefined;
}

/**
 * Creates a certificate with one of the org's own keys, or changes the label of an existing one. Never replaces
 * one. Throws ComponentProblem.
 */
export const putCertificate = (
  tx: Transaction,
  fullName: string,
  parsed: ParsedComponent,
  author: Author,
  { content, keys = keyAtOnce(tx) }: CertificateSource,
): { readonly id: string; readonly created: boolean; readonly changed: boolean } => {
  const refuse = (field: string, text: string): never => {
    throw new ComponentProblem(ours(text), parsed.elements(field)[0]);
  };
  const key = componentKey('Certificate', fullName);
  const before = tx.get('component', key);
  const { fullName: _name, expirationDate: _theOrgsOwn, ...written } = parsed.body;
  const body: ComponentBody = { ...(before?.body ?? DEFAULTS), ...written };
  if (!KEY_SIZES.some((size) => size === body.keySize))
    refuse('keySize', `keySize is ${KEY_SIZES.join(' or ')}`);
  const stored = tx.get('certificate', key);
  const text = content?.toString('utf8').trim() ?? '';
  if (text !== '' && text !== stored?.pem.trim())
    refuse('masterLabel', `the content of certificate ${fullName} is not the one that this org made`);
  if (before) {
    for (const field of FIXED)
      if (body[field] !== before.body[field])
        refuse(field, `${field} of certificate ${fullName} can't be changed`);
    if (body.masterLabel === before.body.masterLabel)
      return { id: before.id, created: false, changed: false };
  }
  const component: StoredComponent = {
    type: 'Certificate',
    fullName: before?.fullName ?? fullName,
    id: before?.id ?? tx.nextId(keyPrefix.Certificate),
    body: before ? body : make(tx, fullName, body, author, keys),
    createdById: before?.createdById ?? author.userId,
    createdDate: before?.createdDate ?? author.now,
    lastModifiedById: author.userId,
    lastModifiedDate: author.now,
  };
  tx.put('component', key, component);
  return { id: component.id, created: before === undefined, changed: true };
};

/** Salesforce Help, "Certificates and Keys": self-signed, or a request for a certificate authority. */
const make = (
  tx: Transaction,
  fullName: string,
  body: ComponentBody,
  author: Author,
  keys: KeySource,
): ComponentBody => {
  const privateKey = keys(fullName, body.keySize as KeySize);
  const notBefore = Date.parse(author.now.replace('+0000', 'Z'));
  const end = new Date(notBefore);
  end.setUTCMilliseconds(0);
  end.setUTCFullYear(end.getUTCFullYear() + SELF_SIGNED_YEARS[body.keySize as KeySize]);
  const subject = {
    CN: fullName,
    OU: String(organization(tx)?.Id ?? idOf(keyPrefix.Organization, 1)),
    O: 'Salesforce.com',
    L: 'San Francisco',
    ST: 'California',
    C: 'USA',
  };
  const names = ['caSigned', 'encryptedWithPlatformEncryption', 'expirationDate', 'keySize', 'masterLabel'];
  const selfSigned = body.caSigned !== true;
  const whole: ComponentBody = selfSigned ? { ...body, expirationDate: end.toISOString() } : body;
  if (privateKey)
    tx.put('certificate', componentKey('Certificate', fullName), {
      privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
      pem: selfSigned
        ? selfSignedCertificate({
            subject,
            privateKey,
            serialNumber: Buffer.concat([Buffer.from([1]), randomBytes(8)]),
            notBefore,
            notAfter: end.getTime(),
          })
        : certificateRequest({ subject, privateKey }),
    });
  const order = [...names, 'privateKeyExportable'].filter((name) => whole[name] !== undefined);
  return Object.fromEntries(order.map((name) => [name, whole[name] as ComponentBody[string]]));
};
