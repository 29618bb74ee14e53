import type { KeyObject } from 'node:crypto';
import type { ProbeAuthentication, ProbeHeader } from './authentication.ts';

/**
 * The result of a probe: a correct answer; an answer, or none, that Salesforce would refuse; no connection from here; no
 * way to sign in from here. The last two prove nothing about the key service.
 */
export type ProbeOutcome = 'proven' | 'refused' | 'unreachable' | 'cannot-authenticate';

/** The checks in order. `authentication` is checked before the call and again by its answer. */
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

/** One check. Texts of the service are cut and quoted, without secrets. */
export interface ProbeCheck {
  readonly check: CheckName;
  /** Null if it was not checked, for the reason in the message. */
  readonly ok: boolean | null;
  /** The StatusCode that Salesforce would publish in its RemoteKeyCalloutEvent; an open list. */
  readonly statusCode?: string;
  readonly message: string;
  /** Passed, but needs attention: slow, or expires soon. */
  readonly warning?: true;
}

export interface ProbeResult {
  readonly identifier: string;
  /** The URL that was called, without its query. */
  readonly url: string;
  readonly outcome: ProbeOutcome;
  /** One of each name, in order. */
  readonly checks: readonly ProbeCheck[];
  /** Milliseconds from the call to the end of its answer; 0 without a call. */
  readonly elapsedMs: number;
}

/** A cache-only key and how to call for it. Holds secrets: never print it. */
export interface ProbeTarget {
  /** The URL of the named credential, as configured. */
  readonly url: string;
  /** `RemoteKeyIdentifier`: `a-z A-Z 0-9 . - _`. */
  readonly identifier: string;
  /** Whether the answer must repeat the `requestId` of the call. */
  readonly replayDetection: boolean;
  readonly authentication: ProbeAuthentication;
  /** In sending order; values may hold formulas. The last of several with one name counts. */
  readonly headers: readonly ProbeHeader[];
  /** Why Salesforce would make no call at all. */
  readonly blocked?: string | undefined;
  /** Whether Salesforce writes the Authorization header; default true. */
  readonly authorizationHeader?: boolean | undefined;
  /** Milliseconds for the complete answer. */
  readonly timeout?: number | undefined;
  /** Milliseconds after which an answer counts as slow. */
  readonly slowAfter?: number | undefined;
  /** The private key of the certificate that the key is wrapped for; without it, the key isn't decrypted. */
  readonly privateKey?: KeyObject | undefined;
  /** PEM certificates to trust instead of Node's. */
  readonly ca?: string | readonly string[] | undefined;
  readonly now?: (() => Date) | undefined;
}
