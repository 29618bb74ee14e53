import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import type { AwsKeys } from './authentication.ts';

type Headers = readonly (readonly [name: string, value: string])[];

/**
 * The headers that sign a GET (AWS, Signature Version 4): a date, the payload's hash and the authorization.
 *
 * @param headers the other headers of the request
 */
export async function signatureHeaders(
  url: URL,
  headers: Headers,
  keys: AwsKeys,
  now: Date,
): Promise<Headers> {
  const { SignatureV4 } = await import('@smithy/signature-v4');
  const { accessKeyId, secretAccessKey, region, service } = keys;
  const signer = new SignatureV4({
    credentials: { accessKeyId, secretAccessKey },
    region,
    service,
    sha256: Sha256,
    uriEscapePath: service !== 's3',
    applyChecksum: service === 's3',
  });
  const request = {
    method: 'GET',
    protocol: url.protocol,
    hostname: url.hostname,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: { ...Object.fromEntries(headers), Host: url.host },
  };
  const given = new Set(Object.keys(request.headers));
  const signed = await signer.sign(request, { signingDate: now });
  return Object.entries(signed.headers).filter(([name]) => !given.has(name));
}

/** The hash for the signer, from Node. */
class Sha256 {
  #hash: Hash | Hmac;
  readonly #secret: Parameters<typeof createHmac>[1] | undefined;

  constructor(secret?: unknown) {
    this.#secret = secret as Parameters<typeof createHmac>[1] | undefined;
    this.#hash = this.#start();
  }

  #start(): Hash | Hmac {
    return this.#secret === undefined ? createHash('sha256') : createHmac('sha256', this.#secret);
  }

  update(data: string | Uint8Array | ArrayBuffer): void {
    this.#hash.update(data instanceof ArrayBuffer ? new Uint8Array(data) : data);
  }

  async digest(): Promise<Uint8Array> {
    return new Uint8Array(this.#hash.digest());
  }

  reset(): void {
    this.#hash = this.#start();
  }
}
