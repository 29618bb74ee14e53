import { renderCertificate } from '../kinds/certificate/metadata.ts';
import { renderEncryptionKeySettings } from '../kinds/encryption-key-settings/metadata.ts';
import { renderExternalCredential } from '../kinds/external-credential/metadata.ts';
import type { ConfigFile } from '../kinds/index.ts';
import { renderNamedCredential } from '../kinds/named-credential/metadata.ts';
import { renderPermissionSet } from '../kinds/permission-set/metadata.ts';
import { type Component, compareBytes } from './component.ts';
import { refuse } from './problems.ts';
import type { Rendering } from './rendering.ts';

/** What of a config becomes metadata. */
export type ConfigComponents = Pick<
  ConfigFile,
  'certificates' | 'encryptionKeySettings' | 'externalCredentials' | 'namedCredentials' | 'permissionSets'
>;

/**
 * A config as components of the Metadata API: certificates, settings, external credentials, named credentials,
 * permission sets, each by name in byte order. References must be resolved, but for those in legacy secrets, which stay as they are written
 * (`${env:NAME}`) and are left out of what is rendered; see `toXml`.
 *
 * @param options.apiVersion as in `66.0`
 * @throws KeywayError `cannot-render` with all problems, when the API version is too old for what is used or a
 *   principal's name is not one that Salesforce takes
 */
export function toComponents(
  config: ConfigComponents,
  { apiVersion }: { readonly apiVersion: string },
): readonly Component[] {
  const rendering: Rendering = { apiVersion: Number.parseInt(apiVersion, 10), problems: [] };
  const components = [
    ...byName(config.certificates).map(([name, item]) => renderCertificate(name, item)),
    ...renderEncryptionKeySettings(config.encryptionKeySettings, rendering),
    ...byName(config.externalCredentials).map(([name, item]) =>
      renderExternalCredential(name, item, rendering),
    ),
    ...byName(config.namedCredentials).map(([name, item]) => renderNamedCredential(name, item, rendering)),
    ...byName(config.permissionSets).map(([name, item]) => renderPermissionSet(name, item, rendering)),
  ];
  refuse(rendering.problems);
  return components;
}

function byName<T>(items: Readonly<Record<string, T>> | undefined): [string, T][] {
  return Object.entries(items ?? {}).sort(([left], [right]) => compareBytes(left, right));
}
