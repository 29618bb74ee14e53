import type { Login } from '../../ciphertrust/tokens.ts';
import { requireCertificates } from '../../ciphertrust/trust.ts';
import { readNamedFile, requireReference, resolveSecret } from '../../config/arguments.ts';
import type { Sources } from '../../config/index.ts';
import { KeywayError } from '../../errors/index.ts';
import type { CipherTrustSettings } from './schema.ts';

/** References to a login, such as `${env:NAME}`, that override the config's. */
export interface GivenLogin {
  readonly usernameFrom?: string | undefined;
  readonly passwordFrom?: string | undefined;
  readonly refreshTokenFrom?: string | undefined;
}

/** @throws KeywayError `FileUnreadable`, `CaFileInvalid` */
export function readCa(path: string, shown: string): string {
  const action = "Check that the file has the certificate of CipherTrust's authority.";
  return requireCertificates(readNamedFile(path, shown, action).toString('utf8'), shown);
}

/**
 * Takes the login from flags, else from the config, else from environment variables. Never mixes user and password
 * from different sources.
 */
export function loginOf(given: GivenLogin, settings: CipherTrustSettings, sources: Sources): Login {
  const candidates: readonly Written[] = [
    {
      username: given.usernameFrom,
      password: given.passwordFrom,
      refreshToken: given.refreshTokenFrom,
    },
    settings,
    {
      username: referenceIfSet(sources, 'KEYWAY_CCKM_USERNAME'),
      password: referenceIfSet(sources, 'KEYWAY_CCKM_PASSWORD'),
      refreshToken: referenceIfSet(sources, 'KEYWAY_CCKM_REFRESH_TOKEN'),
    },
  ];
  for (const [flag, text] of [
    ['--username-from', given.usernameFrom],
    ['--password-from', given.passwordFrom],
    ['--refresh-token-from', given.refreshTokenFrom],
  ] as const)
    if (text !== undefined) requireReference(text, flag);
  for (const { username, password, refreshToken } of candidates) {
    if (refreshToken !== undefined) return { refreshToken: resolved(refreshToken, 'refresh token', sources) };
    if (username === undefined && password === undefined) continue;
    if (username === undefined || password === undefined)
      throw loginMissingError(
        `The CipherTrust sign-in has no ${username === undefined ? 'user' : 'password'}`,
      );
    return {
      username: resolved(username, 'user', sources),
      password: resolved(password, 'password', sources),
    };
  }
  throw loginMissingError('keyway has no user and password for CipherTrust');
}

interface Written {
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly refreshToken?: string | undefined;
}

function referenceIfSet({ env }: Sources, name: string): string | undefined {
  return env[name] === undefined || env[name] === '' ? undefined : `\${env:${name}}`;
}

function loginMissingError(sentence: string): KeywayError {
  return new KeywayError('CipherTrustLoginMissing', `${sentence}.`, {
    actions: [
      'Set KEYWAY_CCKM_USERNAME and KEYWAY_CCKM_PASSWORD.',
      'Or add username and password as references under cipherTrust:, or pass --username-from and --password-from.',
    ],
  });
}

/** @throws KeywayError `SecretNotSet` */
function resolved(text: string, what: string, sources: Sources): string {
  return resolveSecret(text, `${what} for CipherTrust`, sources, 'SecretNotSet');
}
