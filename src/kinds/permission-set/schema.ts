import { z } from 'zod';
import { description, label, line } from '../../config/text.ts';
import { principalReference } from '../external-credential/principal-name.ts';
import { type userExternalCredentialLevels, userExternalCredentialPermissions } from './uncertain.ts';

/** Who has the permission set: the Automated Process user, or a username. */
const assignee = z
  .string()
  .regex(
    /^(?:autoproc|[^\s@'"\\]+@[^\s@'"\\]+\.[^\s@'"\\]+)$/,
    "isn't autoproc or a username such as integration@acme.example",
  )
  .describe('autoproc, or a username.');

/** Names for common combinations of these permissions. */
const levels = ['none', 'read', 'readAll', 'readWrite', 'modifyAll'] as const satisfies readonly (
  | 'none'
  | keyof typeof userExternalCredentialLevels
)[];

const userExternalCredentials = z.union([
  z.enum(levels),
  z
    .array(z.enum(userExternalCredentialPermissions))
    .min(1, 'is empty; write none instead of the list')
    .refine((names) => new Set(names).size === names.length, 'lists a permission twice; keep one'),
]);

const principals = z
  .array(principalReference)
  .describe('Principals that it gives access to, as ExternalCredential-Principal.')
  .optional();

const holders = {
  assignTo: z.array(assignee).describe('Users who get it: autoproc, or usernames.').optional(),
  exclusive: z
    .boolean()
    .meta({
      description:
        'Nobody else can use these principals, directly or through another permission set, group or profile.',
      default: false,
    })
    .optional(),
};

const objectAccess =
  'Access to the object that holds the credentials of users; callouts need at least read. A level, or a list of permissions as the Metadata API spells them.';

const own = z
  .strictObject({
    managed: z
      .literal('all')
      .meta({ description: 'How much of it keyway manages.', default: 'all' })
      .optional(),
    label,
    description: description.optional(),
    hasActivationRequired: z
      .boolean()
      .meta({ description: 'It applies only in sessions that activate it.', default: false })
      .optional(),
    principals,
    userExternalCredentials: userExternalCredentials
      .meta({ description: objectAccess, default: 'read' })
      .optional(),
    license: line()
      .describe('License of the permission set, as the Metadata API spells it; default: none.')
      .optional(),
    ...holders,
  })
  .meta({ title: 'all: the whole permission set' });

const shared = z
  .strictObject({
    managed: z.literal('principals').describe('How much of it keyway manages.'),
    principals,
    grantBy: z
      .enum(['deploy', 'records'])
      .meta({
        description:
          'How it gets its principals: deploy sends the whole permission set back with them; records adds and deletes records of SetupEntityAccess, and the permission set is never deployed.',
        default: 'deploy',
      })
      .optional(),
    userExternalCredentials: userExternalCredentials
      .meta({ description: `${objectAccess} Left out, it stays as the org has it.` })
      .optional(),
    ...holders,
  })
  .meta({ title: 'principals: the org has the permission set, and keyway changes only its principals' });

export const permissionSet = z.discriminatedUnion('managed', [own, shared]).meta({
  id: 'PermissionSet',
  description:
    'Who can use which principals. With `managed: principals` the permission set is shared: the org has it already, for other things too, and keyway leaves those as they are.',
});

type Own = z.infer<typeof own>;
type Shared = z.infer<typeof shared>;

/** Either form, with the fields of both. */
export type PermissionSet =
  | (Own & { readonly [Field in Exclude<keyof Shared, keyof Own>]?: undefined })
  | (Shared & { readonly [Field in Exclude<keyof Own, keyof Shared>]?: undefined });

/** This kind's section of the config. */
export interface PermissionSetsSection {
  readonly permissionSets?: Readonly<Record<string, PermissionSet>> | undefined;
}
