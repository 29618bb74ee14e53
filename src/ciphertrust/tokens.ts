/** A login: a user with a password, or a refresh token created for keyway. */
export type Login =
  | { readonly username: string; readonly password: string }
  | { readonly refreshToken: string };

/** The answer of `POST /v1/auth/tokens/`. */
export interface TokenAnswer {
  readonly jwt: string;
  /** Seconds. */
  readonly duration: number;
  readonly refreshToken: string | undefined;
}

export interface Tokens {
  /** Returns a valid token and requests one if needed; `renew`: the current one was refused. */
  get(renew?: boolean): Promise<string>;
  /** All values that must not be shown. */
  secrets(): readonly string[];
}

/** A token is renewed this long before it expires, in milliseconds, or a tenth of its lifetime if that is less. */
const MARGIN = 30_000;

/** Domains of CipherTrust; undefined for root. */
export interface Domains {
  /** The domain to work in. */
  readonly domain: string | undefined;
  /** The user's domain. As a service, CipherTrust requires its tenant. */
  readonly authDomain: string | undefined;
}

/** The body of a token request. The user is `name`, as in the documents; CipherTrust accepts `username` too. */
export function tokenRequest(
  login: Login,
  { domain, authDomain }: Domains,
): Readonly<Record<string, string>> {
  return 'refreshToken' in login
    ? { grant_type: 'refresh_token', refresh_token: login.refreshToken }
    : {
        name: login.username,
        password: login.password,
        ...(domain === undefined ? {} : { domain }),
        ...(authDomain === undefined ? {} : { auth_domain: authDomain }),
      };
}

export interface TokenOptions extends Domains {
  /** Called when a token is first needed. */
  readonly login: () => Login | Promise<Login>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Sends a token request. */
  readonly ask: (
    request: Readonly<Record<string, string>>,
    secrets: readonly string[],
  ) => Promise<TokenAnswer>;
  /** Whether a refusal means that the refresh token has expired, so that the password is needed. */
  readonly isRefused: (error: unknown) => boolean;
}

/**
 * Manages tokens: requests one on first use, and the next before it expires, by its refresh token as long as that
 * is accepted. Concurrent callers share one request.
 */
export function createTokens({ login, domain, authDomain, now, ask, isRefused }: TokenOptions): Tokens {
  const domains = { domain, authDomain };
  let known: Login | undefined;
  let current: { readonly answer: TokenAnswer; readonly until: number } | undefined;
  let asking: Promise<string> | undefined;
  const secrets = (): readonly string[] => [
    ...(known === undefined ? [] : 'refreshToken' in known ? [known.refreshToken] : [known.password]),
    ...(current === undefined ? [] : [current.answer.jwt, current.answer.refreshToken ?? '']),
  ];
  const byLogin = async (): Promise<TokenAnswer> => {
    known ??= await login();
    return ask(tokenRequest(known, domains), secrets());
  };
  const next = async (): Promise<TokenAnswer> => {
    const refreshToken = current?.answer.refreshToken;
    if (refreshToken === undefined) return byLogin();
    try {
      const answer = await ask(tokenRequest({ refreshToken }, domains), secrets());
      return { ...answer, refreshToken: answer.refreshToken ?? refreshToken };
    } catch (error) {
      if (!isRefused(error)) throw error;
      return byLogin();
    }
  };
  const renewed = async (): Promise<string> => {
    const asked = now();
    const answer = await next();
    const lasts = answer.duration * 1000;
    current = { answer, until: asked + lasts - Math.min(MARGIN, lasts / 10) };
    return answer.jwt;
  };
  return {
    secrets,
    get: async (renew = false) => {
      if (asking) return asking;
      if (!renew && current !== undefined && now() < current.until) return current.answer.jwt;
      asking = renewed().finally(() => {
        asking = undefined;
      });
      return asking;
    },
  };
}
