import { type CipherTrustPlace, inCipherTrust } from './cipher-trust-session.ts';

/** Checks the login; nothing is stored. */
export function cckmLogin(place: CipherTrustPlace) {
  return inCipherTrust(place, async ({ cipherTrust }) => {
    await cipherTrust.login();
    return { loggedIn: true };
  });
}
