import { CalloutFailure } from '../apex/index.ts';
import { ours } from '../api-error.ts';

/** Why a callout got no answer. Cache-only keys distinguish these. */
export type CalloutReason =
  | 'access'
  | 'authentication'
  | 'timeout'
  | 'unreachable'
  | 'refused'
  | 'notEmulated';

/**
 * A callout that failed before an answer arrived. Apex sees a `System.CalloutException`. The message contains no
 * secret.
 */
export class CalloutProblem extends CalloutFailure {
  readonly reason: CalloutReason;

  constructor(reason: CalloutReason, message: string) {
    super(message);
    this.name = 'CalloutProblem';
    this.reason = reason;
  }
}

/** Orgs use this wording for every missing access to a principal or to user external credentials. */
export const noAccess = (externalCredential: string): CalloutProblem =>
  new CalloutProblem(
    'access',
    `We couldn't access the credential(s). You might not have the required permissions, or the external credential "${externalCredential}" might not exist.`,
  );

/** The wording for a missing named credential. */
export const noEndpoint = (namedCredential: string): CalloutProblem =>
  new CalloutProblem(
    'access',
    `The callout couldn't access the endpoint. You might not have the required permissions, or the named credential "${namedCredential}" might not exist.`,
  );

export const calloutNotEmulated = (what: string, why?: string): CalloutProblem =>
  new CalloutProblem('notEmulated', ours(`${what} is not emulated${why === undefined ? '' : `: ${why}`}`));

export const calloutRefused = (message: string): CalloutProblem =>
  new CalloutProblem('refused', ours(message));
