import { certificateMisfits, configFromCertificate } from '../kinds/certificate/metadata.ts';
import type { Certificate } from '../kinds/certificate/schema.ts';
import type { EncryptionKeySettings } from '../kinds/encryption-key-settings/schema.ts';
import type { ExternalCredential } from '../kinds/external-credential/schema.ts';
import type { NamedCredential } from '../kinds/named-credential/schema.ts';
import type { PermissionSet } from '../kinds/permission-set/schema.ts';
import type { Component } from './component.ts';
import { configFromExternalCredential } from './config-from-external-credential.ts';
import { configFromNamedCredential } from './config-from-named-credential.ts';
import { configFromPermissionSet } from './config-from-permission-set.ts';
import { type Note, notes } from './notes.ts';

/** A config's sections made from components, and what they leave out. */
export interface ConfigFromComponents {
  readonly certificates: Record<string, Certificate>;
  /** Undefined where there was no component of theirs. */
  encryptionKeySettings: EncryptionKeySettings | undefined;
  readonly externalCredentials: Record<string, ExternalCredential>;
  readonly namedCredentials: Record<string, NamedCredential>;
  readonly permissionSets: Record<string, PermissionSet>;
  readonly notes: readonly Note[];
}

/**
 * Components as a config would say them: `toComponents` of it means the same, and renders the same bytes where
 * keyway rendered them. Values stand as they are: whoever writes them into a file must write `${` as `$${`.
 * What a config has no words for is in `notes`.
 */
export function toConfig(components: readonly Component[]): ConfigFromComponents {
  const config: ConfigFromComponents = {
    certificates: {},
    encryptionKeySettings: undefined,
    externalCredentials: {},
    namedCredentials: {},
    permissionSets: {},
    notes: [],
  };
  const found: Note[] = [];
  for (const component of components) {
    const converted = convert(component, config);
    found.push(...converted, ...leftOut(component));
  }
  return { ...config, notes: found };
}

function convert(component: Component, config: ConfigFromComponents): readonly Note[] {
  switch (component.type) {
    case 'Certificate':
      config.certificates[component.fullName] = configFromCertificate(component);
      return certificateMisfits(component).map((text) => notes.certificate(component, text));
    case 'Settings':
      config.encryptionKeySettings = { ...component.metadata };
      return [];
    case 'ExternalCredential': {
      const converted = configFromExternalCredential(component);
      config.externalCredentials[component.fullName] = converted.config;
      return converted.notes;
    }
    case 'NamedCredential': {
      const converted = configFromNamedCredential(component);
      config.namedCredentials[component.fullName] = converted.config;
      return converted.notes;
    }
    case 'PermissionSet': {
      const converted = configFromPermissionSet(component);
      config.permissionSets[component.fullName] = converted.config;
      return converted.notes;
    }
  }
}

function leftOut(component: Component): readonly Note[] {
  const foreign = (component.foreign ?? []).filter(({ reserved }) => !reserved);
  return [
    ...foreign.map(({ parent, element, path, value }) =>
      parent.startsWith('externalCredentialParameters.') && element.name === 'principal'
        ? notes.permissionSetOfPrincipal(component, value)
        : notes.foreign(component, path, value),
    ),
    ...(component.withheld ?? []).map((field) => notes.secret(component, field)),
  ];
}
