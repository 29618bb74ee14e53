import { z } from 'zod';
import type { ConfigSection } from '../../config/section.ts';
import { developerName } from '../../config/text.ts';
import { type OutboundNetworkConnectionsSection, outboundNetworkConnection } from './schema.ts';

export const outboundNetworkConnections: ConfigSection<OutboundNetworkConnectionsSection> = {
  name: 'outboundNetworkConnections',
  schema: z
    .record(developerName, outboundNetworkConnection)
    .describe('Private connections to AWS, by developer name.'),
  hasDeveloperNames: true,
  removed: 'Private connections to delete.',
};
