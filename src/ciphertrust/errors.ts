import { KeywayError } from '../errors/index.ts';
import { WireFault } from '../wire/wire-errors.ts';

/** CipherTrust answered with an error: `{ code, codeDesc, message, requestID }`; what a page says is not repeated. */
export class CipherTrustFault extends Error {
  readonly status: number;
  /** `NCERRResourceNotFound`; `HTTP 502` where the body is no error of CipherTrust's. */
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

/** Where a call went, and for what: `what` follows "while" ("listing keys"). */
export interface Place {
  readonly host: string;
  readonly what: string;
}

const MOST_CHARACTERS = 600;

/** What came with a good status could not be read: whatever was asked for has been done all the same. */
export class AnswerUnreadable extends Error {
  override readonly name = 'AnswerUnreadable';
}

/**
 * The error in an answer; undefined where it is none. `clean` takes secrets out of what it says, before it is cut to
 * a length: half of one would no longer be found.
 */
export function faultIn(
  status: number,
  body: string,
  clean: (said: string) => string,
): CipherTrustFault | undefined {
  if (status >= 200 && status < 300) return undefined;
  let parsed: Readonly<Record<string, unknown>> = {};
  try {
    parsed = Object(JSON.parse(body));
  } catch {
    // a page of something between here and there
  }
  const { codeDesc, message, requestID } = parsed;
  const textOf = (value: unknown) =>
    // On one line: more of them could look like sentences of keyway's own.
    typeof value === 'string' ? clean(value).trim().replace(/\s+/g, ' ').slice(0, MOST_CHARACTERS) : '';
  const [, name = `HTTP ${status}`, words = ''] = /^\[?(\w+)\]?(?::\s*(.*))?$/.exec(textOf(codeDesc)) ?? [];
  const said = [words, textOf(message)].filter((text) => text !== '').join(': ');
  const id = textOf(requestID);
  return new CipherTrustFault(status, name, said.slice(0, MOST_CHARACTERS), id === '' ? undefined : id);
}

/** Whether it is unknown what became of the request: it may have been carried out. */
export function isAnswerLost(error: unknown): boolean {
  const cause = error instanceof KeywayError ? error.cause : error;
  if (cause instanceof CipherTrustFault) return [502, 503, 504].includes(cause.status);
  if (cause instanceof AnswerUnreadable) return true;
  return cause instanceof WireFault && !isTls(cause) && !neverSent.includes(cause.code);
}

/** The HTTP status of an error of this folder, where there was an answer. */
export function statusOf(error: unknown): number | undefined {
  const cause = error instanceof KeywayError ? error.cause : error;
  return cause instanceof CipherTrustFault ? cause.status : undefined;
}

const neverSent = ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH'];

function isTls({ code }: WireFault): boolean {
  return /CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|HOSTNAME|EPROTO|FINGERPRINT/.test(code);
}

/**
 * The one place where what goes wrong with CipherTrust becomes a sentence with a place and a remedy. Never holds a
 * header, a body or a token.
 */
export function cipherTrustError(fault: unknown, place: Place): KeywayError {
  if (fault instanceof KeywayError) return fault;
  if (fault instanceof WireFault) return isTls(fault) ? tlsError(fault, place) : networkError(fault, place);
  if (fault instanceof CipherTrustFault) return answerError(fault, place);
  return new KeywayError(
    'UnexpectedAnswer',
    `${place.host} gave an answer that could not be read while ${place.what}.`,
    { cause: fault, actions: ['Check that the URL is that of a CipherTrust Manager.'] },
  );
}

function tlsError(fault: WireFault, { host, what }: Place): KeywayError {
  const fail = (code: string, sentence: string, ...actions: string[]) =>
    new KeywayError(code, `${sentence}, while ${what}. Nothing was sent.`, { actions, cause: fault });
  if (fault.code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return fail(
      'CertificateNameMismatch',
      `The certificate of ${host} is for another name`,
      'Use the name that the certificate has, or give the server one with this name.',
    );
  }
  if (fault.code === 'CERT_HAS_EXPIRED' || fault.code === 'CERT_NOT_YET_VALID') {
    const state = fault.code === 'CERT_HAS_EXPIRED' ? 'has expired' : 'is not valid yet';
    return fail(
      'CertificateExpired',
      `The certificate of ${host} ${state}`,
      "Renew the certificate of CipherTrust's web interface.",
    );
  }
  if (fault.code === 'FINGERPRINT_MISMATCH') {
    return fail(
      'FingerprintMismatch',
      `The certificate of ${host} has another SHA-256 fingerprint than the one that is pinned`,
      'If the server has a new certificate, compare its fingerprint there and pin the new one.',
      'If not, somebody stands between.',
    );
  }
  return fail(
    'CertificateUntrusted',
    `The certificate of ${host} is from an authority that is not trusted here (${fault.code})`,
    "Give the authority's certificate: --ca-file ca.pem, or caFile under cipherTrust: in the config.",
    'Or pin the certificate of the server: --fingerprint, or fingerprint under cipherTrust:.',
  );
}

function networkError(fault: WireFault, { host, what }: Place): KeywayError {
  const fail = (code: string, sentence: string, ...actions: string[]) =>
    new KeywayError(code, `${sentence}, while ${what}.`, { actions, cause: fault });
  const proxy = 'If a proxy stands between, set HTTPS_PROXY (and NO_PROXY).';
  switch (fault.code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return fail('HostNotFound', `The host ${host} is not known (${fault.code})`, `Check the URL. ${proxy}`);
    case 'ECONNREFUSED':
      return fail(
        'ConnectionRefused',
        `${host} refused the connection`,
        `Check that CipherTrust runs there, and host and port. ${proxy}`,
      );
    case 'ANSWER_TOO_LARGE':
      return fail(
        'AnswerTooLarge',
        `${host} gave an answer of more than 64 MB`,
        'Check that the URL is that of a CipherTrust Manager.',
      );
    case 'ETIMEDOUT':
      return fail('RequestTimedOut', `${host} did not answer in time`, `Try again later. ${proxy}`);
    case 'ABORTED':
      return new KeywayError('Interrupted', `Interrupted while ${what}.`, { cause: fault, exitCode: 130 });
    default:
      return fail('ConnectionLost', `The connection to ${host} broke (${fault.code})`, `Try again. ${proxy}`);
  }
}

function answerError(fault: CipherTrustFault, { host, what }: Place): KeywayError {
  const { status, errorCode, message, requestId } = fault;
  const said = message === '' ? errorCode : `${errorCode}: ${message.replace(/[.\s]+$/, '')}`;
  const fail = (code: string, sentence: string, ...actions: string[]) =>
    new KeywayError(code, sentence, { actions, cause: fault, data: { status, errorCode, requestId } });
  switch (status) {
    case 401:
      return fail(
        'CipherTrustLoginRefused',
        `CipherTrust at ${host} does not take this login (${said}), while ${what}.`,
        'Check user, password and domain; try them with: keyway cckm login',
      );
    case 403:
      return fail(
        'CipherTrustForbidden',
        `CipherTrust at ${host} refused ${what} (${said}).`,
        "Give the user the group CCKM Admins, or the organization's ACLs for this.",
      );
    case 404:
      return fail(
        'CipherTrustNotFound',
        `CipherTrust at ${host} does not know what was named, while ${what} (${said}).`,
        'See what there is: keyway cckm organizations, certificates, keys.',
      );
    case 409:
      return fail(
        'CipherTrustConflict',
        `CipherTrust at ${host} has this already, while ${what} (${said}).`,
        'Look at what is there before you make another.',
      );
    case 429:
    case 502:
    case 503:
    case 504:
      return fail(
        'CipherTrustUnavailable',
        `CipherTrust at ${host} is not available just now (${said}), while ${what}.`,
        'Try again later.',
      );
    default:
      if (status >= 300 && status < 400) {
        return fail(
          'CipherTrustRedirects',
          `${host} answered ${what} with a redirection (HTTP ${status}), which is not followed.`,
          'Give the URL of the CipherTrust Manager itself, and not that of something before it.',
        );
      }
      return status >= 500
        ? fail(
            'CipherTrustFailed',
            `CipherTrust at ${host} failed (${said}) while ${what}.`,
            `Look in CipherTrust's records${requestId ? ` for request ${requestId}` : ''}.`,
          )
        : fail(
            'CipherTrustRefused',
            `CipherTrust at ${host} refused ${what} (${said}).`,
            "Correct what it names; it hands on Salesforce's own words too.",
          );
  }
}
