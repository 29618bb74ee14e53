import { isManaged } from '../config/checking.ts';
import type { Org } from '../salesforce/index.ts';
import { withoutOwnNamespace } from '../salesforce/own-namespace.ts';
import type { Config } from './config.ts';
import type { Component } from './metadata.ts';
import { elementsWithOwnNamespace } from './uncertain.ts';

/*
 * In an org with a namespace of its own, `acme__Kms` and `Kms` are one component. keyway works with the name alone: what an
 * org or a file says with the prefix is read without it.
 */

type OwnNamespace = Pick<Org, 'namespacePrefix'>;

/** Elements of metadata, and fields of a config, that hold the name of a component or a principal. */
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

/** A component that was read, with the org's own prefix taken off the names in it. */
export function ownNames<C extends Component>(org: OwnNamespace, component: C): C {
  if (org.namespacePrefix === null) return component;
  return { ...component, metadata: walk(org, component.metadata, false) };
}

/** A config with the prefix of the org that it is for taken off the names in it. */
export function ownNamesInConfig(org: OwnNamespace, config: Config): Config {
  if (org.namespacePrefix === null) return config;
  const { externalCredentials, namedCredentials, permissionSets } = config;
  return {
    ...config,
    ...walk(org, { externalCredentials, namedCredentials, permissionSets }, false),
  };
}

/**
 * A component as an org with this namespace gives it back: the names of its own components with the prefix. Those of
 * packages have theirs.
 */
export function withOwnNamespace<C extends Component>(namespace: string, component: C): C {
  const prefixed = (key: string, value: unknown): unknown =>
    elementsWithOwnNamespace.has(key) && typeof value === 'string' && !isManaged(value)
      ? `${namespace}__${value}`
      : value;
  return { ...component, metadata: JSON.parse(JSON.stringify(component.metadata), prefixed) };
}

/** Texts below a referring key, in a list or as the `value` of a long form too; principals by name are no texts. */
function walk<T>(org: OwnNamespace, value: T, isReference: boolean): T {
  if (typeof value === 'string') return (isReference ? withoutOwnNamespace(org, value) : value) as T;
  if (Array.isArray(value)) return value.map((item) => walk(org, item, isReference)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      walk(org, inner, referring.has(key) || (isReference && key === 'value')),
    ]),
  ) as T;
}
