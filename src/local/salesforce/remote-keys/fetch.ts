import { randomBytes } from 'node:crypto';
import { ApiError } from '../api-error.ts';
import { calloutAs } from '../callout/callout.ts';
import { CalloutProblem } from '../callout/problem.ts';
import { encryptionKeySetting } from '../metadata/settings.ts';
import type { Org } from '../org.ts';
import type { View } from '../store/database.ts';
import { REMOTE_KEY_TIMEOUT, UNCONFIRMED_STATUS } from '../uncertain.ts';
import { RemoteKeyProblem } from './problem.ts';
import { readAnswer } from './read-answer.ts';

export interface RemoteKey {
  /** Its tenant secret; null before that exists. */
  readonly tenantSecretId: string | null;
  readonly identifier: string;
  /** Developer name. */
  readonly namedCredential: string;
  /** PKCS#8, PEM. */
  readonly privateKey: string;
}

/**
 * Fetches a cache-only key as the Automated Process user: `GET <named credential>/<identifier>`, with a `requestId`
 * if replay detection is on (Salesforce Help, Cache-Only Key Service). Publishes every callout as a
 * RemoteKeyCalloutEvent. Throws a RemoteKeyProblem, or an ApiError if something isn't emulated.
 *
 * @param at the time of the fetch, in milliseconds; earlier than now if it was due while no process ran
 */
export const fetchRemoteKey = async (org: Org, view: View, key: RemoteKey, at: number): Promise<void> => {
  const userId = automatedProcessUser(view);
  const nonce = encryptionKeySetting(view, 'enableReplayDetection')
    ? randomBytes(16).toString('hex')
    : undefined;
  const publish = (statusCode: string, details: object | undefined): void =>
    org.events.publish(
      {
        Details: details === undefined ? null : JSON.stringify(details),
        RequestIdentifier: nonce === undefined ? null : `${key.identifier}?requestId=${nonce}`,
        StatusCode: statusCode,
        TenantSecretId: key.tenantSecretId,
      },
      userId,
      at,
    );
  try {
    const response = await calloutAs(org, view, userId, key.namedCredential, {
      method: 'GET',
      path: `/${key.identifier}${nonce === undefined ? '' : `?requestId=${nonce}`}`,
      headers: { Accept: 'application/json' },
      body: '',
      timeout: Number(view.get('setting', 'keyTimeout')?.value ?? REMOTE_KEY_TIMEOUT),
    });
    readAnswer(response, { kid: key.identifier, jti: nonce, privateKey: key.privateKey }).fill(0);
  } catch (error) {
    const problem = problemOf(error);
    publish(problem.statusCode, { ...problem.details, message: problem.message });
    if (error instanceof CalloutProblem && error.reason === 'notEmulated')
      throw new ApiError(501, 'LOCAL_ORG_NOT_EMULATED', error.message);
    throw problem;
  }
  publish('SUCCESS', undefined);
};

export const automatedProcessUser = (view: View): string =>
  String(view.all('user').find(({ UserType }) => UserType === 'AutomatedProcess')?.Id);

const problemOf = (error: unknown): RemoteKeyProblem => {
  if (error instanceof RemoteKeyProblem) return error;
  if (!(error instanceof CalloutProblem)) throw error;
  const { reason, message } = error;
  if (reason === 'access' || reason === 'authentication')
    return new RemoteKeyProblem(
      'AUTHENTICATION_FAILURE_RESPONSE',
      `Authentication with the remote key service failed with the following error: ${message}`,
    );
  const statusCode = reason === 'timeout' ? UNCONFIRMED_STATUS.timeout : UNCONFIRMED_STATUS.unknown;
  return new RemoteKeyProblem(statusCode, message);
};
