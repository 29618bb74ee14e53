import { nested } from '../metadata/principal-types.ts';
import { principalsOf } from '../metadata/principals.ts';
import { sequenceOf } from '../metadata/sequence.ts';
import type { StoredComponent, StoredPrincipal } from '../store/collections.ts';
import type { View } from '../store/database.ts';
import {
  AUTOPROC_NEEDS_USER_EXTERNAL_CREDENTIAL,
  NO_AUTHENTICATION_NEEDS_USER_EXTERNAL_CREDENTIAL,
} from '../uncertain.ts';
import { noAccess } from './problem.ts';

/**
 * The principal that a user calls as: among those that a permission set or the profile grants, the one with the
 * lowest sequence number (Metadata API Developer Guide, ExternalCredentialParameter: sequenceNumber). The user also
 * needs read access to user external credentials. Throws a CalloutProblem.
 *
 * @param now milliseconds
 */
export const principalFor = (
  view: View,
  userId: string,
  component: StoredComponent,
  variant: string | undefined,
  now: number,
): StoredPrincipal => {
  const held = heldPermissionSets(view, userId, now);
  const granted = new Set(
    view
      .all('setupEntityAccess')
      .filter(({ ParentId }) => held.has(String(ParentId)))
      .map(({ SetupEntityId }) => String(SetupEntityId)),
  );
  const [principal] = principalsOf(view, component.fullName)
    .filter(({ id, type }) => granted.has(id) && type !== 'AwsStsPrincipal')
    .toSorted((a, b) => priority(component, a) - priority(component, b));
  if (principal === undefined) throw noAccess(component.fullName);
  if (needsUserExternalCredential(view, userId, variant) && !readsUserExternalCredentials(view, held))
    throw noAccess(component.fullName);
  return principal;
};

/**
 * Assigned permission sets that haven't expired. One that a session must activate first is never active here
 * (Object Reference, PermissionSet: HasActivationRequired).
 */
const heldPermissionSets = (view: View, userId: string, now: number): ReadonlySet<string> => {
  const assigned = view
    .all('permissionSetAssignment')
    .filter(({ AssigneeId, IsActive }) => AssigneeId === userId && IsActive !== false)
    .filter(({ ExpirationDate }) => typeof ExpirationDate !== 'string' || milliseconds(ExpirationDate) > now)
    .map(({ PermissionSetId }) => String(PermissionSetId));
  const held = new Set(assigned);
  for (const { id, body } of view.all('component')) if (body.hasActivationRequired === true) held.delete(id);
  return held;
};

const milliseconds = (datetime: string): number => Date.parse(datetime.replace('+0000', 'Z'));

const priority = ({ body }: StoredComponent, principal: StoredPrincipal): number => {
  const parameter = nested(body, 'externalCredentialParameters').find(
    ({ parameterType, parameterName }) =>
      parameterType === principal.type && parameterName === principal.name,
  );
  return parameter ? sequenceOf(parameter) : Number.MAX_SAFE_INTEGER;
};

const needsUserExternalCredential = (view: View, userId: string, variant: string | undefined): boolean => {
  if (variant === 'NoAuthentication' && !NO_AUTHENTICATION_NEEDS_USER_EXTERNAL_CREDENTIAL) return false;
  const automated = view.get('user', userId)?.UserType === 'AutomatedProcess';
  return !automated || AUTOPROC_NEEDS_USER_EXTERNAL_CREDENTIAL;
};

/**
 * Salesforce Help, "Enable User External Credentials": Read access, which even an administrator's profile lacks by
 * default.
 */
const readsUserExternalCredentials = (view: View, held: ReadonlySet<string>): boolean =>
  view
    .all('component')
    .filter(({ id }) => held.has(id))
    .some(({ body }) =>
      nested(body, 'objectPermissions').some(
        ({ object, allowRead }) => object === 'UserExternalCredential' && allowRead === true,
      ),
    );
