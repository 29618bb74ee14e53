import { type KeyObject, X509Certificate } from 'node:crypto';
import { componentKey } from '../metadata/principals.ts';
import type { View } from '../store/database.ts';

/**
 * The public key that data keys are wrapped for. Default: that of the org's newest certificate for
 * customer-supplied keys (4096 bits, signed, encrypted with platform encryption), as if the service's owner had
 * received it. If a certificate is named: that one, suitable or not. Undefined if there is none.
 */
export const recipientOf = (view: View, named: string | undefined): KeyObject | undefined => {
  const { fullName } =
    view
      .all('component')
      .filter(({ type }) => type === 'Certificate')
      .filter((component) =>
        named === undefined
          ? component.body.encryptedWithPlatformEncryption === true &&
            component.body.keySize === 4096 &&
            typeof component.body.expirationDate === 'string'
          : component.fullName === named,
      )
      .toSorted((a, b) => a.createdDate.localeCompare(b.createdDate))
      .at(-1) ?? {};
  const pem = view.get('certificate', componentKey('Certificate', fullName ?? ''))?.pem;
  return pem?.startsWith('-----BEGIN CERTIFICATE-----') ? new X509Certificate(pem).publicKey : undefined;
};
