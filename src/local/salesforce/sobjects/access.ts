import type { Area } from '../server/sessions.ts';
import type { SObjectType } from '../tables.ts';

const AREAS: Readonly<Record<string, Area>> = {
  PermissionSet: 'principalAccess',
  SetupEntityAccess: 'principalAccess',
  PermissionSetAssignment: 'assignment',
  TenantSecret: 'encryption',
};

/** The permission for writing rows of a type. */
export const areaOf = (type: SObjectType): Area | undefined => AREAS[type.name];
