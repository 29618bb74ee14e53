import { KeywayError } from '../errors/index.ts';
import type { WireAnswer } from '../wire/transport.ts';
import { SalesforceFault } from './errors.ts';
import type { OrgConnection } from './org-connection.ts';

/** A message of the Bayeux protocol. Its content must be checked before use. */
export type BayeuxMessage = Readonly<Record<string, unknown>>;

interface Advice {
  readonly reconnect?: unknown;
  /** How long a connect should wait, in milliseconds. */
  readonly timeout?: unknown;
}

/** Limit for a connect: the org answers after 110 seconds (Streaming API Developer Guide, "Timeouts"). */
const CONNECT_TIMEOUT = 120_000;
const CALL_TIMEOUT = 30_000;

/**
 * A client of an org's CometD (The Bayeux Specification 1.0, long-polling). `StreamingClient` of @salesforce/core
 * handles one event in each process, with its own network access and session renewal. This client uses ours, and
 * keeps the cookies that route requests to the server with the session.
 */
export class CometdClient {
  readonly #connection: OrgConnection;
  readonly #cookies = new Map<string, string>();
  #clientId = '';
  #id = 0;

  constructor(connection: OrgConnection) {
    this.#connection = connection;
  }

  /**
   * Starts a session with the server.
   * @throws KeywayError, as all calls here do
   */
  async handshake(signal?: AbortSignal): Promise<void> {
    this.#clientId = '';
    const { clientId } = await this.#meta(
      'handshake',
      {
        version: '1.0',
        minimumVersion: '1.0',
        supportedConnectionTypes: ['long-polling'],
        ext: { replay: true },
      },
      signal,
    );
    this.#clientId = String(clientId);
  }

  /** Makes the first connect, which the server answers at once with its advice. */
  async connect(): Promise<Advice> {
    const { advice } = await this.#meta('connect', { connectionType: 'long-polling' });
    return Object(advice);
  }

  /**
   * Subscribes, together with the first connect, which the server answers at once and which only confirms the
   * session. A request may contain several messages.
   *
   * @param replayId -1 for new events, -2 for all that are retained, or the last one seen
   */
  async subscribe(channel: string, replayId: number, signal?: AbortSignal): Promise<void> {
    const messages = await this.#post(
      [
        { channel: '/meta/connect', connectionType: 'long-polling', advice: { timeout: 0 } },
        { channel: '/meta/subscribe', subscription: channel, ext: { replay: { [channel]: replayId } } },
      ],
      CALL_TIMEOUT,
      signal,
    );
    for (const name of ['connect', 'subscribe']) this.#accepted(name, messages);
  }

  /**
   * Waits until a message arrives or the server ends the wait. `again`: the session is lost, so repeat the
   * handshake.
   */
  async poll(
    signal: AbortSignal,
  ): Promise<{ readonly messages: readonly BayeuxMessage[]; readonly again: boolean }> {
    const messages = await this.#post(
      [{ channel: '/meta/connect', connectionType: 'long-polling' }],
      CONNECT_TIMEOUT,
      signal,
    );
    const answer = messages.find(({ channel }) => channel === '/meta/connect');
    const again = (answer?.advice as Advice | undefined)?.reconnect === 'handshake';
    if (answer?.successful === false && !again) throw this.#refusal('connect', answer);
    return { messages: messages.filter(({ channel }) => !String(channel).startsWith('/meta/')), again };
  }

  /** Ends the session. Doesn't wait long for the server. */
  async disconnect(): Promise<void> {
    if (this.#clientId === '') return;
    await this.#post([{ channel: '/meta/disconnect' }], 2000).catch(() => undefined);
  }

  async #meta(name: string, fields: BayeuxMessage, signal?: AbortSignal): Promise<BayeuxMessage> {
    return this.#accepted(
      name,
      await this.#post([{ channel: `/meta/${name}`, ...fields }], CALL_TIMEOUT, signal),
    );
  }

  #accepted(name: string, messages: readonly BayeuxMessage[]): BayeuxMessage {
    const answer = messages.find(({ channel }) => channel === `/meta/${name}`);
    if (answer?.successful !== true) throw this.#refusal(name, answer);
    return answer;
  }

  async #post(
    messages: readonly BayeuxMessage[],
    timeout: number,
    signal?: AbortSignal,
  ): Promise<readonly BayeuxMessage[]> {
    const client = this.#clientId === '' ? {} : { clientId: this.#clientId };
    const what = 'listening for events';
    const answer = await this.#connection.send({
      method: 'POST',
      path: `/cometd/${this.#connection.apiVersion}`,
      what,
      timeout,
      signal,
      headers: {
        'content-type': 'application/json',
        ...(this.#cookies.size > 0
          ? { cookie: [...this.#cookies].map((pair) => pair.join('=')).join('; ') }
          : {}),
      },
      body: JSON.stringify(
        messages.map((message) => {
          this.#id += 1;
          return { id: String(this.#id), ...client, ...message };
        }),
      ),
      faultIn,
    });
    this.#keepCookies(answer.headers['set-cookie'] ?? '');
    return messagesIn(answer) ?? [];
  }

  #keepCookies(header: string): void {
    // Several cookies arrive joined by commas, which dates also contain.
    for (const [, name = '', value = ''] of header.matchAll(/(?:^|,\s*)([^\s=;,]+)=([^;,]*)/g))
      this.#cookies.set(name, value);
  }

  #refusal(call: string, answer: BayeuxMessage | undefined): KeywayError {
    const { host } = this.#connection.place('');
    const errorText = typeof answer?.error === 'string' ? `: ${answer.error.slice(0, 300)}` : '';
    return new KeywayError(
      'KeyEventsRefused',
      `${host} refused the event subscription (${call}${errorText}).`,
      {
        actions: ['The user needs API Enabled, and Manage Encryption Keys for RemoteKeyCalloutEvent.'],
      },
    );
  }
}

/** A message reports an expired session, whatever the status. Other errors are REST errors or HTML pages. */
function faultIn(answer: WireAnswer): SalesforceFault | undefined {
  const messages = messagesIn(answer) ?? [];
  const expired = messages.some(({ error, ext }) => {
    const { sfdc } = Object(ext) as { sfdc?: { failureReason?: unknown } };
    return `${error}`.startsWith('401') || `${sfdc?.failureReason}`.startsWith('401');
  });
  if (expired || answer.status === 401)
    return new SalesforceFault(401, 'INVALID_SESSION_ID', 'Authentication invalid');
  // Some servers answer a refused message with a 4xx status and a message with the reason.
  const isBayeux = messages.some(({ channel }) => String(channel).startsWith('/meta/'));
  return answer.status < 400 || isBayeux
    ? undefined
    : new SalesforceFault(answer.status, `HTTP ${answer.status}`, '');
}

function messagesIn({ body }: WireAnswer): readonly BayeuxMessage[] | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    return [parsed].flat().filter((one): one is BayeuxMessage => typeof one === 'object' && one !== null);
  } catch {
    return undefined;
  }
}
