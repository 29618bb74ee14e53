import type { Component, ComponentType } from '../metadata/index.ts';

/** The parts of a config that come from an org. */
export const sections = {
  ExternalCredential: 'externalCredentials',
  NamedCredential: 'namedCredentials',
  PermissionSet: 'permissionSets',
} as const satisfies Readonly<Record<ComponentType, string>>;
export type Section = (typeof sections)[ComponentType];

export type Plain = Readonly<Record<string, unknown>>;

/** A component of an org as a config is to say it. */
export interface Wanted {
  readonly component: Component;
  /** Its fields in the config; values from the org as they are, secrets as references. */
  readonly config: Plain;
  /** What of it keyway cannot say, for people. */
  readonly notes: readonly string[];
}

/** A component of the org, or a part of it, that the config does not take over, and why. */
export interface LeftOut {
  readonly type: ComponentType;
  readonly name: string;
  readonly reason: string;
}

export function keyOf({ type, fullName }: Pick<Component, 'type' | 'fullName'>): string {
  return `${type}:${fullName}`;
}
