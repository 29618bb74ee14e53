import type { HttpAnswer, NoAnswer } from '../../wire/http-call.ts';
import { answerCode, unconfirmedStatus } from '../uncertain.ts';
import { failed, passed, warned } from './findings.ts';
import { reasonOf } from './reason.ts';
import type { ProbeCheck } from './types.ts';

/** Whether a complete answer came in time. */
export function checkTime(answer: HttpAnswer | NoAnswer, slowAfter: number): ProbeCheck {
  const { elapsedMs } = answer;
  const took = `${(elapsedMs / 1000).toFixed(1)} s`;
  switch (answer.kind) {
    case 'answer':
      if (elapsedMs <= slowAfter) return passed('answer', `answered in ${elapsedMs} ms`);
      return warned(
        'answer',
        `answered in ${took}, which is slow: Salesforce expects less than ${slowAfter / 1000} s`,
      );
    case 'timeout':
      return failed('answer', unconfirmedStatus.timeout, `no complete answer in ${took}`);
    case 'too-large':
      return failed(
        'answer',
        unconfirmedStatus.unknown,
        'the answer is larger than 6 MB, and keyway stopped reading it',
      );
    default:
      return failed('answer', unconfirmedStatus.unknown, `no answer: ${reasonOf(answer.code)}`);
  }
}

/** Whether the status is 200, the only one that Salesforce accepts. 401 and 403 count as `authentication`. */
export function checkStatus({ statusCode }: HttpAnswer): readonly ProbeCheck[] {
  const accepted = passed('authentication', 'accepted');
  if (statusCode === 200) return [accepted, passed('status', '200')];
  const code = answerCode(statusCode);
  if (statusCode === 401 || statusCode === 403)
    return [
      failed('authentication', code, `the key service answered ${statusCode}: it rejected the sign-in`),
    ];
  const redirect = statusCode >= 300 && statusCode < 400 ? ', and follows no redirects' : '';
  return [
    accepted,
    failed(
      'status',
      code,
      `the key service answered ${statusCode}, but Salesforce accepts only 200${redirect}`,
    ),
  ];
}

/** Whether the answer has a body. */
export function checkBody({ body }: HttpAnswer): ProbeCheck {
  if (body.some((byte) => byte > 0x20)) return passed('body', `${body.length} bytes`);
  return failed('body', 'EMPTY_RESPONSE', 'the answer is empty');
}
