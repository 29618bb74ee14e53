import { KeywayError } from './index.ts';

/** Codes of errors that leave the outcome of a request unknown: it may have been carried out. */
const lostCodes: ReadonlySet<string> = new Set([
  'AnswerTooLarge',
  'CipherTrustUnavailable',
  'ConnectionLost',
  'CredentialNotConfirmed',
  'DeployStillRunning',
  'Interrupted',
  'OrgUnavailable',
  'RequestTimedOut',
  'UnexpectedAnswer',
]);

/** Errors that occurred after a change was sent. */
const errorsAfterChange = new WeakSet<object>();

/**
 * Marks an error that occurs after a change, such as while reading it back. Whatever went wrong, the change may
 * have been made.
 */
export function markAfterChange(error: KeywayError): KeywayError {
  errorsAfterChange.add(error);
  return error;
}

/** Whether the other side may have made a change: its answer didn't arrive, can't be read, or wasn't confirmed. */
export function isAnswerLost(error: unknown): boolean {
  return error instanceof KeywayError && (lostCodes.has(error.code) || errorsAfterChange.has(error));
}
