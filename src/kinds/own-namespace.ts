import { isManaged } from '../config/checking.ts';
import type { Org } from '../salesforce/index.ts';
import { withoutOwnNamespace } from '../salesforce/own-namespace.ts';
import type { Config } from './config.ts';
import type { Component } from './metadata.ts';
import { elementsWithOwnNamespace } from './uncertain.ts';

/*
 * In an org with its own namespace, `acme__Kms` and `Kms` are the same component. keyway uses the name without the
 * prefix: it removes the prefix from everything that it reads from such an org or from a file.
 */

type OwnNamespace = Pick<Org, 'namespacePrefix'>;

/** Metadata elements and config fields that contain the name of a component or a principal. */
const referring = new Set([
  'authProvider',
  'certificate',
  'clientCertificate',
  'externalAuthIdentityProvider',
  'externalCredential',
  'externalCredentialPrincipal',
  'jwtSigningCertificate',
  'outboundNetworkConnection',
  'principals',
  'signingCertificate',
]);

/** Removes the org's own prefix from the names in a component. */
export function removeOwnPrefix<C extends Component>(org: OwnNamespace, component: C): C {
  if (org.namespacePrefix === null) return component;
  return { ...component, metadata: mapReferences(org, component.metadata, false) };
}

/** Removes the target org's own prefix from the names in a config. */
export function removeOwnPrefixInConfig(org: OwnNamespace, config: Config): Config {
  if (org.namespacePrefix === null) return config;
  const { externalCredentials, namedCredentials, permissionSets } = config;
  return {
    ...config,
    ...mapReferences(org, { externalCredentials, namedCredentials, permissionSets }, false),
  };
}

/**
 * Adds the prefix to a component's own names, as an org with this namespace returns them. Names from packages
 * already have theirs.
 */
export function addOwnPrefix<C extends Component>(namespace: string, component: C): C {
  const prefixed = (key: string, value: unknown): unknown =>
    elementsWithOwnNamespace.has(key) && typeof value === 'string' && !isManaged(value)
      ? `${namespace}__${value}`
      : value;
  return { ...component, metadata: JSON.parse(JSON.stringify(component.metadata), prefixed) };
}

/**
 * Visits the texts below a referring key, including those in lists and in the `value` of a long form. Principals
 * are maps by name, not texts.
 */
function mapReferences<T>(org: OwnNamespace, value: T, isReference: boolean): T {
  if (typeof value === 'string') return (isReference ? withoutOwnNamespace(org, value) : value) as T;
  if (Array.isArray(value)) return value.map((item) => mapReferences(org, item, isReference)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      mapReferences(org, inner, referring.has(key) || (isReference && key === 'value')),
    ]),
  ) as T;
}
