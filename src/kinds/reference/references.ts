import type { ConfigPath } from '../../config/index.ts';
import type { Component } from '../metadata.ts';

/** The types that components refer to, with their names in messages. */
export const referredTypes = {
  AuthProvider: 'auth provider',
  Certificate: 'certificate',
  ExternalAuthIdentityProvider: 'external auth identity provider',
  ExternalCredential: 'external credential',
  InstalledPackage: 'installed package',
  OutboundNetworkConnection: 'outbound network connection',
} as const;
export type ReferredType = keyof typeof referredTypes;

/** A component of an org that another one refers to. */
export interface Reference {
  readonly type: ReferredType;
  readonly name: string;
  /** The place of the reference in the config. */
  readonly path: ConfigPath;
}

/** Elements that contain the name of another component (Metadata API Developer Guide, by the fields' descriptions). */
const referring: Readonly<Record<string, ReferredType>> = {
  authProvider: 'AuthProvider',
  certificate: 'Certificate',
  externalAuthIdentityProvider: 'ExternalAuthIdentityProvider',
  externalCredential: 'ExternalCredential',
  jwtSigningCertificate: 'Certificate',
  outboundNetworkConnection: 'OutboundNetworkConnection',
};

/** The references of a component. */
export function referencesOf({ metadata, origins }: Component): readonly Reference[] {
  const whole = origins.get('') ?? [];
  return Object.entries(metadata).flatMap(([element, value]): readonly Reference[] => {
    if (!Array.isArray(value)) return referenceIn(element, value, origins.get(element) ?? whole);
    return value.flatMap((item: Readonly<Record<string, unknown>>, index): readonly Reference[] => {
      const path = origins.get(`${element}.${index}`) ?? whole;
      if (item.parameterType === 'AllowedManagedPackageNamespaces')
        return [{ type: 'InstalledPackage', name: String(item.parameterValue), path }];
      return Object.entries(item).flatMap(([name, inner]) => referenceIn(name, inner, path));
    });
  });
}

function referenceIn(element: string, value: unknown, path: ConfigPath): readonly Reference[] {
  if (typeof value !== 'string') return [];
  if (element === 'externalCredentialPrincipal')
    return [{ type: 'ExternalCredential', name: value.split('-', 1)[0] ?? '', path }];
  const type = Object.hasOwn(referring, element) ? referring[element] : undefined;
  return type === undefined ? [] : [{ type, name: value, path }];
}
