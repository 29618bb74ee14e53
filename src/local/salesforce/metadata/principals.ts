import { keyPrefix } from '../ids.ts';
import { orgNamespace } from '../org.ts';
import type { ComponentBody, StoredComponent, StoredPrincipal } from '../store/collections.ts';
import type { Transaction, View } from '../store/database.ts';
import { REMOVED_PRINCIPAL_TAKES_ITS_GRANTS, STS_PRINCIPAL_IS_IMPLIED } from '../uncertain.ts';
import { updateParameterIds } from './parameter-ids.ts';
import { isPrincipalType, nested } from './principal-types.ts';

/**
 * A principal's name in permission sets: `<external credential>-<principal>` (Metadata API Developer Guide,
 * PermissionSet).
 */
export const principalReference = (principal: StoredPrincipal): string =>
  `${principal.externalCredential}-${principal.name}`;

/**
 * The principal that a permission set refers to. Names are case-insensitive, and the external credential's contains
 * no hyphen.
 */
export const findPrincipal = (view: View, written: string): StoredPrincipal | undefined => {
  const wanted = withoutNamespace(view, written).toLowerCase();
  return view.all('principal').find((principal) => principalReference(principal).toLowerCase() === wanted);
};

/** Removes the org's own namespace: `ns__Name` becomes `Name` if ns is the org's. */
export const withoutNamespace = (view: View, name: string): string => {
  const prefix = `${orgNamespace(view)}__`;
  return orgNamespace(view) !== undefined && name.startsWith(prefix) ? name.slice(prefix.length) : name;
};

/** The namespace of a component from a package: `other__Kms`. */
export const packageOf = (name: string): string | undefined =>
  /^([A-Za-z][A-Za-z0-9]{0,14})__/.exec(name)?.[1];

/**
 * Updates the principals after a deploy of an external credential. Principals that stay keep their ids and secrets.
 * One that is left out, or has another type, is deleted with its secret and its grants (Metadata API Developer
 * Guide, deploy()).
 */
export const updatePrincipals = (tx: Transaction, component: StoredComponent): void => {
  const wanted = [...writtenPrincipals(component.body), ...impliedPrincipals(component.body)];
  const before = principalsOf(tx, component.fullName);
  const kept = new Set<string>();
  for (const parameter of wanted) {
    const known = before.find(
      ({ type, name }) => type === parameter.parameterType && name === parameter.parameterName,
    );
    const id = known?.id ?? tx.nextId(keyPrefix.Principal);
    kept.add(id);
    tx.put('principal', id, {
      id,
      externalCredential: component.fullName,
      type: String(parameter.parameterType),
      name: String(parameter.parameterName),
    });
  }
  for (const principal of before) if (!kept.has(principal.id)) removePrincipal(tx, principal);
  updateParameterIds(tx, component);
};

/** The parameters that are principals. */
export const writtenPrincipals = (body: ComponentBody): readonly ComponentBody[] =>
  nested(body, 'externalCredentialParameters').filter(({ parameterType }) => isPrincipalType(parameterType));

const STS_PRINCIPAL = { parameterType: 'AwsStsPrincipal', parameterName: 'AwsStsPrincipal' };

const impliedPrincipals = (body: ComponentBody): readonly ComponentBody[] => {
  const isSts = nested(body, 'externalCredentialParameters').some(
    ({ parameterType, parameterValue }) =>
      parameterType === 'AuthProtocolVariant' && parameterValue === 'AwsSv4_STS',
  );
  const isWritten = writtenPrincipals(body).some(({ parameterType }) => parameterType === 'AwsStsPrincipal');
  return STS_PRINCIPAL_IS_IMPLIED && isSts && !isWritten ? [STS_PRINCIPAL] : [];
};

export const principalsOf = (view: View, externalCredential: string): readonly StoredPrincipal[] => {
  const wanted = externalCredential.toLowerCase();
  return view.all('principal').filter((principal) => principal.externalCredential.toLowerCase() === wanted);
};

export const removePrincipal = (tx: Transaction, principal: StoredPrincipal): void => {
  tx.remove('principal', principal.id);
  removeSecrets(tx, principal);
  if (!REMOVED_PRINCIPAL_TAKES_ITS_GRANTS) return;
  for (const component of tx.all('component'))
    if (component.type === 'PermissionSet') withdrawAccess(tx, component, principalReference(principal));
  for (const row of tx.all('setupEntityAccess'))
    if (row.SetupEntityId === principal.id) tx.remove('setupEntityAccess', String(row.Id));
};

const removeSecrets = (tx: Transaction, { id }: StoredPrincipal): void => {
  for (const secret of tx.all('secret'))
    if (secret.principalId === id) tx.remove('secret', secretKey(secret.principalId, secret.userId));
};

/** Deletes the secrets of principals whose group changed. */
export const deleteMovedSecrets = (
  tx: Transaction,
  before: StoredComponent,
  { fullName, body }: StoredComponent,
): void => {
  const groupIn = (parameters: readonly ComponentBody[], { name }: StoredPrincipal) =>
    parameters.find(({ parameterName }) => parameterName === name)?.parameterGroup;
  for (const principal of principalsOf(tx, fullName))
    if (groupIn(writtenPrincipals(before.body), principal) !== groupIn(writtenPrincipals(body), principal))
      removeSecrets(tx, principal);
};

/** Secrets are stored by principal, and also by user for per-user principals. */
export const secretKey = (principalId: string, userId?: string): string =>
  userId === undefined ? principalId : `${principalId}/${userId}`;

const withdrawAccess = (tx: Transaction, component: StoredComponent, reference: string): void => {
  const accesses = nested(component.body, 'externalCredentialPrincipalAccesses');
  const left = accesses.filter((access) => access.externalCredentialPrincipal !== reference);
  if (left.length === accesses.length) return;
  const { externalCredentialPrincipalAccesses: _dropped, ...rest } = component.body;
  const body = left.length > 0 ? { ...rest, externalCredentialPrincipalAccesses: left } : rest;
  tx.put('component', componentKey(component.type, component.fullName), { ...component, body });
};

/** Component names are unique, ignoring case. */
export const componentKey = (type: string, fullName: string): string => `${type}/${fullName.toLowerCase()}`;

/**
 * Updates the SetupEntityAccess rows of a permission set, one for each principal that it grants. Rows that stay
 * keep their ids.
 */
export const updateAccessRows = (tx: Transaction, component: StoredComponent, now: string): void => {
  const wanted = new Set<string>();
  for (const access of nested(component.body, 'externalCredentialPrincipalAccesses')) {
    const principal = findPrincipal(tx, String(access.externalCredentialPrincipal));
    if (principal) wanted.add(principal.id);
  }
  for (const row of tx.all('setupEntityAccess')) {
    if (row.ParentId !== component.id) continue;
    if (!wanted.delete(String(row.SetupEntityId))) tx.remove('setupEntityAccess', String(row.Id));
  }
  for (const principalId of wanted) addAccessRow(tx, component.id, principalId, now);
};

export const addAccessRow = (tx: Transaction, parentId: string, principalId: string, now: string): string => {
  const id = tx.nextId(keyPrefix.SetupEntityAccess);
  tx.put('setupEntityAccess', id, {
    Id: id,
    ParentId: parentId,
    SetupEntityId: principalId,
    SetupEntityType: 'ExternalCredentialParameter',
    SystemModstamp: now,
  });
  return id;
};
