import { type ErrorCode, KeywayError } from '../errors/index.ts';
import { redactServerMessage } from '../errors/redact.ts';
import { networkError, type Remedies, type RequestPlace } from '../wire/network-error.ts';
import { isOutageStatus } from '../wire/retry.ts';
import { WireFault } from '../wire/wire-fault.ts';

/** An error from Salesforce: the status, its code (INVALID_FIELD, …) and its message. */
export class SalesforceFault extends Error {
  readonly status: number;
  readonly errorCode: string;
  /** The fields that made the org refuse a row, if it names them. */
  readonly fields: readonly string[];

  constructor(status: number, errorCode: string, message: string, fields: readonly string[] = []) {
    super(redactServerMessage(message));
    this.name = 'SalesforceFault';
    this.status = status;
    this.fields = fields;
    this.errorCode = errorCode.replace(/^\w+:/, '');
  }
}

/** `login` is the command to sign in again. */
export interface Place extends RequestPlace {
  readonly login: string;
}

const remedies: Remedies = {
  address: ['Check the instance URL and that the org still exists: sf org list.'],
  refused: "Check that the org's server is running, and host and port.",
  tooLarge: 'Check that the instance URL is that of a Salesforce org.',
  tls: (reason) => ({
    code: 'TlsFailed',
    sentence: (host) => `${host} has an untrusted certificate (${reason})`,
    actions: ['If a company proxy re-signs TLS, add its certificate: NODE_EXTRA_CA_CERTS=/path/to/ca.pem.'],
  }),
};

/**
 * The only function that converts network and API errors to a sentence with a place and a remedy. The result never
 * contains a header, a body or a token. Returns a KeywayError unchanged.
 */
export function wireError(fault: unknown, place: Place): KeywayError {
  if (fault instanceof KeywayError) return fault;
  if (fault instanceof WireFault) return networkError(fault, place, remedies);
  if (fault instanceof SalesforceFault) return answerError(fault, place);
  const { message, errorCode, name } = Object(fault) as {
    message?: string;
    errorCode?: string;
    name?: string;
  };
  const renewal = /^Unable to refresh session due to: (.*)/s.exec(message ?? '')?.[1];
  if (renewal !== undefined) return renewalFailedError(renewal, place);
  // Errors of jsforce, which source-deploy-retrieve uses, carry Salesforce's code.
  if (errorCode) return answerError(jsforceFault(errorCode, message ?? ''), place);
  if (/JWT-based access tokens/.test(message ?? '')) return jwtTokenError(place);
  return new KeywayError(
    'UnexpectedAnswer',
    `${place.host} sent an unreadable answer while ${place.what}: ${redactServerMessage(message ?? String(name))}`,
    { cause: fault, actions: ['Check that the instance URL is that of a Salesforce org.'] },
  );
}

/** jsforce reports an unreadable answer as `ERROR_HTTP_503`, with its body as the message. */
function jsforceFault(errorCode: string, message: string): SalesforceFault {
  const status = /^ERROR_HTTP_(\d+)$/.exec(errorCode)?.[1];
  return status === undefined
    ? new SalesforceFault(0, errorCode, message)
    : new SalesforceFault(Number(status), `HTTP ${status}`, '');
}

/** Whether a proxy or server failed, or the org temporarily. The outcome of the request is then unknown. */
export function isOutage({ status, errorCode }: SalesforceFault): boolean {
  return (
    isOutageStatus(status) ||
    /^(HTTP )?5\d\d$/.test(errorCode) ||
    errorCode === 'SERVER_UNAVAILABLE' ||
    errorCode === 'UNKNOWN_EXCEPTION'
  );
}

/** Salesforce's code (INVALID_FIELD, DUPLICATE_VALUE, …) of an error from this folder. */
export function errorCodeOf(error: unknown): string | undefined {
  const cause = error instanceof KeywayError ? error.cause : error;
  return cause instanceof SalesforceFault ? cause.errorCode : undefined;
}

