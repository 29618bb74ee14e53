import { z } from 'zod';
import { KeywayError } from '../errors/index.ts';
import { checkedAnswer, jsonOf } from '../wire/answer-check.ts';
import { isOutageStatus, withRetries } from '../wire/retry.ts';
import { createTransport, type Transport, type WireAnswer } from '../wire/transport.ts';
import { CipherTrustFault, cipherTrustError, faultIn, type Place, statusOf } from './errors.ts';
import { createTokens, type Login, type TokenAnswer } from './tokens.ts';
import { type Trust, tlsTrust } from './trust.ts';

export interface CipherTrustOptions extends Trust {
  /** `https://host[:port]`, without a path except `/api`. */
  readonly url: string;
  readonly domain?: string | undefined;
  /** The user's domain. */
  readonly authDomain?: string | undefined;
  /** Called when a token is first needed. */
  readonly login: () => Login | Promise<Login>;
  /** Returns milliseconds since 1970; default: this machine's time. */
  readonly now?: () => number;
  /** Limit for each request, in milliseconds; default 60 seconds. */
  readonly timeout?: number;
  /** Aborts running requests. */
  readonly signal?: AbortSignal | undefined;
}

export interface CipherTrustRequest<T> {
  /** Default GET. */
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Relative to `/api`. */
  readonly path: string;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Follows "while" in an error: "listing keys". */
  readonly what: string;
  /** Secrets in `json`, because an answer may repeat them. */
  readonly secrets?: readonly string[];
  /** The schema of the answer. */
  readonly answer: z.ZodType<T>;
}

/** A connection to CipherTrust Manager. Call `close` at the end. */
export interface CipherTrust {
  /** Host and port, for messages. */
  readonly host: string;
  /**
   * Sends one request with a token.
   * @throws KeywayError; see `statusOf`
   */
  send<T>(request: CipherTrustRequest<T>): Promise<T>;
  /** Reads an answer that isn't JSON. */
  text(path: string, what: string): Promise<string>;
  /** Gets a token. This reveals a wrong login. */
  login(): Promise<void>;
  /** Interrupts waits. */
  readonly signal: AbortSignal | undefined;
  close(): void;
}

/** With its slash, as in the documents. */
const TOKENS = '/v1/auth/tokens/';

const tokenAnswer = z.looseObject({
  jwt: z.string().min(1),
  duration: z.number().positive(),
  refresh_token: z.string().optional(),
});

/**
 * Sends nothing yet.
 * @throws KeywayError `CipherTrustUrlInvalid`
 */
export function openCipherTrust(options: CipherTrustOptions): CipherTrust {
  const { timeout = 60_000, signal, now = Date.now } = options;
  const base = baseOf(options.url);
  let opened: Promise<Transport> | undefined;
  // Created once, because the trusted certificate may have to be read from the server itself.
  const transport = (): Promise<Transport> => {
    opened ??= tlsTrust(base, options).then((trust) => createTransport(process.env, trust));
    opened.catch(() => {
      opened = undefined;
    });
    return opened;
  };
  const exchange = async (
    place: Place,
    secrets: () => readonly string[],
    request: { method: string; path: string; json?: unknown; token?: string },
  ): Promise<WireAnswer> => {
    const { method, path, json, token } = request;
    const headers = {
      accept: 'application/json',
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    };
    // With line breaks, as in the documents.
    const body = json === undefined ? {} : { body: JSON.stringify(json, null, 2) };
    const url = urlOf(base, path);
    try {
      const answer = await (await transport()).send({ method, url, headers, ...body, timeout, signal });
      const known = [...secrets(), token ?? ''];
      const fault = faultIn(answer.status, answer.body, known);
      if (fault === undefined) return answer;
      throw fault;
    } catch (fault) {
      throw cipherTrustError(fault, place);
    }
  };
  const ask = async (
    json: Readonly<Record<string, string>>,
    secrets: readonly string[],
  ): Promise<TokenAnswer> => {
    const place = { host: base.host, what: 'logging in' };
    const own = [...secrets, json.password ?? '', json.refresh_token ?? ''];
    const { body } = await exchange(place, () => own, { method: 'POST', path: TOKENS, json });
    const { jwt, duration, refresh_token } = read(tokenAnswer, body, place);
    return { jwt, duration, refreshToken: refresh_token };
  };
  const tokens = createTokens({
    login: options.login,
    domain: options.domain,
    authDomain: options.authDomain,
    now,
    ask,
    isRefused: (error) => statusOf(error) === 401,
  });
  const once = async (
    request: Omit<CipherTrustRequest<unknown>, 'answer'> & { method: string },
    renew = false,
  ): Promise<WireAnswer> => {
    const { method, path, json, what, secrets = [] } = request;
    const token = await tokens.get(renew);
    const place = { host: base.host, what };
    try {
      return await exchange(place, () => [...tokens.secrets(), ...secrets], { method, path, json, token });
    } catch (error) {
      // The token expired early or was revoked. The request wasn't processed, so it can be sent again.
      if (statusOf(error) !== 401 || renew) throw error;
      return once(request, true);
    }
  };
  /** Repeats GET requests after a broken connection. Never sends any other request twice. */
  const send = async (request: Omit<CipherTrustRequest<unknown>, 'answer'>): Promise<WireAnswer> => {
    const { method = 'GET' } = request;
    return withRetries(() => once({ ...request, method }), {
      repeatable: method === 'GET',
      isPassing,
      signal,
    });
  };
  return {
    host: base.host,
    signal,
    send: async ({ answer, ...request }) => {
      const { body } = await send(request);
      return read(answer, body, { host: base.host, what: request.what });
    },
    text: async (path, what) => (await send({ path, what })).body,
    login: async () => {
      await tokens.get();
    },
    close: () => {
      opened?.then(
        (open) => open.close(),
        () => undefined,
      );
    },
  };
}

/** Whether an error may be temporary. */
function isPassing(fault: unknown): boolean {
  return fault instanceof CipherTrustFault && (fault.status === 500 || isOutageStatus(fault.status));
}

/** An id that is empty or consists of dots would change the path to another call. */
function urlOf(base: URL, path: string): string {
  const url = new URL(`/api${path}`, base);
  const plain = path.replace(/\?.*/s, '');
  const isWhole = plain === TOKENS || !/\/(?:\/|$)/.test(plain);
  if (isWhole && `/api${plain}` === url.pathname) return url.href;
  throw new KeywayError('IdInvalid', "An ID can't be used in the path of a request.", {
    actions: ['Nothing was sent. Copy the ID from a list of keyway cckm.'],
  });
}

function baseOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const plain = url !== undefined && url.username === '' && url.password === '' && url.search === '';
  if (url && plain && url.protocol === 'https:' && /^\/(?:api\/?)?$/.test(url.pathname))
    return new URL(url.origin);
  throw new KeywayError(
    'CipherTrustUrlInvalid',
    "The CipherTrust URL isn't https://host or https://host:port.",
    {
      actions: ['Write it without a path, user name and password. keyway never uses http.'],
    },
  );
}

function read<T>(schema: z.ZodType<T>, body: string, place: Place): T {
  return checkedAnswer(schema, body === '' ? undefined : jsonOf(body, place), place);
}
