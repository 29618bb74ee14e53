import { KeywayError } from './index.ts';

/** Codes of errors that say nothing of what became of a request: it may have been carried out. */
const lost: ReadonlySet<string> = new Set([
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

/** Errors of something that came after a change was sent. */
const late = new WeakSet<object>();

/**
 * Marks an error of what follows a change, such as reading it back: whatever went wrong there, the change may have been
 * made.
 */
export function afterChange(error: KeywayError): KeywayError {
  late.add(error);
  return error;
}

/** Whether the other side may have carried out a change: its answer did not arrive, can't be read, or was not confirmed. */
export function isAnswerLost(error: unknown): boolean {
  return error instanceof KeywayError && (lost.has(error.code) || late.has(error));
}