/** The HTTP status of an error from this folder, if the org answered. */
export function httpStatusOf(error: unknown): number | undefined {
  const cause = error instanceof KeywayError ? error.cause : error;
  return cause instanceof SalesforceFault ? cause.status : undefined;
}

/** The error if the identity provider no longer accepts a refresh token, or if its endpoint doesn't answer. */
export function refreshError(cause: unknown, place: Place): KeywayError {
  const reason = cause instanceof Error ? `: ${redactServerMessage(cause.message)}` : '';
  return new KeywayError(
    'RefreshFailed',
    `The session at ${place.host} has expired and couldn't be renewed${reason}.`,
    {
      cause,
      actions: [`Sign in again: ${place.login}`],
    },
  );
}

/** Our own error, whose message jsforce passes on. */
function renewalFailedError(sentence: string, place: Place): KeywayError {
  return sentence.startsWith('The session at ')
    ? new KeywayError('RefreshFailed', sentence, { actions: [`Sign in again: ${place.login}`] })
    : refreshError(new Error(sentence), place);
}

export function jwtTokenError(place: Place): KeywayError {
  return new KeywayError(
    'JwtAccessToken',
    `The access token for ${place.host} is a JWT, which Salesforce's SOAP APIs accept only from API version 68.0.`,
    {
      actions: [
        'Use API version 68.0 or later (-a 68.0).',
        'Or turn off "Issue JSON Web Token (JWT)-based access tokens" in the connected app and sign in again.',
      ],
    },
  );
}

function answerError(fault: SalesforceFault, { host, what, login }: Place): KeywayError {
  const fail = (code: ErrorCode, sentence: string, ...actions: string[]) =>
    new KeywayError(code, sentence, { actions, cause: fault, data: { errorCode: fault.errorCode } });
  // A SOAP fault repeats its code before its message.
  const prefix = `${fault.errorCode}: `;
  const unprefixed = fault.message.startsWith(prefix) ? fault.message.slice(prefix.length) : fault.message;
  const sentence = unprefixed.replace(/[.\s]+$/, '');
  const serverText = sentence === '' ? fault.errorCode : `${fault.errorCode}: ${sentence}`;
  if (
    fault.errorCode === 'INVALID_SESSION_ID' ||
    fault.errorCode === 'INVALID_AUTH_HEADER' ||
    fault.status === 401
  ) {
    return fail(
      'SessionExpired',
      `The session at ${host} is expired or invalid, while ${what}.`,
      `Sign in again: ${login}`,
    );
  }
  if (fault.errorCode === 'API_DISABLED_FOR_ORG' || fault.errorCode === 'API_CURRENTLY_DISABLED') {
    return fail(
      'ApiDisabled',
      `The org at ${host} has no API access (${serverText}).`,
      'Give the user the permission "API Enabled". The org\'s edition must include the API.',
    );
  }
  if (fault.errorCode === 'REQUEST_LIMIT_EXCEEDED' || fault.status === 429) {
    return fail(
      'RequestLimitExceeded',
      `The org at ${host} has used up its API requests (${serverText}), while ${what}.`,
      'Wait until the 24-hour limit allows more requests. To see it: sf org list limits.',
    );
  }
  if (isOutage(fault)) {
    return fail(
      'OrgUnavailable',
      `The org at ${host} isn't available right now (${serverText}), while ${what}.`,
      'See https://status.salesforce.com and try again.',
    );
  }
  if (fault.errorCode === 'INSUFFICIENT_ACCESS' || fault.status === 403) {
    return fail(
      'Forbidden',
      `${host} refused ${what} (${serverText}).`,
      "Check the user's permissions, and the session's: connected app policies, IP ranges, high-assurance.",
    );
  }
  if (fault.errorCode === 'UNSUPPORTED_API_VERSION') {
    return fail(
      'ApiVersionUnsupported',
      `The org at ${host} doesn't support this API version (${serverText}).`,
      'Set an older one with -a, or apiVersion in keyway.yaml.',
    );
  }
  return fail(
    'SalesforceError',
    `${host} returned an error while ${what}: ${serverText}.`,
    `Look up ${fault.errorCode} in Salesforce's documentation of API status codes.`,
  );
}
