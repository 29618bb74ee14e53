import { suggestion } from '../config/wording.ts';
import { KeywayError } from '../errors/index.ts';
import { encryptionKeySettingsName } from '../kinds/encryption-key-settings/metadata.ts';
import { type ComponentType, componentTypes } from '../kinds/metadata.ts';
import {
  type ListedComponent,
  listMetadata,
  type Org,
  type PrincipalGranter,
  readPrincipalGranters,
} from '../salesforce/index.ts';
import type { LeftOut } from './types.ts';

/** Which components of an org are to be read, and which are pointed out and not. */
export interface Selection {
  readonly names: ReadonlyMap<ComponentType, readonly string[]>;
  readonly leftOut: readonly LeftOut[];
  readonly notes: readonly string[];
}

export interface SelectOptions {
  /** Only these, of whatever type; none for all. */
  readonly only: readonly string[];
  /** Permission sets that the config has. */
  readonly permissionSets: readonly string[];
}

/**
 * The org's own certificates, settings of encryption keys, external credentials, named credentials, and the permission
 * sets that grant principals or that the config has. Three calls, whatever the org holds.
 * @throws KeywayError `ComponentNotFound` for a name that the org has nothing of
 */
export async function select(org: Org, { only, permissionSets }: SelectOptions): Promise<Selection> {
  const [all, granters] = await Promise.all([listMetadata(org, componentTypes), readPrincipalGranters(org)]);
  // Of the settings of an org, keyway knows those of encryption keys.
  const listed = all.filter(
    ({ type, fullName }) => type !== 'Settings' || fullName === encryptionKeySettingsName,
  );
  const isManaged = ({ namespacePrefix }: ListedComponent) =>
    namespacePrefix !== undefined && namespacePrefix !== org.namespacePrefix;
  const named = (name: string) => only.some((one) => one.toLowerCase() === name.toLowerCase());
  const own = listed.filter((component) => !isManaged(component));
  requireAll(only, listed);

  const granting = new Set([
    ...granters.filter(isOwnSet).map(({ name }) => name.toLowerCase()),
    ...permissionSets.map((name) => name.toLowerCase()),
  ]);
  const names = new Map(
    componentTypes.map((type) => {
      const all = own.filter((component) => component.type === type).map(({ fullName }) => fullName);
      if (only.length > 0) return [type, all.filter(named)];
      return [type, type === 'PermissionSet' ? all.filter((name) => granting.has(name.toLowerCase())) : all];
    }),
  );
  const managedSets = new Set(
    granters
      .filter(({ namespace }) => namespace !== undefined)
      .map(({ namespace, name }) => `${namespace}__${name}`),
  );
  const leftOut = listed.filter(isManaged).flatMap(({ type, fullName }): readonly LeftOut[] => {
    const meant = only.length > 0 ? named(fullName) : type !== 'PermissionSet' || managedSets.has(fullName);
    if (!meant) return [];
    return [{ type: type as ComponentType, name: fullName, reason: 'belongs to a managed package' }];
  });
  return { names, leftOut, notes: only.length > 0 ? [] : granters.flatMap(otherWay) };
}

function isOwnSet({ kind, namespace }: PrincipalGranter): boolean {
  return kind === 'permission set' && namespace === undefined;
}

/** A config has no words for these: who reads it must know of them. */
function otherWay({ kind, name }: PrincipalGranter): readonly string[] {
  return kind === 'permission set'
    ? []
    : [`the ${kind} ${name} gives access to principals too, which a config cannot say`];
}

function requireAll(only: readonly string[], listed: readonly ListedComponent[]): void {
  const known = [...new Set(listed.map(({ fullName }) => fullName))];
  const missing = only.filter((name) => !known.some((one) => one.toLowerCase() === name.toLowerCase()));
  if (missing.length === 0) return;
  const near = missing.map((name) => `${name}${suggestion(name, known)}`).join(', ');
  throw new KeywayError(
    'ComponentNotFound',
    `The org has no certificate, external credential, named credential or permission set named ${near}.`,
    { actions: ['Nothing was written. Developer names are meant, not labels.'] },
  );
}
