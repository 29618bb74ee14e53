import type { CalloutResponse } from '../apex/index.ts';
import { ours } from '../api-error.ts';
import { UNCONFIRMED_STATUS } from '../uncertain.ts';
import { type Expected, openJwe } from './open-jwe.ts';
import { RemoteKeyProblem } from './problem.ts';

/**
 * The key in a key service's answer: `{"kid", "jwe"}` with status 200 (Salesforce Help, Cache-Only Key Service).
 * Throws a RemoteKeyProblem.
 */
export const readAnswer = ({ statusCode, body }: CalloutResponse, expected: Expected): Buffer => {
  checkStatus(statusCode);
  if (body.trim() === '')
    throw new RemoteKeyProblem(
      'EMPTY_RESPONSE',
      'The remote key service callout returned an empty response. Contact your remote key service for help.',
    );
  let answer: Readonly<Record<string, unknown>>;
  try {
    answer = Object(JSON.parse(body));
  } catch {
    throw new RemoteKeyProblem(UNCONFIRMED_STATUS.malformedJson, ours('the answer is no JSON'));
  }
  if (typeof answer.kid !== 'string' || typeof answer.jwe !== 'string')
    throw new RemoteKeyProblem(UNCONFIRMED_STATUS.malformedJson, ours('the answer has no kid or no jwe'));
  if (answer.kid !== expected.kid)
    throw new RemoteKeyProblem(
      UNCONFIRMED_STATUS.incorrectKeyIdInJson,
      ours(`the answer has kid ${answer.kid.slice(0, 100)}, not ${expected.kid}`),
    );
  return openJwe(answer.jwe, expected);
};

/** The two codes are assigned by their descriptions: an "HTTP error", and an "unsupported" code. */
const checkStatus = (status: number): void => {
  if (status === 200) return;
  if (status === 401)
    throw new RemoteKeyProblem(
      'AUTHENTICATION_FAILURE_RESPONSE',
      'Authentication with the remote key service failed with the following error: 401.',
      { error: '401' },
    );
  if (status >= 400)
    throw new RemoteKeyProblem(
      'DESTROY_HTTP_CODE',
      `The remote key service returned an HTTP error: ${status}. A successful HTTP response returns a 200 code.`,
      { httpStatus: status },
    );
  throw new RemoteKeyProblem(
    'ERROR_HTTP_CODE',
    `The remote key service returned an unsupported HTTP response code: ${status}. A successful HTTP response returns a 200 code.`,
    { httpStatus: status },
  );
};
