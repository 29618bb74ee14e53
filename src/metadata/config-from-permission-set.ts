import { principalReference } from '../kinds/external-credential/principal-name.ts';
import type { PermissionSet } from '../kinds/permission-set/schema.ts';
import { accessOf, levelWithin } from '../kinds/permission-set/user-external-credentials.ts';
import { compareBytes, type PermissionSetComponent, present } from './component.ts';
import { type Note, notes } from './notes.ts';

/** The config of a permission set. Who holds it is not in its metadata. */
export function configFromPermissionSet(component: PermissionSetComponent): {
  readonly config: PermissionSet;
  readonly notes: readonly Note[];
} {
  const { label, description, hasActivationRequired, objectPermissions } = component.metadata;
  const granted = component.metadata.externalCredentialPrincipalAccesses
    .filter(({ enabled }) => enabled)
    .map(({ externalCredentialPrincipal }) => externalCredentialPrincipal);
  const principals = granted.filter((name) => principalReference.safeParse(name).success).sort(compareBytes);
  const access = accessOf(objectPermissions);
  const level = levelWithin(objectPermissions);
  return {
    config: present({
      label,
      description,
      hasActivationRequired: hasActivationRequired === true ? true : undefined,
      principals: principals.length === 0 ? undefined : principals,
      userExternalCredentials: level === 'read' ? undefined : level,
    }),
    notes: [
      ...granted
        .filter((name) => !principals.includes(name))
        .map((principal) => notes.principal(component, principal)),
      ...(access === level ? [] : [notes.access(component, access, level)]),
    ],
  };
}
