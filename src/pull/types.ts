import type { Component, ComponentType } from '../kinds/metadata.ts';

/** The parts of a config that come from an org. */
export const sections = {
  Certificate: 'certificates',
  Settings: 'encryptionKeySettings',
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

/** Where a config says something of a component: settings are a section of their own, the others are named in one. */
export function pathOf({ type, fullName }: Pick<Component, 'type' | 'fullName'>): readonly string[] {
  return type === 'Settings' ? [sections.Settings] : [sections[type], fullName];
}

/** A config with nothing in it but what it says of one component. */
export function configOfOne(component: Pick<Component, 'type' | 'fullName'>, fields: Plain) {
  return Object.fromEntries([
    component.type === 'Settings'
      ? [sections.Settings, fields]
      : [sections[component.type], { [component.fullName]: fields }],
  ]);
}

/** What a config, or sections of one, say of a component; undefined where that is nothing. */
export function saidOf(config: object, component: Pick<Component, 'type' | 'fullName'>): unknown {
  return pathOf(component).reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Plain)[key]
        : undefined,
    config,
  );
}

export function keyOf({ type, fullName }: Pick<Component, 'type' | 'fullName'>): string {
  return `${type}:${fullName}`;
}
