import { z } from 'zod';
import { description, text } from '../../config/text.ts';

export const remoteSiteSetting = z
  .strictObject({
    url: text().describe('Site that Apex may call; https.'),
    description: description.optional(),
    isActive: z.boolean().meta({ description: 'Calls are allowed.', default: true }).optional(),
    disableProtocolSecurity: z
      .boolean()
      .meta({ description: 'Code from a page over https may call a site over http.', default: false })
      .optional(),
  })
  .meta({
    id: 'RemoteSiteSetting',
    description: 'A site that Apex may call by its URL. Calls through a named credential need none.',
  });

export type RemoteSiteSetting = z.infer<typeof remoteSiteSetting>;

/** This kind's section of the config. */
export interface RemoteSiteSettingsSection {
  readonly remoteSiteSettings?: Readonly<Record<string, RemoteSiteSetting>> | undefined;
}
