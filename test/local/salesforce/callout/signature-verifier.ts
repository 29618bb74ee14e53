import { createHash, createHmac } from 'node:crypto';

/*
 * Verifies AWS Signature Version 4 like a service, from the received request. Written from the steps of "Create a
 * signed AWS API request" (AWS Identity and Access Management User Guide), independently of the signer.
 */

export interface WireRequest {
  readonly method: string;
  /** As in the request line. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Verdict {
  readonly accessKeyId: string;
  readonly scope: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly expected: string;
}

export const verify = (request: WireRequest, secretAccessKey: string): Verdict => {
  const header = request.headers.authorization ?? '';
  const [, accessKeyId = '', scope = '', names = '', signature = ''] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\S+), SignedHeaders=(\S+), Signature=([0-9a-f]{64})$/.exec(
      header,
    ) ?? [];
  const signedHeaders = names.split(';');
  const expected = signatureOf(request, secretAccessKey, scope, signedHeaders);
  return { accessKeyId, scope, signedHeaders, signature, expected };
};

/** The signature that a request must have. */
export const signatureOf = (
  request: WireRequest,
  secretAccessKey: string,
  scope: string,
  signedHeaders: readonly string[],
  encodePathTwice = true,
): string => {
  const [date = '', region = '', service = '', terminator = ''] = scope.split('/');

  // Step 1: a canonical request.
  const question = request.path.indexOf('?');
  const rawPath = question < 0 ? request.path : request.path.slice(0, question);
  const rawQuery = question < 0 ? '' : request.path.slice(question + 1);
  const twice = encodePathTwice && service !== 's3';
  const canonicalUri = rawPath
    .split('/')
    .map((segment) => (twice ? encode(segment) : encode(decodeURIComponent(segment))))
    .join('/');
  const pairs: string[] = [];
  for (const piece of rawQuery.split('&')) {
    if (piece === '') continue;
    const [key = '', ...rest] = piece.split('=');
    pairs.push(`${encode(decodeURIComponent(key))}=${encode(decodeURIComponent(rest.join('=')))}`);
  }
  pairs.sort((a, b) =>
    Buffer.compare(Buffer.from(`${a}`.replace('=', '\0')), Buffer.from(`${b}`.replace('=', '\0'))),
  );
  let canonicalHeaders = '';
  for (const name of signedHeaders)
    canonicalHeaders += `${name}:${(request.headers[name] ?? '').trim().replace(/\s+/g, ' ')}\n`;
  const canonicalRequest = `${request.method}\n${canonicalUri}\n${pairs.join('&')}\n${canonicalHeaders}\n${signedHeaders.join(';')}\n${hash(request.body)}`;

  // Steps 2 and 3: its hash, in a string to sign.
  const stringToSign = `AWS4-HMAC-SHA256\n${request.headers['x-amz-date']}\n${scope}\n${hash(canonicalRequest)}`;

  // Step 4: the signing key.
  const kDate = mac(`AWS4${secretAccessKey}`, date);
  const kRegion = mac(kDate, region);
  const kService = mac(kRegion, service);
  const kSigning = mac(kService, terminator);

  // Step 5: the signature.
  return mac(kSigning, stringToSign).toString('hex');
};

const encode = (text: string): string => {
  let result = '';
  for (const byte of Buffer.from(text)) {
    const character = String.fromCharCode(byte);
    result += /[A-Za-z0-9\-._~]/.test(character)
      ? character
      : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return result;
};

const hash = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const mac = (key: string | Buffer, text: string): Buffer =>
  createHmac('sha256', key).update(text, 'utf8').digest();
