import type { AuthenticationStatus, CredentialAnswer } from '../../salesforce/index.ts';
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
