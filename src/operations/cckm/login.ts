import { type CipherTrustPlace, inCipherTrust } from './cipher-trust-session.ts';

/** Signs in to CipherTrust and stores nothing. */
export function cckmLogin(place: CipherTrustPlace) {
  return inCipherTrust(place, async ({ cipherTrust }) => {
    await cipherTrust.login();
    return { loggedIn: true };
  });
}
