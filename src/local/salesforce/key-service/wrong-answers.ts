import { randomBytes } from 'node:crypto';
import { base64url, type Draft } from './jwe.ts';

/** One kind of wrong answer. The rest of the answer is correct. */
export interface WrongAnswer {
  /** Answers with this status, without a key. */
  readonly status?: number;
  /** Delay of the answer, in milliseconds; Infinity: no answer. */
  readonly delay?: number;
  /** Closes the connection. */
  readonly drop?: true;
  /** The maximum number of times; default: always. */
  readonly times?: number;
  readonly draft?: (draft: Draft, asked: { readonly jti: string | undefined }) => Partial<Draft>;
  /** Changes the five parts of the JWE. */
  readonly parts?: (parts: readonly string[]) => readonly string[];
  /** Changes the answer's JSON. A string is sent unchanged. */
  readonly body?: (answer: { readonly kid: string; readonly jwe: string }) => object | string;
}

const header = (more: Readonly<Record<string, unknown>>): WrongAnswer => ({
  draft: ({ header: right }) => ({ header: { ...right, ...more } }),
});
const part = (index: number, change: (part: string) => string): WrongAnswer => ({
  parts: (parts) => parts.map((text, at) => (at === index ? change(text) : text)),
});
/** Flips a bit that isn't base64url padding. */
const flipped = (text: string): string => {
  const bytes = Buffer.from(text, 'base64url');
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  return base64url(bytes);
};

/** The faults of a key service, by name. docs/local-org.md has the StatusCode for each. */
export const WRONG_ANSWERS = {
  status: { status: 503 },
  unknownIdentifier: { status: 404 },
  unauthorized: { status: 401 },
  unauthorizedOnce: { status: 401, times: 1 },
  redirect: { status: 302 },
  drop: { drop: true },
  slow: { delay: 3500 },
  hang: { delay: Number.POSITIVE_INFINITY },
  emptyBody: { body: () => '' },
  notJson: { body: () => '<html><body>Sign in</body></html>' },
  missingJwe: { body: ({ kid }) => ({ kid }) },
  wrongKidInJson: { body: ({ kid, jwe }) => ({ kid: `${kid}-other`, jwe }) },
  wrongKidInHeader: { draft: ({ header: right }) => ({ header: { ...right, kid: `${right.kid}-other` } }) },
  wrongAlg: header({ alg: 'RSA-OAEP-256' }),
  wrongEnc: header({ enc: 'A256CBC-HS512' }),
  extraHeaderParameter: header({ typ: 'JWE' }),
  missingJti: header({ jti: undefined }),
  wrongJti: {
    draft: ({ header: right }, { jti }) =>
      jti === undefined ? {} : { header: { ...right, jti: randomBytes(16).toString('hex') } },
  },
  unaskedJti: {
    draft: ({ header: right }) => ({ header: { jti: randomBytes(16).toString('hex'), ...right } }),
  },
  missingPart: { parts: (parts) => parts.slice(0, 4) },
  paddedPart: part(4, (text) => `${text}==`),
  headerNotJson: part(0, () => base64url('alg=RSA-OAEP')),
  wrongIvSize: part(2, () => base64url(randomBytes(16))),
  wrongTagSize: part(4, (text) => base64url(Buffer.from(text, 'base64url').subarray(0, 12))),
  wrongContentKeySize: { draft: () => ({ contentKey: randomBytes(16) }) },
  /** Wrapped for a key that nobody here has. The recipient can't distinguish such bytes from random ones. */
  foreignContentKey: part(1, () => base64url(Buffer.concat([Buffer.alloc(1), randomBytes(511)]))),
  shortDataKey: { draft: ({ dataKey }) => ({ dataKey: Buffer.from(dataKey.subarray(0, 31)) }) },
  brokenTag: part(4, flipped),
} as const satisfies Readonly<Record<string, WrongAnswer>>;

export type KeyServiceFault = keyof typeof WRONG_ANSWERS;
