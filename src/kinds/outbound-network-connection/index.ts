import { componentKey } from '../compare.ts';
import type { Desired } from '../desired.ts';
import type { Kind } from '../kind.ts';
import type { Component } from '../metadata.ts';
import type { OrgState } from '../state.ts';
import { propertiesOfOrg } from './uncertain.ts';

/** A private connection for calls. */
export const outboundNetworkConnection: Kind = {
  types: ['OutboundNetworkConnection'],
  stage: 'metadata',
  permissions: () => [{ login: 'org', need: 'metadata', what: 'this deploy' }],
  complete: (desired, state) => ({ ...desired, components: withStatus(desired, state) }),
};

/** Sends the org's status back unchanged, because a deploy must not restart the connection. */
function withStatus({ components }: Desired, state: OrgState): readonly Component[] {
  return components.map((component) => {
    const actual = state.components.get(componentKey(component.type, component.fullName));
    if (component.type !== 'OutboundNetworkConnection' || actual?.type !== 'OutboundNetworkConnection')
      return component;
    const isOrgs = ({ propertyName }: { readonly propertyName: string }) =>
      propertiesOfOrg.includes(propertyName);
    const own = (component.metadata.outboundNetworkConnProperties ?? []).filter((one) => !isOrgs(one));
    const made = (actual.metadata.outboundNetworkConnProperties ?? []).filter(isOrgs);
    const { status } = actual.metadata;
    return {
      ...component,
      metadata: { ...component.metadata, outboundNetworkConnProperties: [...own, ...made], status },
    };
  });
}
