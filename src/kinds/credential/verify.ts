import type { AuthenticationStatus, CredentialAnswer } from '../../salesforce/index.ts';
import type { Verification } from '../kind.ts';
import type { Check } from '../link-check.ts';
import { isStored, type WantedCredential } from './compare.ts';

/** Checks that each principal has its credential, according to the org. Nobody can read the secret itself back. */
export function checkCredentials(
  wanted: readonly WantedCredential[],
  actual: ReadonlyMap<string, CredentialAnswer | undefined>,
  deployed?: Verification['deployed'],
): readonly Check[] {
  return wanted.map(({ name, values }): Check => {
    const answer = actual.get(name);
    if (!isStored(answer)) return { link: 'Credential', name, ...unsetCheck(name, answer, deployed) };
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

/**
 * An undocumented status says nothing about the secret. A credential that was set before this deploy counts as
 * lost.
 */
function unsetCheck(
  name: string,
  answer: CredentialAnswer | undefined,
  deployed: Verification['deployed'],
): Pick<Check, 'ok' | 'message'> {
  if (answer && !(answer.authenticationStatus in statusTexts))
    return { ok: null, message: `can't be proven: the org ${statusOf(answer.authenticationStatus)}` };
  const wasSet = isStored(deployed?.state.credentials.get(name));
  const message = "was set before this deploy and isn't set now. Run keyway deploy again to store it";
  return { ok: false, message: wasSet ? message : 'is not set' };
}

/** Reports the org's status of principals for which the config has no credentials. keyway doesn't fill them. */
export function reportForeignCredentials(
  statuses: ReadonlyMap<string, AuthenticationStatus | undefined>,
): readonly Check[] {
  return [...statuses].map(([name, status = 'Unknown']) => ({
    link: 'Credential',
    name,
    ok: null,
    message: `is not in the config; the org ${statusOf(status)}`,
  }));
}

/** Custom credentials are `Unknown`, whatever is stored. */
function statusOf(status: AuthenticationStatus): string {
  return statusTexts[status] ?? `reports the status "${status}", which keyway doesn't know`;
}

const statusTexts: Readonly<Record<string, string>> = {
  Configured: 'says that it is set',
  NotConfigured: 'says that it is not set',
  Unknown: "doesn't say whether it is set",
};
