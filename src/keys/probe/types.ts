import type { KeyObject } from 'node:crypto';
import type { ProbeAuthentication, ProbeHeader } from './authentication.ts';

/**
 * What a probe came to: a right answer; an answer, or a lack of one, that Salesforce would refuse too; no connection
 * from here; no way to log in from here. The last two prove nothing about the key service.
 */
export type ProbeOutcome = 'proven' | 'refused' | 'unreachable' | 'cannot-authenticate';

/** What is looked at, in this order; `authentication` before the call and again by what it is answered with. */
export const checkNames = [
  'request',
  'reachable',
  'tls',
  'tls-issuer',
  'tls-name',
  'tls-expiry',
  'authentication',
  'answer',
  'status',
  'body',
  'json',
  'json-kid',
  'json-jwe',
  'jwe-parts',
  'jwe-header',
  'jwe-parameters',
  'jwe-alg',
  'jwe-enc',
  'jwe-kid',
  'jwe-jti',
  'iv-size',
  'tag-size',
  'content-key-size',
  'data-key-size',
  'content-key',
  'data-key',
] as const;
export type CheckName = (typeof checkNames)[number];

/** One thing that was looked at; texts of the service are cut and quoted, secrets are left out. */
export interface ProbeCheck {
  readonly check: CheckName;
  /** Null: not looked at, for the reason in the message. */
  readonly ok: boolean | null;
  /** The StatusCode of the RemoteKeyCalloutEvent that Salesforce would publish; an open list. */
  readonly statusCode?: string;
  readonly message: string;
  /** Right, and yet to be seen to: slow, or soon to expire. */
  readonly warning?: true;
}

export interface ProbeResult {
  readonly identifier: string;
  /** What was called, without query. */
  readonly url: string;
  readonly outcome: ProbeOutcome;
  /** One of each name, in their order. */
  readonly checks: readonly ProbeCheck[];
  /** Milliseconds from the call to the end of its answer; 0 where it was not made. */
  readonly elapsedMs: number;
}

/** A cache-only key and the way to it. Holds secrets: never to be printed. */
export interface ProbeTarget {
  /** Of the named credential, as it is configured. */
  readonly url: string;
  /** `RemoteKeyIdentifier`: `a-z A-Z 0-9 . - _`. */
  readonly identifier: string;
  /** Whether the org asks for its `requestId` in the answer. */
  readonly replayDetection: boolean;
  readonly authentication: ProbeAuthentication;
  /** In the order in which they are sent; values may hold formulas. Of several with one name the last counts. */
  readonly headers: readonly ProbeHeader[];
  /** Why Salesforce would make no call at all, as a sentence. */
  readonly blocked?: string | undefined;
  /** Whether Salesforce writes the Authorization header; default true. */
  readonly authorizationHeader?: boolean | undefined;
  /** Milliseconds for the whole of an answer. */
  readonly timeout?: number | undefined;
  /** Milliseconds after which an answer is slow. */
  readonly slowAfter?: number | undefined;
  /** Of the certificate that the key is wrapped for; without it the key is not decrypted. */
  readonly privateKey?: KeyObject | undefined;
  /** PEM certificates to trust instead of Node's. */
  readonly ca?: string | readonly string[] | undefined;
  readonly now?: (() => Date) | undefined;
}
