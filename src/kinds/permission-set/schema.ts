import { z } from 'zod';
import { description, label } from '../../config/text.ts';
import { principalReference } from '../external-credential/principal-name.ts';

/** Who holds the permission set: the Automated Process user, or a username. */
const assignee = z
  .string()
  .regex(
    /^(?:autoproc|[^\s@'"\\]+@[^\s@'"\\]+\.[^\s@'"\\]+)$/,
    'is neither autoproc nor a username such as integration@acme.example',
  )
  .describe('autoproc, or a username.');

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
    userExternalCredentials: z
      .enum(['none', 'read', 'readWrite', 'modifyAll'])
      .meta({
        description: 'Access to the object that holds the credentials of users; callouts need at least read.',
        default: 'read',
      })
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
