import { z } from 'zod';
import { description, label, principalReference } from './text.ts';

/** Who holds the permission set: the Automated Process user, or a username. */
const assignee = z
  .string()
  .regex(
    /^(?:autoproc|[^\s@'"\\]+@[^\s@'"\\]+\.[^\s@'"\\]+)$/,
    'is neither autoproc nor a username such as integration@acme.example',
  )
  .describe('autoproc, or a username.');

export const permissionSet = z.strictObject({
  label,
  description: description.optional(),
  hasActivationRequired: z.boolean().optional().describe('Default false.'),
  principals: z.array(principalReference).optional().describe('The principals that it gives access to.'),
  userExternalCredentials: z
    .enum(['none', 'read', 'readWrite', 'modifyAll'])
    .optional()
    .describe('Access to the object that holds the credentials of users; default read.'),
  assignTo: z.array(assignee).optional(),
  exclusive: z
    .boolean()
    .optional()
    .describe('Nobody else may reach these principals, by whatever way; default false.'),
});

export type PermissionSet = z.infer<typeof permissionSet>;
