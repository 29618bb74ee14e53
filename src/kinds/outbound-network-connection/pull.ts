import type { ComponentPull } from '../component-pull.ts';
import { chooseKnown } from '../pull-known.ts';
import type { OutboundNetworkConnectionComponent } from './metadata.ts';

/** Pulls connections that a named credential uses or that the config has. */
export const outboundNetworkConnectionPull: ComponentPull<OutboundNetworkConnectionComponent> = {
  type: 'OutboundNetworkConnection',
  isOmittedSilently: true,
  choose: chooseKnown('outboundNetworkConnections'),
  refusal: ({ metadata }) =>
    metadata.connectionType === 'AwsPrivateLink'
      ? undefined
      : `is of the type ${metadata.connectionType}, which a config can't express`,
};
