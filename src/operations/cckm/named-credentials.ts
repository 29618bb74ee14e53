import { type CckmNamedCredential, listNamedCredentials } from '../../ciphertrust/named-credentials.ts';
import { organizationNamed } from '../../ciphertrust/organizations.ts';
import { type CipherTrustPlace, requireOption, withCipherTrust } from './cipher-trust-session.ts';

export function cckmNamedCredentials(
  options: CipherTrustPlace & { readonly organization?: string | undefined },
) {
  return withCipherTrust(options, async ({ cipherTrust, settings }) => {
    const wanted = requireOption(options.organization ?? settings.organization, '--organization');
    const organization = await organizationNamed(cipherTrust, wanted);
    const namedCredentials: readonly CckmNamedCredential[] = await listNamedCredentials(
      cipherTrust,
      organization,
    );
    return { namedCredentials };
  });
}
