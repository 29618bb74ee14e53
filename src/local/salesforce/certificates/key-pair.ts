import {
  createPrivateKey,
  generateKeyPair as generateAsync,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { promisify } from 'node:util';
import type { Seed } from '../seed/options.ts';
import type { View } from '../store/database.ts';

/** Metadata API Developer Guide, Certificate: keySize. */
export const KEY_SIZES = [2048, 4096] as const;
export type KeySize = (typeof KEY_SIZES)[number];

/** Returns the key of a new certificate; undefined if none is created, as in a validation. */
export type KeySource = (fullName: string, keySize: KeySize) => KeyObject | undefined;

/** Generates an RSA key asynchronously, because 4096 bits take a second. */
export const generateKey = async (keySize: KeySize): Promise<KeyObject> =>
  (await promisify(generateAsync)('rsa', { modulusLength: keySize })).privateKey;

/** The seed's key for a certificate with that name, if it has that size. */
export const seededKey = (view: View, fullName: string, keySize: KeySize): KeyObject | undefined => {
  const { seed } = JSON.parse(String(view.get('setting', 'seed')?.value)) as { seed: Seed };
  const text = seed.certificateKeys?.[fullName];
  if (text === undefined) return undefined;
  const key = createPrivateKey(text);
  return key.asymmetricKeyDetails?.modulusLength === keySize ? key : undefined;
};

/** Generates synchronously, for the certificates of a seed. Nothing else runs meanwhile. */
export const keyAtOnce =
  (view: View): KeySource =>
  (fullName, keySize) =>
    seededKey(view, fullName, keySize) ?? generateKeyPairSync('rsa', { modulusLength: keySize }).privateKey;
