import { readFileSync } from 'node:fs';
import type { Login } from '../../ciphertrust/tokens.ts';
import { requireCertificates } from '../../ciphertrust/trust.ts';
import { resolveReferences, type Sources } from '../../config/index.ts';
import { isReferenceOnly } from '../../config/references.ts';
import { KeywayError } from '../../errors/index.ts';
import type { CipherTrustSettings } from './schema.ts';

/** References to a login that go before the config's, such as `${env:NAME}`. */
export interface GivenLogin {
  readonly usernameFrom?: string | undefined;
  readonly passwordFrom?: string | undefined;
  readonly refreshTokenFrom?: string | undefined;
}

/** @throws KeywayError `FileUnreadable`, `CaFileInvalid` */
export function readCa(path: string, shown: string): string {
  try {
    return requireCertificates(readFileSync(path, 'utf8'), shown);
  } catch (cause) {
    if (cause instanceof KeywayError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    throw new KeywayError('FileUnreadable', `${shown} cannot be read (${code}).`, {
      actions: ["Name the file with the certificate of CipherTrust's authority."],
    });
  }
}

/** Flags, then the config, then the environment's variables: whole, never one half from here and one from there. */
export function loginOf(given: GivenLogin, settings: CipherTrustSettings, sources: Sources): Login {
  const candidates: readonly Written[] = [
    {
      username: given.usernameFrom,
      password: given.passwordFrom,
      refreshToken: given.refreshTokenFrom,
    },
    settings,
    {
      username: present(sources, 'KEYWAY_CCKM_USERNAME'),
      password: present(sources, 'KEYWAY_CCKM_PASSWORD'),
      refreshToken: present(sources, 'KEYWAY_CCKM_REFRESH_TOKEN'),
    },
  ];
  for (const text of [given.usernameFrom, given.passwordFrom, given.refreshTokenFrom])
    if (text !== undefined) requireReference(text);
  for (const { username, password, refreshToken } of candidates) {
    if (refreshToken !== undefined) return { refreshToken: resolved(refreshToken, 'refresh token', sources) };
    if (username === undefined && password === undefined) continue;
    if (username === undefined || password === undefined)
      throw missing(`The login to CipherTrust has no ${username === undefined ? 'user' : 'password'}`);
    return {
      username: resolved(username, 'user', sources),
      password: resolved(password, 'password', sources),
    };
  }
  throw missing('There is no login to CipherTrust');
}

interface Written {
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly refreshToken?: string | undefined;
}

function present({ env }: Sources, name: string): string | undefined {
  return env[name] === undefined || env[name] === '' ? undefined : `\${env:${name}}`;
}

function missing(sentence: string): KeywayError {
  return new KeywayError('CipherTrustLoginMissing', `${sentence}.`, {
    actions: [
      'Set KEYWAY_CCKM_USERNAME and KEYWAY_CCKM_PASSWORD.',
      'Or write username and password as references under cipherTrust:, or give --username-from and --password-from.',
    ],
  });
}

/** @throws KeywayError `SecretInArgument`; what was given is not repeated */
export function requireReference(text: string): void {
  if (isReferenceOnly(text)) return;
  throw new KeywayError('SecretInArgument', 'A secret in an argument is seen by everybody on this machine.', {
    actions: ["Give a reference instead, as in --password-from '${env:NAME}'. Nothing was sent."],
  });
}

/** @throws KeywayError `SecretNotSet` */
export function resolved(text: string, what: string, sources: Sources): string {
  const result = resolveReferences(text, sources);
  if (result.ok && result.value !== '') return result.value;
  const reason = result.ok ? 'is empty' : result.message;
  throw new KeywayError('SecretNotSet', `The ${what} for CipherTrust ${reason}.`, {
    actions: ['Nothing was sent. Set it and run it again.'],
  });
}
