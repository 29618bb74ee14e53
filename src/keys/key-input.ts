import { KeywayError } from '../errors/index.ts';
import { dataKeyBytes, keySizeWrong } from './key-material.ts';

/**
 * Key material from a file or standard input: 32 raw bytes, 64 hexadecimal digits, or 44 characters of base64, whose text
 * may end with a line break. Wipes the input, also if it is refused; the caller wipes the result. Nothing becomes a string,
 * because strings can't be wiped.
 *
 * Throws a KeywayError: KeySizeWrong, KeyFormUnknown.
 */
export function readKeyMaterial(bytes: Buffer): Buffer {
  const decoded: Buffer[] = [];
  try {
    const text = withoutLineBreak(bytes);
    for (const decode of [decodeHexadecimal, decodeBase64]) {
      const key = decode(text);
      if (key === undefined) continue;
      decoded.push(key);
      if (key.length === dataKeyBytes) return Buffer.from(key);
    }
    // Random bytes are never just text: 32 characters are a password, or 16 bytes in hexadecimal.
    if (
      text.length >= dataKeyBytes &&
      text.every(isPrintable) &&
      (text.length === dataKeyBytes || !decoded[0])
    )
      throw keyFormUnknown();
    if (decoded[0] !== undefined && decoded[0].length > 0) throw keySizeWrong(decoded[0].length);
    if (bytes.length !== dataKeyBytes) throw keySizeWrong(bytes.length);
    return Buffer.from(bytes);
  } finally {
    for (const buffer of [bytes, ...decoded]) buffer.fill(0);
  }
}

function keyFormUnknown(): KeywayError {
  return new KeywayError('KeyFormUnknown', 'The key is text in an unknown form.', {
    actions: ['Give 32 raw bytes, 64 hexadecimal digits, or 44 characters of base64.'],
  });
}

/** Only after text, because the last byte of a key can be a line break, too. */
function withoutLineBreak(bytes: Buffer): Buffer {
  let end = bytes.length;
  if (bytes[end - 1] === 0x0a) end -= bytes[end - 2] === 0x0d ? 2 : 1;
  const text = bytes.subarray(0, end);
  return text.every(isPrintable) ? text : bytes;
}

function isPrintable(byte: number): boolean {
  return byte >= 0x20 && byte <= 0x7e;
}

const hexadecimal = valuesOf('0123456789abcdef');
for (const [index, letter] of [...'ABCDEF'].entries()) hexadecimal.set(letter.charCodeAt(0), 10 + index);

function decodeHexadecimal(text: Buffer): Buffer | undefined {
  if (text.length % 2 !== 0) return undefined;
  const key = Buffer.alloc(text.length / 2);
  for (const [index, byte] of text.entries()) {
    const digit = hexadecimal.get(byte);
    if (digit === undefined) return wipeAndRefuse(key);
    key[index >> 1] = ((key[index >> 1] ?? 0) << 4) | digit;
  }
  return key;
}

const base64 = valuesOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const padding = '='.charCodeAt(0);

/** Padded base64 (RFC 4648, section 4), with no bits left over. */
function decodeBase64(text: Buffer): Buffer | undefined {
  if (text.length % 4 !== 0) return undefined;
  const padded = text.at(-1) === padding ? (text.at(-2) === padding ? 2 : 1) : 0;
  const key = Buffer.alloc((text.length / 4) * 3 - padded);
  let bits = 0;
  let held = 0;
  let filled = 0;
  for (const byte of text.subarray(0, text.length - padded)) {
    const digit = base64.get(byte);
    if (digit === undefined) return wipeAndRefuse(key);
    held = ((held << 6) | digit) & 0xfff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    key[filled++] = held >> bits;
  }
  return (held & ((1 << bits) - 1)) === 0 ? key : wipeAndRefuse(key);
}

function valuesOf(alphabet: string): Map<number, number> {
  return new Map([...alphabet].map((character, value) => [character.charCodeAt(0), value]));
}

function wipeAndRefuse(key: Buffer): undefined {
  key.fill(0);
  return undefined;
}
