import { createHash, createHmac } from 'node:crypto';

export interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
  readonly service: string;
}

export interface RequestToSign {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';

/**
 * The headers that sign a request (AWS Identity and Access Management User Guide, "Create a signed AWS API request"):
 * X-Amz-Date, Authorization, and for S3 the payload's hash.
 *
 * @param time milliseconds
 */
export const signRequest = (
  request: RequestToSign,
  keys: AwsKeys,
  time: number,
): Readonly<Record<string, string>> => {
  const stamp = new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const payload = sha256(request.body);
  const added = {
    'X-Amz-Date': stamp,
    ...(keys.service === 's3' ? { 'X-Amz-Content-Sha256': payload } : {}),
  };
  const signed = signedHeaders({ ...request.headers, ...added, Host: request.url.host });
  const names = signed.map(([name]) => name).join(';');
  const canonical = [
    request.method,
    canonicalPath(request.url, keys.service),
    canonicalQuery(request.url),
    ...signed.map(([name, value]) => `${name}:${value}`),
    '',
    names,
    payload,
  ].join('\n');
  const day = stamp.slice(0, 8);
  const scope = `${day}/${keys.region}/${keys.service}/aws4_request`;
  const toSign = [ALGORITHM, stamp, scope, sha256(canonical)].join('\n');
  const signingKey = [day, keys.region, keys.service, 'aws4_request'].reduce<Buffer>(
    hmac,
    Buffer.from(`AWS4${keys.secretAccessKey}`),
  );
  const signature = hmac(signingKey, toSign).toString('hex');
  return {
    ...added,
    Authorization: `${ALGORITHM} Credential=${keys.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  };
};

/** Host, content-type and all x-amz- headers: those that AWS requires, and none that a proxy may change. */
const signedHeaders = (headers: Readonly<Record<string, string>>): readonly (readonly [string, string])[] =>
  Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), value.trim().replace(/ +/g, ' ')] as const)
    .filter(([name]) => name === 'host' || name === 'content-type' || name.startsWith('x-amz-'))
    .toSorted(([a], [b]) => compare(a, b));

/**
 * "Each path segment must be URI-encoded twice (except for Amazon S3 which only gets URI-encoded once)": the path
 * is already encoded once. Redundant slashes are removed, except for S3.
 */
const canonicalPath = ({ pathname }: URL, service: string): string => {
  if (service === 's3') return pathname.split('/').map(normalise).join('/');
  return pathname
    .replace(/\/{2,}/g, '/')
    .split('/')
    .map(uriEncode)
    .join('/');
};

const canonicalQuery = ({ search }: URL): string =>
  search
    .slice(1)
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.indexOf('=');
      return equals < 0 ? [part, ''] : [part.slice(0, equals), part.slice(equals + 1)];
    })
    .map(([name = '', value = '']) => [normalise(name), normalise(value)] as const)
    .toSorted(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');

/** Encodes in AWS's way, whatever the original encoding. */
const normalise = (encoded: string): string => {
  try {
    return uriEncode(decodeURIComponent(encoded));
  } catch {
    return uriEncode(encoded);
  }
};

/** All characters except A–Z, a–z, 0–9, hyphen, period, underscore and tilde. */
const uriEncode = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
