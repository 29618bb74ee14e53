import type { Checking } from '../../config/checking.ts';
import { endpointPlaceholder } from '../../config/references.ts';
import { displayText, dotted, quotePath } from '../../config/wording.ts';
import { placeOf, writtenText } from '../../config/written.ts';
import type { EncryptionKeySettingsSection } from '../encryption-key-settings/schema.ts';
import type { ExternalCredentialsSection } from '../external-credential/schema.ts';
import type { NamedCredentialsSection } from '../named-credential/schema.ts';
import type { CipherTrustSection } from './schema.ts';

export type KeySourceSections = CipherTrustSection & EncryptionKeySettingsSection;
export type EndpointSections = CipherTrustSection & NamedCredentialsSection & ExternalCredentialsSection;

/** Checks a key whose key material is in CipherTrust. */
export function checkKeySource(
  path: readonly string[],
  { derivation }: { readonly source: 'cipherTrust'; readonly derivation?: string | undefined },
  { config, report }: Checking<KeySourceSections>,
): void {
  if (config.cipherTrust === undefined) {
    const message = `${quotePath([...path, 'source'])} is cipherTrust, but the file doesn't say where it is; write cipherTrust: { url: https://… }`;
    report([...path, 'source'], message);
  }
  // If the setting is left out, keyway doesn't change it and asks the org whether it is on.
  if (derivation === 'NONE' && config.encryptionKeySettings?.canOptOutOfDerivationWithBYOK === false) {
    const where = ['encryptionKeySettings', 'canOptOutOfDerivationWithBYOK'];
    report(
      where,
      `${quotePath(where)} is false, and ${dotted(path)} needs it for derivation NONE; set it to true`,
    );
  }
}

/**
 * keyway gives an endpoint's user and password to both sides. So they must belong to the only principal of an
 * external credential in this file.
 */
export function checkEndpointUrls({ config, report }: Checking<EndpointSections>): void {
  const logins = new Set<string>();
  for (const [name, value] of Object.entries(config.namedCredentials ?? {})) {
    if (value.type === 'Legacy') continue;
    if (writtenText(value.url) !== endpointPlaceholder) continue;
    const where = placeOf(value.url, ['namedCredentials', name, 'url']);
    if (config.cipherTrust === undefined) {
      report(where, `${quotePath(where)} is an endpoint of CipherTrust, but the file has no cipherTrust:`);
      continue;
    }
    const external = writtenText(value.externalCredential);
    const { authentication, principals = {} } = config.externalCredentials?.[external] ?? {};
    if (authentication === undefined) continue;
    const filled = Object.values(principals).filter(
      ({ credentials = {} }) => 'username' in credentials && 'password' in credentials,
    );
    if (authentication.protocol !== 'Basic' || filled.length !== 1) {
      const needs =
        'of the protocol Basic, with one principal that has the credentials username and password';
      report(
        where,
        `${quotePath(where)} is an endpoint of CipherTrust, so externalCredentials.${displayText(external)} must be ${needs}`,
      );
    }
    logins.add(external);
  }
  if (logins.size < 2) return;
  report(
    ['namedCredentials'],
    `an organization has one endpoint with one login: every named credential with \${cipherTrust:endpoint} must use the same external credential, not ${[...logins].join(' and ')}`,
  );
}
