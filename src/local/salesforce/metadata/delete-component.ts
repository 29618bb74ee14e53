import { removeApexClass } from '../apex-classes/remove-class.ts';
import { ours } from '../api-error.ts';
import type { StoredComponent } from '../store/collections.ts';
import type { Transaction } from '../store/database.ts';
import { permissionSetAssigned, stillReferenced } from '../uncertain.ts';
import { removeParameterIds } from './parameter-ids.ts';
import { nested } from './principal-types.ts';
import { componentKey, findPrincipal, principalsOf, removePrincipal } from './principals.ts';

/** Deletes a component, or returns why it stays. */
export const removeComponent = (tx: Transaction, component: StoredComponent): string | undefined => {
  if (component.type === 'PermissionSet') return removePermissionSet(tx, component);
  if (component.type === 'NamedCredential') return removeNamedCredential(tx, component);
  if (component.type === 'Certificate') return removeCertificate(tx, component);
  if (component.type === 'ApexClass') return removeApexClass(tx, component);
  if (component.type === 'Settings') return ours('settings cannot be deleted');
  if (component.type === 'AuthProvider') return removeAuthProvider(tx, component);
  if (component.type === 'ExternalAuthIdentityProvider') return removeIdentityProvider(tx, component);
  if (component.type === 'ExternalCredential') return removeExternalCredential(tx, component);
  if (component.type === 'OutboundNetworkConnection') return removeConnection(tx, component);
  tx.remove('component', componentKey(component.type, component.fullName));
  return undefined;
};

/** A private connection stays if a named credential uses it. */
const removeConnection = (tx: Transaction, { type, fullName }: StoredComponent): string | undefined => {
  const wanted = fullName.toLowerCase();
  for (const other of tx.all('component')) {
    const named = [other.body, ...nested(other.body, 'namedCredentialParameters')].some(
      ({ outboundNetworkConnection: name }) => String(name ?? '').toLowerCase() === wanted,
    );
    if (named) return stillReferenced(type, fullName, `Named Credential - ${other.fullName}`);
  }
  tx.remove('component', componentKey(type, fullName));
  return undefined;
};

/** A provider stays if a component refers to it. */
const removeAuthProvider = (tx: Transaction, { type, fullName }: StoredComponent): string | undefined => {
  const wanted = fullName.toLowerCase();
  for (const other of tx.all('component')) {
    const named = [other.body, ...nested(other.body, 'externalCredentialParameters')].some(
      ({ authProvider: name }) => String(name ?? '').toLowerCase() === wanted,
    );
    if (named) return stillReferenced(type, fullName, `${other.type} - ${other.fullName}`);
  }
  tx.remove('component', componentKey(type, fullName));
  return undefined;
};

/** A provider stays if an external credential refers to it. Otherwise its client id and secret are deleted with it. */
const removeIdentityProvider = (tx: Transaction, { type, fullName }: StoredComponent): string | undefined => {
  const wanted = fullName.toLowerCase();
  for (const other of tx.all('component')) {
    const isNamed = nested(other.body, 'externalCredentialParameters').some(
      ({ externalAuthIdentityProvider: name }) => String(name ?? '').toLowerCase() === wanted,
    );
    if (isNamed) return stillReferenced(type, fullName, `External Credential - ${other.fullName}`);
  }
  tx.remove('component', componentKey(type, fullName));
  tx.remove('identityProviderSecret', fullName);
  return undefined;
};

export const removePermissionSet = (tx: Transaction, component: StoredComponent): string | undefined => {
  if (tx.all('permissionSetAssignment').some((row) => row.PermissionSetId === component.id))
    return permissionSetAssigned(component.fullName);
  tx.remove('component', componentKey(component.type, component.fullName));
  for (const row of tx.all('setupEntityAccess'))
    if (row.ParentId === component.id) tx.remove('setupEntityAccess', String(row.Id));
  return undefined;
};

const removeNamedCredential = (tx: Transaction, component: StoredComponent): string | undefined => {
  const secret = tx.all('tenantSecret').find((row) => row.RemoteKeyServiceId === component.id);
  if (secret)
    return stillReferenced(
      'NamedCredential',
      component.fullName,
      `Tenant Secret - version ${secret.Version}`,
    );
  tx.remove('component', componentKey(component.type, component.fullName));
  return undefined;
};

/** A certificate stays if a component refers to it. */
const removeCertificate = (tx: Transaction, component: StoredComponent): string | undefined => {
  const { type, fullName } = component;
  const key = componentKey(type, fullName);
  const secret = tx
    .all('tenantSecret')
    .find((row) => [row.SecretValueCertificate, row.RemoteKeyCertificate].includes(fullName));
  if (secret) return stillReferenced(type, fullName, `Tenant Secret - version ${secret.Version}`);
  for (const other of tx.all('component'))
    for (const list of ['externalCredentialParameters', 'namedCredentialParameters'])
      if (nested(other.body, list).some(({ certificate }) => certificate === fullName))
        return stillReferenced(type, fullName, `${other.type} - ${other.fullName}`);
  tx.remove('component', key);
  tx.remove('certificate', key);
  return undefined;
};

const removeExternalCredential = (tx: Transaction, component: StoredComponent): string | undefined => {
  const { type, fullName } = component;
  const wanted = fullName.toLowerCase();
  for (const other of tx.all('component')) {
    const named = nested(other.body, 'namedCredentialParameters').some(
      (parameter) => String(parameter.externalCredential ?? '').toLowerCase() === wanted,
    );
    if (named) return stillReferenced(type, fullName, `Named Credential - ${other.fullName}`);
    const granted = nested(other.body, 'externalCredentialPrincipalAccesses').some(
      (access) =>
        findPrincipal(tx, String(access.externalCredentialPrincipal))?.externalCredential.toLowerCase() ===
        wanted,
    );
    if (granted) return stillReferenced(type, fullName, `Permission Set - ${other.fullName}`);
  }
  for (const principal of principalsOf(tx, fullName)) removePrincipal(tx, principal);
  removeParameterIds(tx, fullName);
  tx.remove('component', componentKey(type, fullName));
  return undefined;
};
