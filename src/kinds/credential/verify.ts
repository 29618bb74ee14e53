import type { AuthenticationStatus, CredentialAnswer } from '../../salesforce/index.ts';
import type { Check } from '../link-check.ts';
import { isStored, type WantedCredential } from './compare.ts';

/** Checks that each principal has its credential, according to the org. Nobody can read the secret itself back. */
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

/** Reports the org's status of principals for which the config has no credentials. keyway doesn't fill them. */
export function reportForeignCredentials(
  statuses: ReadonlyMap<string, AuthenticationStatus | undefined>,
): readonly Check[] {
  return [...statuses].map(([name, status = 'Unknown']) => ({
    link: 'Credential',
    name,
    ok: null,
    message: `is not in the config; the org ${said[status]}`,
  }));
}

/** Custom credentials are `Unknown`, whatever is stored. */
const said: Readonly<Record<AuthenticationStatus, string>> = {
  Configured: 'says that it is set',
  NotConfigured: 'says that it is not set',
  Unknown: "doesn't say whether it is set",
};
