import { dirname, resolve } from 'node:path';
import type { CipherTrust } from '../cckm/connection.ts';
import type { Config, Sources } from '../config/index.ts';
import { KeywayError } from '../errors.ts';

/**
 * The CipherTrust of a config, for the time of a session: opened once, when it is first needed, so that all that asks it
 * shares a token. Its login is looked up in what the config refers to, then in KEYWAY_CCKM_USERNAME and _PASSWORD.
 */
export function sessionCipherTrust(
  config: Pick<Config, 'cipherTrust' | 'file'>,
  sources: Sources,
  signal: AbortSignal | undefined,
): { readonly open: () => Promise<CipherTrust>; readonly close: () => Promise<void> } {
  let opened: Promise<CipherTrust> | undefined;
  return {
    open: () => {
      opened ??= open(config, sources, signal);
      return opened;
    },
    // Where it could not be opened there is nothing to close, and whoever asked was told.
    close: async () =>
      opened?.then(
        (cipherTrust) => cipherTrust.close(),
        () => undefined,
      ),
  };
}

async function open(
  { cipherTrust: settings, file }: Pick<Config, 'cipherTrust' | 'file'>,
  sources: Sources,
  signal: AbortSignal | undefined,
): Promise<CipherTrust> {
  if (settings === undefined) {
    throw new KeywayError('CipherTrustUnknown', `${file} does not say where CipherTrust is.`, {
      actions: ['Write it into the file: cipherTrust: { url: https://host }'],
    });
  }
  const [{ openCipherTrust }, { loginOf, readCa }, { fingerprintOf }] = await Promise.all([
    import('../cckm/connection.ts'),
    import('./cckm/session.ts'),
    import('../cckm/trust.ts'),
  ]);
  const { url, domain, caFile, fingerprint } = settings;
  return openCipherTrust({
    url,
    domain,
    ca: caFile === undefined ? undefined : readCa(resolve(dirname(resolve(file)), caFile), caFile),
    fingerprint: fingerprint === undefined ? undefined : fingerprintOf(fingerprint),
    login: () => loginOf({}, settings, sources),
    signal,
  });
}

/** A login that has no value here; what is wrong with one that has shows when CipherTrust is asked. */
export function isLoginMissing(error: unknown): error is KeywayError {
  return error instanceof KeywayError && ['CipherTrustLoginMissing', 'SecretNotSet'].includes(error.code);
}
