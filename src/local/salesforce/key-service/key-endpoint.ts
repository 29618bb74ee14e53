import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from 'hono';
import { drop } from '../server/fault-middleware.ts';
import type { View } from '../store/database.ts';
import { dataKeyOf } from './data-key.ts';
import { jweParts } from './jwe.ts';
import { recipientOf } from './recipient.ts';
import type { KeyServiceSwitches } from './switches.ts';
import type { WrongAnswer } from './wrong-answers.ts';

export interface KeySource {
  /** The org beside the key service, which knows its certificates. */
  readonly view: () => View;
  /** The root of the data keys, base64. */
  readonly rootKey: string;
  readonly switches: KeyServiceSwitches;
}

const IDENTIFIER = /^[A-Za-z0-9._-]{1,255}$/;

/**
 * `GET /keys/<identifier>`, with or without `requestId`: `{"kid", "jwe"}`, as a customer's key service answers
 * (Salesforce Help, Cache-Only Key Service), correctly or with the faults that are set.
 */
export const keyEndpoint =
  ({ view, rootKey, switches }: KeySource) =>
  async (c: Context): Promise<Response> => {
    const kid = c.req.param('id') ?? '';
    if (!IDENTIFIER.test(kid)) return c.json({ error: 'not_found' }, 404);
    const jti = c.req.query('requestId');
    const { wrong, certificate } = switches.nextAnswer(kid);
    if (wrong.drop) return drop(c);
    if (wrong.delay !== undefined) await delayAnswer(wrong.delay, c.req.raw.signal);
    if (wrong.status !== undefined && wrong.status !== 200) {
      // The redirect leads back here, so a client that follows it gets the next answer.
      const { pathname, search } = new URL(c.req.url);
      const headers = wrong.status >= 300 && wrong.status < 400 ? { Location: `${pathname}${search}` } : {};
      return new Response(null, { status: wrong.status, headers });
    }
    const recipient = recipientOf(view(), certificate);
    if (recipient === undefined) {
      const which =
        certificate === undefined
          ? 'certificate of 4096 bits for customer-supplied keys'
          : `certificate ${certificate}`;
      return c.json({ error: 'no_certificate', error_description: `the org has no ${which}` }, 409);
    }
    const right = {
      header: { alg: 'RSA-OAEP', enc: 'A256GCM', kid, ...(jti === undefined ? {} : { jti }) },
      contentKey: randomBytes(32),
      dataKey: dataKeyOf(rootKey, kid),
    };
    const parts = jweParts({ ...right, ...wrong.draft?.(right, { jti }) }, recipient);
    return send(c, wrong, { kid, jwe: (wrong.parts?.(parts) ?? parts).join('.') });
  };

const send = (c: Context, wrong: WrongAnswer, answer: { kid: string; jwe: string }): Response => {
  const body = wrong.body?.(answer) ?? answer;
  if (typeof body !== 'string') return c.json(body);
  c.header('Content-Type', body === '' ? 'application/json' : 'text/html');
  return c.body(body);
};

/** Waits, or without a limit until the client disconnects. */
const delayAnswer = async (delay: number, disconnected: AbortSignal): Promise<void> => {
  try {
    if (Number.isFinite(delay)) await sleep(delay, undefined, { signal: disconnected });
    else await new Promise((resolve) => disconnected.addEventListener('abort', resolve, { once: true }));
  } catch {
    // Nobody waits for the answer any more.
  }
};
