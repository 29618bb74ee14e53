import { endpointAddress, endpointUrl } from '../../ciphertrust/endpoints.ts';
import { type UploadState, uploadState } from '../../ciphertrust/upload.ts';
import type { WantedKey } from '../cache-only-key/compare.ts';
import { componentKey } from '../compare.ts';
import type { Desired } from '../desired.ts';
import { type Component, normalise } from '../metadata.ts';
import type { NamedCredentialComponent } from '../named-credential/metadata.ts';
import type { OrgState } from '../state.ts';
import {
  type CipherTrustState,
  endpointOf,
  isKeywayEndpoint,
  notMade,
  type ReadCipherTrust,
  type WantedCipherTrust,
} from './wanted.ts';

/**
 * Completes the desired state with facts that only CipherTrust knows: the URL of the organization's endpoint, and
 * the identifiers that keys got on upload. What doesn't exist yet stays open: such a URL still contains
 * `made-by-this-deploy`, and such an identifier is empty. Pure; repeating it changes nothing.
 */
export function completeFromCipherTrust(desired: Desired, state: OrgState): Desired {
  const { cipherTrust: wanted } = desired;
  const known = state.cipherTrust;
  if (!wanted || !known) return desired;
  return {
    ...desired,
    components: desired.components.map((component) => withUrl(component, wanted, known, state)),
    keys: desired.keys.map((key) => withIdentifier(key, known)),
  };
}

/** What CipherTrust has of a cache-only key's source. */
export function fetchedState({ type, cipherTrust }: WantedKey, { keys }: ReadCipherTrust): UploadState {
  if (!cipherTrust) return { kind: 'none' };
  const { key: sourceKey, tier } = cipherTrust;
  return uploadState(keys, { kind: 'cache-only', type, sourceKey, tier } as Parameters<
    typeof uploadState
  >[1]);
}

/** Whether a component's URL is that of an endpoint that doesn't exist yet. */
export function isUrlOpen(component: Component): boolean {
  return isKeywayEndpoint(endpointAddress(urlOf(component) ?? ''));
}

function withIdentifier(key: WantedKey, known: CipherTrustState): WantedKey {
  if (!key.cipherTrust || known.kind === 'unread') return key;
  const found = fetchedState(key, known);
  return found.kind === 'none' ? key : { ...key, identifier: found.key.identifier ?? '' };
}

function withUrl(
  component: Component,
  wanted: WantedCipherTrust,
  known: CipherTrustState,
  state: OrgState,
): Component {
  if (component.type !== 'NamedCredential' || !isUrlOpen(component)) return component;
  const own = wanted.endpoints.find(({ id }) => id === undefined);
  const existing = own && known.kind === 'read' ? endpointOf(own, known) : undefined;
  if (existing) return withUrlText(component, endpointUrl(existing));
  // If CipherTrust couldn't be asked, use the org's value.
  const inOrg = state.components.get(componentKey('NamedCredential', component.fullName));
  const url = known.kind === 'unread' && inOrg ? urlOf(inOrg) : undefined;
  return withUrlText(component, url ?? endpointUrl({ hostname: wanted.endpointHost, id: notMade }));
}

function urlOf(component: Component): string | undefined {
  return component.type === 'NamedCredential' ? normalise(component).get('parameters.Url') : undefined;
}

function withUrlText(component: NamedCredentialComponent, url: string): Component {
  const { namedCredentialParameters = [] } = component.metadata;
  const parameters = namedCredentialParameters.map((parameter) =>
    parameter.parameterType === 'Url' ? { ...parameter, parameterValue: url } : parameter,
  );
  return { ...component, metadata: { ...component.metadata, namedCredentialParameters: parameters } };
}
