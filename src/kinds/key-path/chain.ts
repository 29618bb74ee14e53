import type { Change } from '../change.ts';
import { componentKey } from '../compare.ts';
import type { Config } from '../config.ts';
import type { ExternalCredentialComponent } from '../external-credential/metadata.ts';
import { type Component, normalise, toComponents } from '../metadata.ts';
import type { NamedCredentialComponent } from '../named-credential/metadata.ts';
import type { OrgState } from '../state.ts';

/** The components that an org fetches a key through, as in the Metadata API. */
export interface KeyChain {
  readonly namedCredential: NamedCredentialComponent;
  /** The external credential that the named credential refers to; undefined for a legacy one. */
  readonly externalCredentialName: string | undefined;
  /** Undefined if not found. */
  readonly externalCredential: ExternalCredentialComponent | undefined;
}

/** Finds a component of a chain in the config, in an org, or in the state after a plan. */
export type FindComponent = (
  type: 'NamedCredential' | 'ExternalCredential',
  fullName: string,
) => Component | undefined;

export function findChain(name: string, find: FindComponent): KeyChain | undefined {
  const namedCredential = find('NamedCredential', name);
  if (namedCredential?.type !== 'NamedCredential') return undefined;
  const externalCredentialName = normalise(namedCredential).get('parameters.Authentication');
  const found =
    externalCredentialName === undefined ? undefined : find('ExternalCredential', externalCredentialName);
  const externalCredential = found?.type === 'ExternalCredential' ? found : undefined;
  return { namedCredential, externalCredentialName, externalCredential };
}

export function findInConfig(
  config: Pick<Config, 'externalCredentials' | 'namedCredentials' | 'apiVersion'>,
): FindComponent {
  const { externalCredentials, namedCredentials, apiVersion } = config;
  return findAmong(toComponents({ externalCredentials, namedCredentials }, { apiVersion }));
}

export function findAmong(components: Iterable<Component>): FindComponent {
  const byKey = new Map([...components].map((one) => [componentKey(one.type, one.fullName), one]));
  return (type, fullName) => byKey.get(componentKey(type, fullName));
}

/** Finds components in the state that was read from an org. */
export function findInState({ components, keys }: Pick<OrgState, 'components' | 'keys'>): FindComponent {
  return (type, fullName) => {
    const key = componentKey(type, fullName);
    return components.get(key) ?? keys?.components.get(key);
  };
}

/** Searches several sources in order. */
export function findInOrder(...places: readonly FindComponent[]): FindComponent {
  return (type, fullName) => {
    for (const find of places) {
      const found = find(type, fullName);
      if (found) return found;
    }
    return undefined;
  };
}

/** The parts of a plan that concern chains. */
export interface PlannedComponents {
  readonly desired: { readonly components: readonly Component[] };
  readonly state: Pick<OrgState, 'components' | 'keys'>;
  readonly plan: { readonly changes: readonly Change[] };
}

/** Finds components in the state after a plan is applied. Components without a change stay as in the org. */
export function findAfterPlan({ desired, state, plan }: PlannedComponents): FindComponent {
  return (type, fullName) => {
    const wanted = desired.components.find((one) => one.type === type && one.fullName === fullName);
    if (plan.changes.some((change) => change.type === type && change.name === fullName)) return wanted;
    return findInState(state)(type, fullName) ?? wanted;
  };
}
