import { componentKey } from '../metadata/principals.ts';
import type { View } from '../store/database.ts';
import { KEY_CERTIFICATE_SIZE } from '../uncertain.ts';
import { refused } from './refuse.ts';

/**
 * The private key of a certificate for customer-supplied keys: of this org, with 4096 bits, signed and not expired
 * (Salesforce Help, "Generate a BYOK-Compatible Certificate"). Throws an ApiError about `field`.
 *
 * @param now milliseconds
 */
export const keyCertificate = (view: View, name: string, field: string, now: number): string => {
  const key = componentKey('Certificate', name);
  const component = view.get('component', key);
  const stored = view.get('certificate', key);
  if (component === undefined || stored === undefined)
    throw refused(`there is no certificate ${name} with a key of this org`, [field]);
  const { keySize, expirationDate } = component.body;
  if (keySize !== KEY_CERTIFICATE_SIZE)
    throw refused(`certificate ${name} has ${keySize} bits, not ${KEY_CERTIFICATE_SIZE}`, [field]);
  if (typeof expirationDate !== 'string') throw refused(`certificate ${name} is not signed yet`, [field]);
  if (Date.parse(expirationDate) <= now) throw refused(`certificate ${name} is over`, [field]);
  return stored.privateKey;
};
