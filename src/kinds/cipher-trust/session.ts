import { dirname, resolve } from 'node:path';
import { type CipherTrust, openCipherTrust } from '../../ciphertrust/connection.ts';
import { fingerprintOf } from '../../ciphertrust/trust.ts';
import { resolveWithCommands } from '../../config/references.ts';
import { isLoopback } from '../../config/urls.ts';
import { KeywayError } from '../../errors/index.ts';
import type { Session } from '../session.ts';
import { loginOf, readCa } from './login.ts';

/**
 * The CipherTrust of a session's config, opened once on first use, so that all requests share a token. The login
 * comes from the config's references, else from KEYWAY_CCKM_USERNAME and _PASSWORD.
 *
 * @throws KeywayError `CipherTrustUnknown`
 */
export function cipherTrustOf(session: Session): Promise<CipherTrust> {
  return session.shared('CipherTrust', async () => {
    const { config, sources, signal } = session;
    const { cipherTrust: settings, file } = config;
    if (settings === undefined) {
      throw new KeywayError('CipherTrustUnknown', `${file} doesn't say where CipherTrust is.`, {
        actions: ['Add it to the file: cipherTrust: { url: https://host }'],
      });
    }
    const { url, domain, authDomain, caFile, fingerprint } = settings;
    return openCipherTrust({
      url,
      domain,
      authDomain,
      ca: caFile === undefined ? undefined : readCa(resolve(dirname(resolve(file)), caFile), caFile),
      fingerprint: fingerprint === undefined ? undefined : fingerprintOf(fingerprint),
      login: () => resolveWithCommands(sources, () => loginOf({}, settings, sources)),
      signal,
    });
  });
}

/**
 * The certificate authority that probes trust for CipherTrust's endpoints, if the org is a local one on loopback.
 * Such an org is told whom to trust. Salesforce trusts only public authorities, and so does a probe for it.
 */
export function localAuthority({
  config: { cipherTrust, file },
  org,
}: Pick<Session, 'config' | 'org'>): string | undefined {
  const { caFile } = cipherTrust ?? {};
  if (caFile === undefined || !isLoopback(new URL(org.instanceUrl).hostname)) return undefined;
  return readCa(resolve(dirname(resolve(file)), caFile), caFile);
}

/** Whether a login has no value here. A wrong value only shows when CipherTrust is asked. */
export function isLoginMissing(error: unknown): error is KeywayError {
  return error instanceof KeywayError && ['CipherTrustLoginMissing', 'SecretNotSet'].includes(error.code);
}
