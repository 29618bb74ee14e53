import { putApexClass } from '../apex-classes/put-class.ts';
import { isOtherwise } from '../assumptions.ts';
import { putCertificate } from '../certificates/put-certificate.ts';
import type { ComponentBody, StoredComponent } from '../store/collections.ts';
import type { Transaction, View } from '../store/database.ts';
import { AUTH_PROVIDER_SECRETS_STAY, RESERVED_PARAMETER_TYPES } from '../uncertain.ts';
import type { Author } from './author.ts';
import { checkAuthProvider } from './checks/auth-provider.ts';
import type { CheckInput } from './checks/check.ts';
import { developerNameProblem } from './checks/developer-name.ts';
import { checkExternalAuthIdentityProvider } from './checks/external-auth-identity-provider.ts';
import { checkExternalCredential } from './checks/external-credential.ts';
import { checkNamedCredential } from './checks/named-credential.ts';
import { checkPermissionSet } from './checks/permission-set.ts';
import { normalise, sameBody } from './normalise.ts';
import type { ParsedComponent } from './parse-component.ts';
import { isPrincipalType, nested } from './principal-types.ts';
import {
  componentKey,
  deleteMovedSecrets,
  packageOf,
  updateAccessRows,
  updatePrincipals,
  withoutNamespace,
} from './principals.ts';
import { ComponentProblem } from './problem.ts';
import { putSettings } from './settings.ts';
import type { MetadataType } from './types.ts';

const CHECKS: Readonly<
  Record<Exclude<MetadataType['name'], 'ApexClass' | 'Certificate' | 'Settings'>, (input: CheckInput) => void>
> = {
  AuthProvider: checkAuthProvider,
  ExternalAuthIdentityProvider: checkExternalAuthIdentityProvider,
  ExternalCredential: checkExternalCredential,
  // No rules beyond their shapes are known.
  CspTrustedSite: () => {},
  OutboundNetworkConnection: () => {},
  RemoteSiteSetting: () => {},
  NamedCredential: checkNamedCredential,
  PermissionSet: checkPermissionSet,
};

/** Checks a component and stores it, replacing the previous version as a whole. Throws ComponentProblem. */
export const putComponent = (
  tx: Transaction,
  type: MetadataType,
  writtenName: string,
  parsed: ParsedComponent,
  author: Author,
  content?: Buffer,
): { readonly id: string; readonly created: boolean; readonly changed: boolean } => {
  const fullName = withoutNamespace(tx, writtenName);
  if (type.name === 'Settings') return putSettings(tx, fullName, parsed, author);
  const prefix = author.installs ? packageOf(fullName) : undefined;
  const ownName = prefix === undefined ? fullName : fullName.slice(prefix.length + 2);
  const problem = developerNameProblem(type.name, ownName);
  if (problem) throw new ComponentProblem(problem);
  if (type.name === 'ApexClass') return putApexClass(tx, fullName, parsed, author, content);
  if (type.name === 'Certificate' && isIgnored(tx, fullName, content))
    return { id: tx.nextId(type.keyPrefix), created: false, changed: false };
  if (type.name === 'Certificate')
    return putCertificate(tx, fullName, parsed, author, { content, keys: author.keys });
  const before = tx.get('component', componentKey(type.name, fullName));
  CHECKS[type.name]({ view: tx, fullName, parsed, before: before?.body });
  const written = withKept(tx, type.name, parsed.body, before);
  const body = resolveNames(tx, normalise(type.name, { ...keptSecrets(type.name, before), ...written }));
  if (before && before.fullName === fullName && sameBody(before.body, body))
    return { id: before.id, created: false, changed: false };
  const component: StoredComponent = {
    type: type.name,
    fullName,
    id: before?.id ?? tx.nextId(type.keyPrefix),
    body,
    createdById: before?.createdById ?? author.userId,
    createdDate: before?.createdDate ?? author.now,
    lastModifiedById: author.userId,
    lastModifiedDate: author.now,
  };
  tx.put('component', componentKey(type.name, fullName), component);
  if (type.name === 'ExternalCredential') {
    updatePrincipals(tx, component);
    if (before && isOtherwise(tx, 'secretIsLostWithGroup')) deleteMovedSecrets(tx, before, component);
  }
  if (type.name === 'PermissionSet') updateAccessRows(tx, component, author.now);
  // "changed: … if false, the deployed component was the same" (Metadata API Developer Guide, DeployMessage). A new
  // one counts as created and changed.
  return { id: component.id, created: before === undefined, changed: true };
};

const isIgnored = (view: View, fullName: string, content: Buffer | undefined): boolean =>
  isOtherwise(view, 'emptyCertificateIsIgnored') &&
  view.get('component', componentKey('Certificate', fullName)) === undefined &&
  (content?.toString('utf8').trim() ?? '') === '';

const keptSecrets = (type: string, before: StoredComponent | undefined): ComponentBody =>
  type === 'AuthProvider' && before !== undefined
    ? Object.fromEntries(
        AUTH_PROVIDER_SECRETS_STAY.flatMap((name) => {
          const value = before.body[name];
          return value === undefined ? [] : [[name, value]];
        }),
      )
    : {};

/** Parts that Salesforce reserves stay, whoever deploys. */
const withKept = (
  view: View,
  type: string,
  body: ComponentBody,
  before: StoredComponent | undefined,
): ComponentBody => {
  if (type !== 'ExternalCredential' || before === undefined) return body;
  const parameters = nested(body, 'externalCredentialParameters');
  const kept = nested(before.body, 'externalCredentialParameters').filter(
    ({ parameterType, parameterName }) =>
      (RESERVED_PARAMETER_TYPES.includes(String(parameterType)) ||
        (isPrincipalType(parameterType) && isOtherwise(view, 'removedPrincipalStays'))) &&
      !parameters.some((one) => one.parameterType === parameterType && one.parameterName === parameterName),
  );
  return kept.length === 0 ? body : { ...body, externalCredentialParameters: [...parameters, ...kept] };
};

/** References to the org's own components are stored without its namespace. */
const resolveNames = (tx: Transaction, body: ComponentBody): ComponentBody =>
  JSON.parse(JSON.stringify(body), (name, value) =>
    ['externalAuthIdentityProvider', 'externalCredential', 'externalCredentialPrincipal'].includes(name) &&
    typeof value === 'string'
      ? withoutNamespace(tx, value)
      : value,
  );
