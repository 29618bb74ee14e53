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

/** Whether the other side may have carried out a request whose answer did not arrive, or can't be read. */
export function isAnswerLost(error: unknown): boolean {
  return error instanceof KeywayError && lost.has(error.code);
}
