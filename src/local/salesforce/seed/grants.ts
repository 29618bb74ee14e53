import type { StoredComponent } from '../store/collections.ts';
import type { View } from '../store/database.ts';
import type { UserPermission } from './permissions.ts';

/** Ids of a user's current permission sets: the profile's own, and assigned ones that haven't expired. */
export const permissionSetIdsOf = (view: View, userId: string): readonly string[] =>
  view
    .all('permissionSetAssignment')
    .filter((row) => row.AssigneeId === userId && row.IsActive !== false)
    .map((row) => String(row.PermissionSetId));

/** Whether a user has a user permission, by profile or by permission set. */
export const hasPermission = (view: View, userId: string, permission: UserPermission): boolean =>
  permissionSetIdsOf(view, userId).some((id) => {
    const owned = view.get('profilePermissionSet', id);
    if (owned) return owned[`Permissions${permission}`] === true;
    return grantsPermission(
      view.all('component').find((component) => component.id === id),
      permission,
    );
  });

/** Enabled `userPermissions` of a permission set. */
export const grantsPermission = (component: StoredComponent | undefined, permission: string): boolean => {
  const list = component?.body.userPermissions;
  return (
    Array.isArray(list) &&
    list.some((item) => typeof item === 'object' && item.name === permission && item.enabled === true)
  );
};
