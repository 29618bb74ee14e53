import { z } from 'zod';
import type { Transaction } from '../store/database.ts';
import type { SeedUser } from './options.ts';
import { USER_PERMISSION_NAMES, type UserPermission } from './permissions.ts';
import { addProfile, addUser } from './users.ts';

/** A user in a seed file, and the body of `POST /local-org/users`. */
export const seedUser = z.strictObject({
  username: z.string(),
  alias: z.string().exactOptional(),
  name: z.string().exactOptional(),
  profile: z.enum(['System Administrator', 'Minimum Access - Salesforce']).exactOptional(),
  permissions: z
    .array(z.enum(USER_PERMISSION_NAMES as [UserPermission, ...UserPermission[]]))
    .exactOptional(),
  active: z.boolean().exactOptional(),
  highAssurance: z.boolean().exactOptional(),
} satisfies Record<keyof SeedUser, z.ZodType>);

/** Adds a user with a session and returns its id. With `permissions`, the user gets a separate profile. */
export const addSeedUser = (
  tx: Transaction,
  user: SeedUser,
  { created, orgId }: { readonly created: string; readonly orgId: string },
): string => {
  const alias = user.alias ?? user.username.slice(0, 8);
  const profileName = user.permissions
    ? `Profile of ${user.username}`
    : (user.profile ?? 'System Administrator');
  const known = tx.all('profile').find((profile) => profile.Name === profileName);
  const profileId = known
    ? String(known.Id)
    : addProfile(tx, profileName, 'Standard', user.permissions ?? [], created);
  return addUser(tx, {
    username: user.username,
    alias,
    name: user.name ?? alias,
    profileId,
    userType: 'Standard',
    created,
    orgId,
    active: user.active ?? true,
    highAssurance: user.highAssurance ?? true,
  });
};
