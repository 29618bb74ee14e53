import type { CredentialAnswer } from '../../salesforce/index.ts';
import type { Check } from '../link-check.ts';
import { isStored, type WantedCredential } from './compare.ts';

/** Whether each principal has what it authenticates with, as the org says; the secret itself nobody can read back. */
export function checkCredentials(
  wanted: readonly WantedCredential[],
  actual: ReadonlyMap<string, CredentialAnswer | undefined>,
): readonly Check[] {
  return wanted.map(({ name, values }): Check => {
    const answer = actual.get(name);
    if (!isStored(answer)) return { link: 'Credential', name, ok: false, message: 'is not set' };
    const missing = values.filter(
      ({ key }) => answer.authenticationStatus === 'Unknown' && !answer.credentials[key],
    );
    if (missing.length > 0) {
      return {
        link: 'Credential',
        name,
        ok: false,
        message: `lacks ${missing.map(({ key }) => key).join(', ')}`,
      };
    }
    return { link: 'Credential', name, ok: true, message: 'is set' };
  });
}

/** A principal that the config has no credentials for is not ours to fill: what the org says is passed on. */
export function reportForeignCredentials(
  actual: ReadonlyMap<string, CredentialAnswer | undefined>,
): readonly Check[] {
  return [...actual].map(([name, answer]) => ({
    link: 'Credential',
    name,
    ok: null,
    message: `is not in the config; the org says ${isStored(answer) ? 'that it is set' : 'that it is not set'}`,
  }));
}
