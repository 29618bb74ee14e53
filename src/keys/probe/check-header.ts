import { unconfirmedStatus } from '../uncertain.ts';
import { failed, passed, quoteAnswer } from './findings.ts';
import type { ProbeCheck } from './types.ts';

export interface ExpectedHeader {
  readonly identifier: string;
  /** The requestId of the call; undefined without replay detection. */
  readonly requestId: string | undefined;
}

const illegal = 'ILLEGAL_PARAMETERS_IN_JWE_HEADER';

/** The protected header: `alg`, `enc`, `kid`, with replay detection `jti`, and nothing else. */
export function checkHeader(encoded: string, expected: ExpectedHeader): readonly ProbeCheck[] {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(encoded, 'base64url')));
  } catch {
    header = undefined;
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header))
    return [failed('jwe-header', unconfirmedStatus.jwe, "the JWE header isn't a JSON object")];
  const { alg, enc, kid, jti, ...others } = header as Readonly<Record<string, unknown>>;
  return [
    passed('jwe-header', 'a JSON object'),
    unknownParameters(Object.keys(others), expected),
    is('jwe-alg', alg, 'RSA-OAEP', 'INCORRECT_ALGORITHM_IN_JWE_HEADER'),
    is('jwe-enc', enc, 'A256GCM', unconfirmedStatus.encryption),
    is('jwe-kid', kid, expected.identifier, unconfirmedStatus.keyIdInHeader),
    requestId(jti, expected),
  ];
}

function unknownParameters(found: readonly string[], { requestId }: ExpectedHeader): ProbeCheck {
  const allowed = `alg, enc, kid${requestId === undefined ? '' : ', jti'}`;
  if (found.length === 0) return passed('jwe-parameters', `nothing but ${allowed}`);
  const message = `the JWE header has ${quoteAnswer(found.join(', '))} in addition to ${allowed}`;
  return failed('jwe-parameters', illegal, message);
}

function is(
  check: 'jwe-alg' | 'jwe-enc' | 'jwe-kid',
  value: unknown,
  right: string,
  statusCode: string,
): ProbeCheck {
  if (value === right) return passed(check, right);
  const name = check.slice('jwe-'.length);
  if (value === undefined) return failed(check, illegal, `the JWE header has no ${name}`);
  return failed(check, statusCode, `${name} of the JWE header is ${quoteAnswer(value)}, not ${right}`);
}

function requestId(jti: unknown, { requestId: asked }: ExpectedHeader): ProbeCheck {
  if (asked === undefined) {
    if (jti === undefined) return passed('jwe-jti', 'none, because replay detection is off');
    return failed('jwe-jti', illegal, 'the JWE header has a jti, but replay detection is off');
  }
  if (jti === asked) return passed('jwe-jti', 'the requestId of this call');
  if (jti === undefined)
    return failed('jwe-jti', illegal, 'the JWE header has no jti, which replay detection needs');
  return failed(
    'jwe-jti',
    unconfirmedStatus.requestId,
    "jti of the JWE header isn't the requestId of this call",
  );
}
