import { z } from 'zod';
import { developerName } from '../../config/text.ts';
import { protocols } from '../external-credential/protocols.ts';

const pattern = (example: string) => `Each may begin with *, which matches any text: ${example}.`;

const host = z
  .string()
  .regex(
    /^(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*$/i,
    "isn't a host such as kms.acme.example or *.acme.example",
  );

const user = z
  .string()
  .regex(
    /^(?:autoproc|[^\s'"\\]*@[^\s@'"\\*]+)$/,
    "isn't autoproc, a username, or a pattern such as *@acme.example",
  );

const names = (what: string) =>
  z.array(developerName).describe(`${what} that keyway leaves as the org has them.`).optional();

/** What a team allows in the whole file. */
export const policy = z
  .strictObject({
    hosts: z
      .array(host)
      .describe(
        `Hosts that the URLs of this file may have. ${pattern('*.acme.example')} The embedded org may call itself.`,
      )
      .optional(),
    protocols: z
      .array(z.enum(protocols))
      .describe('Authentication protocols that external credentials may use.')
      .optional(),
    assignTo: z
      .array(user)
      .describe(`Users who may get a permission set. ${pattern('*@acme.example')}`)
      .optional(),
    protect: z
      .strictObject({
        externalCredentials: names('External credentials'),
        namedCredentials: names('Named credentials'),
        permissionSets: names('Permission sets'),
      })
      .describe('Components that no deploy may change or delete. One that the org lacks may be created.')
      .optional(),
  })
  .meta({ id: 'Policy', description: 'What this file may say, and what no deploy may touch.' });

export type Policy = z.infer<typeof policy>;

/** This kind's section of the config. */
export interface PolicySection {
  readonly policy?: Policy | undefined;
}
