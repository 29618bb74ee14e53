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

/** Gives the key of a certificate that is about to be made; undefined where none is to be made, as in a validation. */
export type KeySource = (fullName: string, keySize: KeySize) => KeyObject | undefined;

/** A new RSA key; of 4096 bits it takes a second, beside everything else. */
export const generateKey = async (keySize: KeySize): Promise<KeyObject> =>
  (await promisify(generateAsync)('rsa', { modulusLength: keySize })).privateKey;

/** The key that the seed has for a certificate of that name, if it is of that size. */
export const seededKey = (view: View, fullName: string, keySize: KeySize): KeyObject | undefined => {
  const { seed } = JSON.parse(String(view.get('setting', 'seed')?.value)) as { seed: Seed };
  const text = seed.certificateKeys?.[fullName];
  if (text === undefined) return undefined;
  const key = createPrivateKey(text);
  return key.asymmetricKeyDetails?.modulusLength === keySize ? key : undefined;
};

/** For certificates of a seed: there is nothing that could go on meanwhile. */
export const keyAtOnce =
  (view: View): KeySource =>
  (fullName, keySize) =>
    seededKey(view, fullName, keySize) ?? generateKeyPairSync('rsa', { modulusLength: keySize }).privateKey;
