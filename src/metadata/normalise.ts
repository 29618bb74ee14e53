import type { ExternalCredentialParameter, NamedCredentialParameter } from '@salesforce/types/metadata';
import {
  defaultGroup,
  groupOf,
  inNamedCredentialOrder,
  inOrder,
  isPrincipal,
} from '../kinds/external-credential/parameter-order.ts';
import { certificateDefaults } from '../kinds/external-credential/uncertain.ts';
import { legacySecrets } from '../kinds/named-credential/schema.ts';
import { accessOf } from '../kinds/permission-set/user-external-credentials.ts';
import {
  type CertificateComponent,
  type Component,
  encryptionKeySettingNames,
  type NamedCredentialComponent,
  type PermissionSetComponent,
} from './component.ts';

/** What a component means, flat: a friendly, stable path and the value to show. What is not set has no path. */
export type Meaning = ReadonlyMap<string, string>;

/**
 * What a component means, for comparing what a config says with what an org has. Two that do the same are equal:
 * defaults are filled in, parameters are known by type, group and name, order counts only where it matters (as one
 * entry: `parameters.AuthHeader (order)`), names that an org makes up and secrets are left out. What keyway cannot
 * write is not in it: that is `component.foreign`.
 */
export function normalise(component: Component): Meaning {
  const entries = new Entries();
  if (component.type !== 'Certificate' && component.type !== 'Settings') {
    entries.put('label', component.metadata.label);
    entries.put('description', component.metadata.description);
  }
  switch (component.type) {
    case 'Certificate':
      certificate(entries, component);
      break;
    case 'Settings':
      for (const name of encryptionKeySettingNames) entries.put(name, component.metadata[name]);
      break;
    case 'ExternalCredential':
      entries.put('authenticationProtocol', component.metadata.authenticationProtocol);
      externalCredentialParameters(entries, component.metadata.externalCredentialParameters);
      break;
    case 'NamedCredential':
      namedCredential(entries, component);
      break;
    case 'PermissionSet':
      permissionSet(entries, component);
      break;
  }
  return entries.map;
}

class Entries {
  readonly map = new Map<string, string>();

  put(path: string, value: string | number | boolean | undefined): void {
    if (value === undefined || value === '') return;
    this.map.set(this.#free(path), String(value));
  }

  /** The order of what has one; of a single thing there is nothing to say. */
  order(path: string, names: readonly string[]): void {
    if (names.length > 1) this.put(`${path} (order)`, names.join(', '));
  }

  #free(path: string): string {
    let free = path;
    for (let count = 2; this.map.has(free); count += 1) free = `${path} (${count})`;
    return free;
  }
}

function certificate(entries: Entries, { metadata }: CertificateComponent): void {
  const { masterLabel, ...fields } = { ...certificateDefaults, ...metadata };
  entries.put('label', masterLabel);
  for (const [field, value] of Object.entries(fields).sort()) entries.put(field, value);
}

function externalCredentialParameters(
  entries: Entries,
  parameters: readonly ExternalCredentialParameter[],
): void {
  const sorted = inOrder(parameters ?? [], (parameter) => parameter);
  const principals = sorted.filter(isPrincipal);
  for (const parameter of sorted) {
    const { parameterName, parameterType } = parameter;
    const group = groupOf(parameter);
    if (isPrincipal(parameter)) {
      entries.put(`principals.${parameterName}`, parameterType);
      entries.put(`principals.${parameterName}.description`, parameter.description);
      if (group !== parameterName) entries.put(`principals.${parameterName}.group`, group);
      continue;
    }
    const prefix = group === defaultGroup ? '' : `principals.${group}.`;
    const named = singleTypes.has(parameterType) ? parameterType : `${parameterType}.${parameterName}`;
    parameterEntries(entries, `${prefix}parameters.${named}`, parameter);
  }
  const headers = sorted.filter((item) => item.parameterType === 'AuthHeader');
  entries.order('parameters.AuthHeader', headers.map(nameOf));
  entries.order('principals', principals.map(nameOf));
}

/** One of these at most; what it is called carries no meaning. */
const singleTypes: ReadonlySet<string> = new Set([
  'AuthProtocolVariant',
  'AuthProvider',
  'AuthProviderUrl',
  'ExternalAuthIdentityProvider',
  'SigningCertificate',
  'Authentication',
  'ClientCertificate',
  'OutboundNetworkConnection',
  'Url',
]);

function namedCredential(entries: Entries, { metadata }: NamedCredentialComponent): void {
  const {
    label: _label,
    description: _description,
    namedCredentialParameters: parameters,
    ...fields
  } = metadata;
  const filled = {
    allowMergeFieldsInBody: false,
    allowMergeFieldsInHeader: false,
    calloutStatus: 'Enabled',
    generateAuthorizationHeader: true,
    namedCredentialType: 'Legacy',
    ...fields,
  };
  const secrets: readonly string[] = legacySecrets;
  for (const [field, value] of Object.entries(filled).sort()) {
    if (!secrets.includes(field)) entries.put(field, value);
  }
  const sorted = inNamedCredentialOrder(parameters ?? [], (parameter) => parameter);
  for (const parameter of sorted) {
    const { parameterName, parameterType, parameterValue } = parameter;
    const name = parameterType === 'AllowedManagedPackageNamespaces' ? parameterValue : parameterName;
    const named = singleTypes.has(parameterType) ? parameterType : `${parameterType}.${name}`;
    parameterEntries(entries, `parameters.${named}`, parameter);
  }
  const headers = sorted.filter((item) => item.parameterType === 'HttpHeader');
  entries.order('parameters.HttpHeader', headers.map(nameOf));
}

const carriers = [
  'authProvider',
  'certificate',
  'externalAuthIdentityProvider',
  'externalCredential',
  'outboundNetworkConnection',
] as const;

/** The value of a parameter under its own path, whichever element holds it; anything else under it below that. */
function parameterEntries(
  entries: Entries,
  path: string,
  parameter: ExternalCredentialParameter | NamedCredentialParameter,
): void {
  const values: Readonly<Partial<Record<string, string | number | boolean>>> = { ...parameter };
  const held = ['parameterValue', ...carriers].filter((element) => values[element] !== undefined);
  const [main, ...others] = held;
  entries.put(path, main === undefined ? '(empty)' : values[main]);
  for (const element of others) entries.put(`${path}.${element}`, values[element]);
  entries.put(`${path}.description`, parameter.description);
}

function permissionSet(entries: Entries, { metadata }: PermissionSetComponent): void {
  entries.put('hasActivationRequired', metadata.hasActivationRequired ?? false);
  for (const access of metadata.externalCredentialPrincipalAccesses ?? []) {
    if (access.enabled) entries.put(`principals.${access.externalCredentialPrincipal}`, 'enabled');
  }
  entries.put('userExternalCredentials', accessOf(metadata.objectPermissions));
}

function nameOf({ parameterName }: { readonly parameterName: string }): string {
  return parameterName;
}
