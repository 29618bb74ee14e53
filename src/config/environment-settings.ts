import { z } from 'zod';
import { line } from './text.ts';

const organizationId = z
  .string()
  .regex(/^00D[A-Za-z0-9]{12}(?:[A-Z0-5]{3})?$/, 'is not an org ID: 00D and 12 or 15 more characters');

const otherLogin = line().refine(
  (name) => name !== 'local',
  'is the embedded org, which has only one login; remove this',
);

/** Keys that only an environment has. All other keys overlay the file's. */
export const environmentSettingsSchema = z
  .strictObject({
    targetOrg: line().describe('local, or an alias or username of the sf CLI.').optional(),
    targetOrgs: z
      .array(line())
      .min(1, 'is empty; name an org')
      .refine((names) => new Set(names).size === names.length, 'lists an org twice; keep one')
      .describe('Several orgs that get the same deploy.')
      .optional(),
    orgId: organizationId
      .describe('ID of the org. If the login is of another org, keyway changes nothing.')
      .optional(),
    credentialOrg: otherLogin
      .describe(
        'Another login of the same org, to read and store credentials: an alias or username of the sf CLI.',
      )
      .optional(),
    keyOrg: otherLogin
      .describe('Another login of the same org, for encryption keys: an alias or username of the sf CLI.')
      .optional(),
    default: z.boolean().meta({ description: "Used when --env isn't given.", default: false }).optional(),
    protected: z
      .boolean()
      .meta({ description: 'A deploy asks for confirmation, or needs --yes.', default: false })
      .optional(),
  })
  .superRefine((value, context) => {
    if (value.targetOrg !== undefined && value.targetOrgs !== undefined) {
      context.addIssue({
        code: 'custom',
        path: ['targetOrgs'],
        message: 'cannot be used together with targetOrg; keep one of the two',
      });
    }
    for (const key of ['credentialOrg', 'keyOrg'] as const) {
      if (value[key] === undefined || (value.targetOrgs?.length ?? 0) < 2) continue;
      context.addIssue({
        code: 'custom',
        path: [key],
        message:
          'is a login to one org, but the environment names several targetOrgs; create an environment for each',
      });
    }
  });

export type EnvironmentSettings = z.infer<typeof environmentSettingsSchema>;
