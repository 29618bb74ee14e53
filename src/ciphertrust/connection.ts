import { z } from 'zod';
import { KeywayError } from '../errors/index.ts';
import { checkedAnswer, jsonOf } from '../wire/answer-check.ts';
import { isOutageStatus, withRetries } from '../wire/retry.ts';
import { createTransport, type Transport, type WireAnswer } from '../wire/transport.ts';
import { CipherTrustFault, cipherTrustError, faultIn, type Place, statusOf } from './errors.ts';
import { createTokens, type Login, type TokenAnswer } from './tokens.ts';
import { type Trust, tlsTrust } from './trust.ts';

export interface CipherTrustOptions extends Trust {
  /** `https://host[:port]`; a path is not part of it, but for `/api`. */
  readonly url: string;
  readonly domain?: string | undefined;
  /** The domain that the user belongs to. */
  readonly authDomain?: string | undefined;
  /** Looked up when a token is first needed. */
  readonly login: () => Login | Promise<Login>;
  /** Milliseconds since 1970; default the machine's time. */
  readonly now?: () => number;
  /** For each request, in milliseconds; default 60 seconds. */
  readonly timeout?: number;
  /** Ends whatever is under way. */
  readonly signal?: AbortSignal | undefined;
}

export interface CipherTrustRequest<T> {
  /** Default GET. */
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/api`. */
  readonly path: string;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Follows "while": "listing keys". */
  readonly what: string;
  /** What is secret in `json`: an answer may repeat it. */
  readonly secrets?: readonly string[];
  /** What the answer must be. */
  readonly answer: z.ZodType<T>;
}

/** A CipherTrust Manager. Call `close` when done. */
export interface CipherTrust {
  /** Host and port, for messages. */
  readonly host: string;
  /** One request with a token. Throws a KeywayError; see `statusOf`. */
  send<T>(request: CipherTrustRequest<T>): Promise<T>;
  /** An answer that is not JSON, as it came. */
  text(path: string, what: string): Promise<string>;
  /** Gets a token; what is wrong with the login shows here. */
  login(): Promise<void>;
  /** Whoever waits for something may be interrupted by it. */
  readonly signal: AbortSignal | undefined;
  close(): void;
}

/** With its slash, as the documents have it. */
const TOKENS = '/v1/auth/tokens/';

const tokenAnswer = z.looseObject({
  jwt: z.string().min(1),
  duration: z.number().positive(),
  refresh_token: z.string().optional(),
});

/** Nothing is sent yet. @throws KeywayError `CipherTrustUrlInvalid` */
export function openCipherTrust(options: CipherTrustOptions): CipherTrust {
  const { timeout = 60_000, signal, now = Date.now } = options;
  const base = baseOf(options.url);
  let opened: Promise<Transport> | undefined;
  // Once for all requests: whom to trust may have to be asked of the server itself.
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
    // In lines, as the documents write it.
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
      // A token that ended early, or was revoked: the request was not looked at, so that it may be sent again.
      if (statusOf(error) !== 401 || renew) throw error;
      return once(request, true);
    }
  };
  /** Reading is tried again where the way there is broken; nothing else is ever sent twice. */
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

/** Whether it may be gone in a moment. */
function isPassing(fault: unknown): boolean {
  return fault instanceof CipherTrustFault && (fault.status === 500 || isOutageStatus(fault.status));
}

/** With an id of dots alone, which would be a step in the path, or with an empty one, it would be another call. */
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
