import { KeywayError } from '../errors/index.ts';
import { withRetries } from '../wire/retry.ts';
import { isLoopback, type Transport, type WireAnswer } from '../wire/transport.ts';
import { WireFault } from '../wire/wire-fault.ts';
import { isOutage, type Place, refreshError, SalesforceFault, wireError } from './errors.ts';

/** Requests a new access token, which is kept in memory only. */
export type Renew = () => Promise<{
  readonly accessToken: string;
  readonly instanceUrl?: string | undefined;
}>;

export interface ConnectionOptions {
  readonly instanceUrl: string;
  readonly accessToken: string;
  readonly renew?: Renew | undefined;
  /** The command to sign in again, for errors. */
  readonly login: string;
  /** Two digits and `.0`. */
  readonly apiVersion: string;
  readonly transport: Transport;
}

export interface OrgRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Relative to the instance URL; begins with `/services/`. */
  readonly path: string;
  /** The purpose, which follows "while" in an error. */
  readonly what: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A function if the session id goes into the body (SOAP). */
  readonly body?: string | ((accessToken: string) => string) | undefined;
  /** Whether the request may be sent again if it may or may not have arrived. GET may. */
  readonly idempotent?: boolean;
  /** Limit for one attempt, in milliseconds. */
  readonly timeout?: number;
  readonly signal?: AbortSignal | undefined;
  /** Returns the error in an answer, or undefined if there is none. */
  readonly faultIn: (answer: WireAnswer) => SalesforceFault | undefined;
}

const RETRYABLE_FAULTS = new Set(['UNABLE_TO_LOCK_ROW', 'QUERY_TIMEOUT']);

/** A session in an org: the token (never printed), its renewal, and requests with bounded retries. */
export class OrgConnection {
  readonly apiVersion: string;
  readonly transport: Transport;
  readonly login: string;
  #instanceUrl: string;
  #accessToken: string;
  #renew: Renew | undefined;
  #renewing: Promise<void> | undefined;
  /** The difference between the org's clock and this machine's, in milliseconds. */
  #clockOffset = 0;

  constructor(options: ConnectionOptions) {
    this.apiVersion = options.apiVersion;
    this.transport = options.transport;
    this.login = options.login;
    this.#instanceUrl = checkedInstanceUrl(options.instanceUrl);
    this.#accessToken = options.accessToken;
    this.#renew = options.renew;
  }

  get instanceUrl(): string {
    return this.#instanceUrl;
  }

  get accessToken(): string {
    return this.#accessToken;
  }

  get canRenew(): boolean {
    return this.#renew !== undefined;
  }

