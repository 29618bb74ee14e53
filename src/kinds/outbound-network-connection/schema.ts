import { z } from 'zod';
import { description, label, line } from '../../config/text.ts';

export const outboundNetworkConnection = z
  .strictObject({
    label,
    description: description.optional(),
    isActive: z.boolean().meta({ description: 'Calls go through it.', default: true }).optional(),
    region: line().describe('AWS region of the VPC, as in eu-central-1.'),
    serviceName: line().describe('Endpoint service in the VPC, as in com.amazonaws.vpce.….'),
  })
  .meta({
    id: 'OutboundNetworkConnection',
    description:
      'A private connection to AWS (Private Connect, AWS PrivateLink), for a named credential of the type PrivateEndpoint. A deploy makes it Unprovisioned; provision it in Setup and accept it in AWS.',
  });

export type OutboundNetworkConnection = z.infer<typeof outboundNetworkConnection>;

/** This kind's section of the config. */
export interface OutboundNetworkConnectionsSection {
  readonly outboundNetworkConnections?: Readonly<Record<string, OutboundNetworkConnection>> | undefined;
}
