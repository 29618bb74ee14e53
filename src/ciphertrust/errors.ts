import { type ErrorCode, KeywayError } from '../errors/index.ts';
import { redactServerMessage } from '../errors/redact.ts';
import { networkError, type Remedies, type RequestPlace, type TlsFailure } from '../wire/network-error.ts';
import { WireFault } from '../wire/wire-fault.ts';

/** An error from CipherTrust: `{ code, codeDesc, message, requestID }`. It doesn't repeat HTML pages. */
export class CipherTrustFault extends Error {
  readonly status: number;
  /** As in `NCERRResourceNotFound`; `HTTP 502` if the body isn't a CipherTrust error. */
  readonly errorCode: string;
  readonly requestId: string | undefined;

  constructor(status: number, errorCode: string, message: string, requestId?: string) {
    super(message);
    this.name = 'CipherTrustFault';
    this.status = status;
    this.errorCode = errorCode;
    this.requestId = requestId;
  }
}

/** The target and purpose of a call. */
export type Place = RequestPlace;

/** The error in an answer; undefined if there is none. Its message doesn't contain these secrets. */
export function faultIn(
  status: number,
  body: string,
  secrets: readonly string[],
): CipherTrustFault | undefined {
  if (status >= 200 && status < 300) return undefined;
  let parsed: Readonly<Record<string, unknown>> = {};
  try {
    parsed = Object(JSON.parse(body));
  } catch {
    // An HTML page of some proxy.
  }
  const { codeDesc, message, requestID } = parsed;
  const textOf = (value: unknown) =>
    // On one line, because more lines could look like keyway's own sentences.
    typeof value === 'string' ? redactServerMessage(value, secrets).trim().replace(/\s+/g, ' ') : '';
  const [, name = `HTTP ${status}`, words = ''] = /^\[?(\w+)\]?(?::\s*(.*))?$/.exec(textOf(codeDesc)) ?? [];
  const serverText = [words, textOf(message)].filter((text) => text !== '').join(': ');
  const id = textOf(requestID);
  return new CipherTrustFault(status, name, serverText, id === '' ? undefined : id);
}

/** The HTTP status of an error from this folder, if there was an answer. */
export function statusOf(error: unknown): number | undefined {
  const cause = error instanceof KeywayError ? error.cause : error;
  return cause instanceof CipherTrustFault ? cause.status : undefined;
}

/**
 * The only function that converts CipherTrust errors to a sentence with a place and a remedy. The result never
 * contains a header, a body or a token.
 */
export function cipherTrustError(fault: unknown, place: Place): KeywayError {
  if (fault instanceof KeywayError) return fault;
  if (fault instanceof WireFault) return networkError(fault, place, remedies);
  if (fault instanceof CipherTrustFault) return answerError(fault, place);
  return new KeywayError('UnexpectedAnswer', `${place.host} sent an unreadable answer while ${place.what}.`, {
    cause: fault,
    actions: ['Check that the URL is that of a CipherTrust Manager.'],
  });
}

const remedies: Remedies = {
  address: ['Check the URL.'],
  refused: 'Check that CipherTrust runs there, and host and port.',
  tooLarge: 'Check that the URL is that of a CipherTrust Manager.',
  tls: tlsFailure,
};

function tlsFailure(reason: string): TlsFailure {
  switch (reason) {
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return {
        code: 'CertificateNameMismatch',
        sentence: (host) => `The certificate of ${host} is for another name`,
        actions: ['Use the name in the certificate, or give the server a certificate with this name.'],
      };
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return {
        code: 'CertificateExpired',
        sentence: (host) =>
          `The certificate of ${host} ${reason === 'CERT_HAS_EXPIRED' ? 'has expired' : "isn't valid yet"}`,
        actions: ["Renew the certificate of CipherTrust's web interface."],
      };
    case 'FINGERPRINT_MISMATCH':
      return {
        code: 'FingerprintMismatch',
        sentence: (host) => `The certificate of ${host} doesn't have the pinned SHA-256 fingerprint`,
        actions: [
          'If the server has a new certificate, compare its fingerprint there and pin the new one.',
          'Otherwise somebody may be intercepting the connection: find out before you sign in.',
        ],
      };
    default:
      return {
        code: 'CertificateUntrusted',
        sentence: (host) => `The certificate of ${host} is from an untrusted authority (${reason})`,
        actions: [
          "Pass the authority's certificate with --ca-file ca.pem, or set caFile under cipherTrust: in the config.",
          "Or pin the server's certificate with --fingerprint, or fingerprint under cipherTrust:.",
        ],
      };
  }
}

function answerError(fault: CipherTrustFault, { host, what }: Place): KeywayError {
  const { status, errorCode, message, requestId } = fault;
  const serverText = message === '' ? errorCode : `${errorCode}: ${message.replace(/[.\s]+$/, '')}`;
  const fail = (code: ErrorCode, sentence: string, ...actions: string[]) =>
    new KeywayError(code, sentence, { actions, cause: fault, data: { status, errorCode, requestId } });
  switch (status) {
    case 401:
      return fail(
        'CipherTrustLoginRefused',
        `CipherTrust at ${host} rejected the sign-in (${serverText}), while ${what}.`,
        'Check the user name, password and domain. To try them: keyway cckm login',
      );
    case 403:
      return fail(
        'CipherTrustForbidden',
        `CipherTrust at ${host} refused ${what} (${serverText}).`,
        "Add the user to the group CCKM Admins, or grant it this in the organization's ACLs.",
      );
    case 404:
      return fail(
        'CipherTrustNotFound',
        `CipherTrust at ${host} doesn't have this, while ${what} (${serverText}).`,
        'To see what exists: keyway cckm organizations, certificates, keys.',
      );
    case 409:
      return fail(
        'CipherTrustConflict',
        `CipherTrust at ${host} already has this, while ${what} (${serverText}).`,
        'Check what exists before you create another.',
      );
    case 429:
      return fail(
        'RequestLimitExceeded',
        `CipherTrust at ${host} refused ${what} for now: too many requests (${serverText}).`,
        'Try again later.',
      );
    case 502:
    case 503:
    case 504:
      return fail(
        'CipherTrustUnavailable',
        `CipherTrust at ${host} isn't available right now (${serverText}), while ${what}.`,
        'Try again later.',
      );
    default:
      if (status >= 300 && status < 400) {
        return fail(
          'CipherTrustRedirects',
          `${host} answered ${what} with a redirect (HTTP ${status}), which keyway doesn't follow.`,
          'Use the URL of the CipherTrust Manager itself, not of a server in front of it.',
        );
      }
      return status >= 500
        ? fail(
            'CipherTrustFailed',
            `CipherTrust at ${host} failed (${serverText}) while ${what}.`,
            `Look in CipherTrust's records${requestId ? ` for request ${requestId}` : ''}.`,
          )
        : fail(
            'CipherTrustRefused',
            `CipherTrust at ${host} refused ${what} (${serverText}).`,
            'Correct the problem in its message, which can also come from Salesforce.',
          );
  }
}