  /** The org's time, to a second, from the `Date` of its last answer. This machine's clock may be wrong. */
  now(): Date {
    return new Date(Date.now() + this.#clockOffset);
  }

  place(what: string): Place {
    return { host: new URL(this.#instanceUrl).host, what, login: this.login };
  }

  /**
   * Sends a request and returns the answer.
   * @throws KeywayError for an error in the answer, or if there is no answer
   */
  async send(request: OrgRequest): Promise<WireAnswer> {
    const repeatable = request.idempotent ?? request.method === 'GET';
    try {
      return await withRetries(() => this.#sendOnce(request), {
        repeatable,
        isPassing: (fault) => isPassing(fault, request.method),
        signal: request.signal,
      });
    } catch (error) {
      const known = wireError(
        request.signal?.aborted ? new WireFault('ABORTED', '') : error,
        this.place(request.what),
      );
      throw known.code === 'Interrupted' && !repeatable ? mayStillHappen(known) : known;
    }
  }

  /** Replaces an expired token. Concurrent callers with the same token share one renewal. */
  async renew(usedToken: string): Promise<void> {
    if (this.#renew === undefined)
      throw new SalesforceFault(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
    if (usedToken !== this.#accessToken) return;
    this.#renewing ??= this.#replaceToken(this.#renew).finally(() => {
      this.#renewing = undefined;
    });
    await this.#renewing;
  }

  async #replaceToken(renew: Renew): Promise<void> {
    try {
      const { accessToken, instanceUrl } = await renew();
      this.#accessToken = accessToken;
      if (instanceUrl !== undefined) this.#instanceUrl = checkedInstanceUrl(instanceUrl);
    } catch (error) {
      throw error instanceof KeywayError || error instanceof WireFault
        ? error
        : refreshError(error, this.place('renewing the session'));
    }
  }

  async #sendOnce(request: OrgRequest, renewed = false): Promise<WireAnswer> {
    const token = this.#accessToken;
    const body = typeof request.body === 'function' ? request.body(token) : request.body;
    const answer = await this.transport.send({
      method: request.method,
      url: `${this.#instanceUrl}${request.path}`,
      headers: { 'user-agent': 'keyway', ...request.headers, authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body }),
      ...(request.timeout === undefined ? {} : { timeout: request.timeout }),
      signal: request.signal,
    });
    const date = Date.parse(answer.headers.date ?? '');
    if (Number.isFinite(date)) this.#clockOffset = date - Date.now();
    if (answer.status >= 300 && answer.status < 400) throw movedError(answer, this.place(request.what));
    const fault = request.faultIn(answer);
    if (fault === undefined) return answer;
    if (!renewed && this.canRenew && isExpired(fault)) {
      await this.renew(token);
      return this.#sendOnce(request, true);
    }
    throw fault;
  }
}

/** An interrupted request may still have reached the org. */
function mayStillHappen({ code, message, exitCode, cause }: KeywayError): KeywayError {
  return new KeywayError(code, message, {
    actions: ['Salesforce may have received this request and may still carry it out.'],
    exitCode,
    cause,
  });
}

function isExpired(fault: SalesforceFault): boolean {
  // Renewal doesn't help a session that may not use the REST API.
  return fault.errorCode === 'INVALID_SESSION_ID' && !/not valid for use with/i.test(fault.message);
}

function isPassing(fault: unknown, method: OrgRequest['method']): boolean {
  if (!(fault instanceof SalesforceFault)) return false;
  // SOAP, which is always a POST, also uses status 500 for errors in a request.
  const isServerError = method === 'GET' && fault.status === 500;
  return isServerError || isOutage(fault) || RETRYABLE_FAULTS.has(fault.errorCode);
}

function movedError(answer: WireAnswer, place: Place): KeywayError {
  const location = URL.parse(answer.headers.location ?? '', `https://${place.host}`);
  return new KeywayError(
    'OrgMoved',
    `${place.host} redirects requests to ${location?.host ?? 'another host'}, while ${place.what}.`,
    {
      actions: [`If the org moved or its My Domain changed, sign in again: ${place.login}`],
    },
  );
}

/**
 * Returns `https://host`, or plain http on this machine.
 * @throws KeywayError `InvalidInstanceUrl`
 */
export function checkedInstanceUrl(text: string): string {
  const url = URL.parse(text.trim());
  const refuse = (sentence: string, ...actions: string[]) =>
    new KeywayError('InvalidInstanceUrl', sentence, { actions });
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw refuse(
      "The instance URL isn't a web address.",
      'Write it as https://yourdomain.my.salesforce.com.',
    );
  }
  if (url.username !== '' || url.password !== '')
    throw refuse(`The instance URL at ${url.host} must not have a user name or password.`);
  if (url.protocol !== 'https:' && !isLoopback(url.hostname)) {
    throw refuse(
      `The instance URL http://${url.host} isn't encrypted, so others could read the access token.`,
      `Use https://${url.host}.`,
    );
  }
  if (url.hostname.endsWith('.lightning.force.com')) {
    const host = url.hostname.replace(/\.lightning\.force\.com$/, '.my.salesforce.com');
    throw refuse(`${url.host} serves web pages, not APIs.`, `Use https://${host}.`);
  }
  return url.origin;
}
