import { z } from 'zod';
import { description, label, line } from '../../config/text.ts';
import { principalReference } from '../external-credential/principal-name.ts';
import { userExternalCredentialLevelNames, userExternalCredentialPermissions } from './uncertain.ts';

/** Who holds the permission set: the Automated Process user, or a username. */
const assignee = z
  .string()
  .regex(
    /^(?:autoproc|[^\s@'"\\]+@[^\s@'"\\]+\.[^\s@'"\\]+)$/,
    'is neither autoproc nor a username such as integration@acme.example',
  )
  .describe('autoproc, or a username.');

const userExternalCredentials = z.union([
  z.enum(userExternalCredentialLevelNames),
  z
    .array(z.enum(userExternalCredentialPermissions))
    .min(1, 'is empty; write none in place of the list')
    .refine((names) => new Set(names).size === names.length, 'names a permission twice; keep one'),
]);

export const permissionSet = z
  .strictObject({
    label,
    description: description.optional(),
    hasActivationRequired: z
      .boolean()
      .meta({ description: 'It takes effect only in a session that activates it.', default: false })
      .optional(),
    principals: z
      .array(principalReference)
      .describe('The principals that it gives access to, as ExternalCredential-Principal.')
      .optional(),
    userExternalCredentials: userExternalCredentials
      .meta({
        description:
          'Access to the object that holds the credentials of users; callouts need at least read. A level, or a list of permissions as the Metadata API spells them.',
        default: 'read',
      })
      .optional(),
    license: line()
      .describe('License of the permission set, as the Metadata API spells it. Left out, it has none.')
      .optional(),
    assignTo: z.array(assignee).describe('Who gets it: autoproc, or usernames.').optional(),
    exclusive: z
      .boolean()
      .meta({ description: 'Nobody else may reach these principals, by whatever way.', default: false })
      .optional(),
  })
  .meta({ id: 'PermissionSet', description: 'Who may use which principals.' });

export type PermissionSet = z.infer<typeof permissionSet>;

/** The section of a config. */
export interface PermissionSetsSection {
  readonly permissionSets?: Readonly<Record<string, PermissionSet>> | undefined;
}
