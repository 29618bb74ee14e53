import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { badRequest, unauthorized } from './errors.ts';
import type { Clock } from './state.ts';

/** API tokens are valid for 5 minutes (CipherTrust Manager, Authentication Tokens). */
export const TOKEN_SECONDS = 300;

export interface Account {
  readonly username: string;
  readonly password: string;
  /** `root` if absent. */
  readonly domain?: string | undefined;
  /** The user's domain; `root` if absent. */
  readonly authDomain?: string | undefined;
}

export interface Tokens {
  /** `POST /v1/auth/tokens/`: by name and password, or by a refresh token. Throws a CipherTrustProblem. */
  issue(body: Readonly<Record<string, unknown>>): object;
  /** Throws a CipherTrustProblem unless the token was issued and hasn't expired. */
  check(authorization: string | undefined): void;
  /** Expires all API tokens. Refresh tokens stay valid. */
  expire(): void;
  /** Revokes all refresh tokens. */
  revoke(): void;
}

export const createTokens = (account: Account, clock: Clock): Tokens => {
  const secret = randomBytes(32);
  const ends = new Map<string, number>();
  const refreshTokens = new Map<string, string>();
  const make = (): string => {
    const seconds = Math.floor(clock() / 1000);
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const content = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: `local|${account.username}`, iss: 'kylo', jwtid: randomUUID(), iat: seconds, exp: seconds + TOKEN_SECONDS })}`;
    const jwt = `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
    ends.set(jwt, clock() + TOKEN_SECONDS * 1000);
    return jwt;
  };
  return {
    issue: (body) => {
      const { grant_type: grant = 'password', name, username, password, domain, refresh_token } = body;
      const { auth_domain: authDomain } = body;
      if (grant === 'refresh_token') {
        const id = refreshTokens.get(String(refresh_token));
        if (id === undefined) throw unauthorized('Invalid refresh token.');
        return tokenAnswer(make(), String(refresh_token), id);
      }
      if (grant !== 'password') throw badRequest(`Unknown grant_type`);
      const fits =
        (username ?? name) === account.username &&
        password === account.password &&
        (domain ?? 'root') === (account.domain ?? 'root') &&
        (authDomain ?? 'root') === (account.authDomain ?? 'root');
      if (!fits) throw unauthorized('Wrong username or password.');
      const refreshToken = randomBytes(32).toString('base64url');
      const id = randomUUID();
      refreshTokens.set(refreshToken, id);
      return tokenAnswer(make(), refreshToken, id);
    },
    check: (authorization) => {
      const token = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1];
      const end = token === undefined ? undefined : ends.get(token);
      if (end === undefined) throw unauthorized('Invalid token');
      if (end <= clock()) throw unauthorized('Token is expired');
    },
    expire: () => ends.clear(),
    revoke: () => refreshTokens.clear(),
  };
};

const tokenAnswer = (jwt: string, refreshToken: string, refreshTokenId: string): object => ({
  jwt,
  duration: TOKEN_SECONDS,
  token_type: 'Bearer',
  client_id: '00000000-0000-0000-0000-000000000000',
  refresh_token_id: refreshTokenId,
  refresh_token: refreshToken,
});
