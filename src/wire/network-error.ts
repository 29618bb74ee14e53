import { type ErrorCode, KeywayError } from '../errors/index.ts';
import type { WireFault } from './wire-fault.ts';

/** The target and purpose of a request; `what` follows "while" ("listing keys"). */
export interface RequestPlace {
  readonly host: string;
  readonly what: string;
}

/** What a user can do about each failure, in one sentence each. */
export interface Remedies {
  readonly address: readonly string[];
  readonly refused: string;
  readonly tooLarge: string;
  /** By the code of the fault, because certificates fail for several reasons. */
  readonly tls: (code: string) => TlsFailure;
}

export interface TlsFailure {
  readonly code: ErrorCode;
  /** What went wrong, for this host. */
  readonly sentence: (host: string) => string;
  readonly actions: readonly string[];
}

const proxy = "If you're behind a proxy, set HTTPS_PROXY (and NO_PROXY).";

/** The error for a request without an answer. It contains no header, body or token. */
export function networkError(
  fault: WireFault,
  { host: asked, what }: RequestPlace,
  remedies: Remedies,
): KeywayError {
  const host = fault.host || asked;
  const fail = (code: ErrorCode, sentence: string, ...actions: readonly string[]) =>
    new KeywayError(code, `${sentence}, while ${what}.`, { actions, cause: fault });
  if (isTls(fault)) {
    const { code, sentence, actions } = remedies.tls(fault.code);
    return new KeywayError(code, `${sentence(host)}, while ${what}. Nothing was sent.`, {
      actions,
      cause: fault,
    });
  }
  switch (fault.code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return fail('HostNotFound', `The host ${host} isn't known (${fault.code})`, ...remedies.address, proxy);
    case 'ECONNREFUSED':
      return fail('ConnectionRefused', `${host} refused the connection`, `${remedies.refused} ${proxy}`);
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return fail(
        'HostUnreachable',
        `${host} can't be reached (${fault.code})`,
        `Check the network. ${proxy}`,
      );
    case 'ANSWER_TOO_LARGE':
      return fail('AnswerTooLarge', `${host} sent an answer of more than 64 MB`, remedies.tooLarge);
    case 'ETIMEDOUT':
      return fail('RequestTimedOut', `${host} didn't answer in time`, `Try again later. ${proxy}`);
    case 'ABORTED':
      return new KeywayError('Interrupted', `Interrupted while ${what}.`, { cause: fault, exitCode: 130 });
    default:
      return fail('ConnectionLost', `The connection to ${host} broke (${fault.code})`, `Try again. ${proxy}`);
  }
}

function isTls({ code }: WireFault): boolean {
  return /CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|HOSTNAME|EPROTO|FINGERPRINT/.test(code);
}
