import { insufficientAccess, invalidSession } from '../api-error.ts';
import type { Caller } from '../org.ts';
import { hasPermission } from '../seed/grants.ts';
import type { View } from '../store/database.ts';
import { PERMISSIONS_ANY_OF } from '../uncertain.ts';

/** The owner of a session. Throws INVALID_SESSION_ID if the session is unknown or expired, or its user inactive. */
export const callerOf = (view: View, token: string | undefined): Caller => {
  const session = token === undefined ? undefined : view.get('session', token);
  const user = session === undefined ? undefined : view.get('user', session.userId);
  if (session === undefined || session.expired || user === undefined || user.IsActive !== true)
    throw invalidSession();
  return { session, user };
};

/** `Authorization: Bearer …` or `OAuth …`; both are accepted (REST API Developer Guide). */
export const bearerToken = (header: string | undefined): string | undefined =>
  /^(?:Bearer|OAuth)\s+(\S+)\s*$/i.exec(header ?? '')?.[1];

export type Area = keyof typeof PERMISSIONS_ANY_OF;

export const mayUse = (view: View, caller: Caller, area: Area): boolean =>
  PERMISSIONS_ANY_OF[area].some((name) => hasPermission(view, String(caller.user.Id), name));

/** Throws INSUFFICIENT_ACCESS unless the caller has one of the permissions for that area. */
export const requireAccess = (view: View, caller: Caller, area: Area): void => {
  if (!mayUse(view, caller, area)) throw insufficientAccess();
};
