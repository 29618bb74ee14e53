import { type CipherTrustPlace, withCipherTrust } from './cipher-trust-session.ts';

/** Signs in to CipherTrust and stores nothing. */
export function cckmLogin(place: CipherTrustPlace) {
  return withCipherTrust(place, async ({ cipherTrust }) => {
    await cipherTrust.login();
    return { loggedIn: true };
  });
}
