import type { HttpAnswer } from '../../wire/http-call.ts';
import { unconfirmedStatus } from '../uncertain.ts';
import { failed, passed, quoteAnswer } from './findings.ts';
import type { ProbeCheck } from './types.ts';

/** `{"kid": "…", "jwe": "…"}` */
export function checkJson(
  { body, contentEncoding }: HttpAnswer,
  identifier: string,
): { readonly checks: readonly ProbeCheck[]; readonly jwe?: string } {
  const fails = (message: string) => ({ checks: [failed('json', unconfirmedStatus.json, message)] });
  if (contentEncoding !== undefined && contentEncoding !== '' && contentEncoding.toLowerCase() !== 'identity')
    return fails(
      `the answer is compressed (${quoteAnswer(contentEncoding)}), but Salesforce requests no compression`,
    );
  let answer: unknown;
  try {
    answer = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body));
  } catch {
    return fails("the answer isn't JSON in UTF-8");
  }
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer))
    return fails("the answer is JSON, but isn't an object");
  const { kid, jwe } = answer as Readonly<Record<string, unknown>>;
  const checks = [passed('json', 'an object'), checkKid(kid, identifier)];
  if (typeof jwe === 'string' && jwe !== '') return { checks: [...checks, passed('json-jwe', 'there')], jwe };
  const what = jwe === undefined ? 'has no "jwe"' : 'has a "jwe" that is empty or not a string';
  return { checks: [...checks, failed('json-jwe', unconfirmedStatus.json, `the JSON ${what}`)] };
}

function checkKid(kid: unknown, identifier: string): ProbeCheck {
  if (kid === identifier) return passed('json-kid', identifier);
  if (kid === undefined) return failed('json-kid', unconfirmedStatus.json, 'the JSON has no "kid"');
  const message = `"kid" of the JSON is ${quoteAnswer(kid)}, not ${identifier}`;
  return failed('json-kid', unconfirmedStatus.keyIdInJson, message);
}
