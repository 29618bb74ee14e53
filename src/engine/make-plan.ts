import { compareAssignments, type WantedAssignments } from '../kinds/assignment/compare.ts';
import { compareKeys, type WantedKey, wantedKeys } from '../kinds/cache-only-key/compare.ts';
import { certificateConflicts } from '../kinds/certificate/compare.ts';
import type { Change, Plan } from '../kinds/change.ts';
import { compareCipherTrust, loginsToWrite } from '../kinds/cipher-trust/compare.ts';
import { type WantedCipherTrust, wantedCipherTrust } from '../kinds/cipher-trust/wanted.ts';
import { compareComponents, compareRemoved, componentKey } from '../kinds/compare.ts';
import { mayTurnOffKeys } from '../kinds/component-risks.ts';
import type { Config } from '../kinds/config.ts';
import {
  compareCredentials,
  type Readable,
  type Rewrite,
  type WantedCredential,
} from '../kinds/credential/compare.ts';
import { wantedCredentials } from '../kinds/credential/wanted.ts';
import { encryptionKeySettingsName } from '../kinds/encryption-key-settings/metadata.ts';
import { markKeyPath } from '../kinds/key-path/live-keys.ts';
import { type Component, type ComponentType, componentTypes, toComponents } from '../kinds/metadata.ts';
import type { PrincipalKey } from '../salesforce/index.ts';
import type { OrgState, StateQuestion } from './read-state.ts';

type Name = { readonly type: ComponentType; readonly fullName: string };

/** What a config wants of an org, in the terms in which an org is read. */
export interface Desired {
  readonly components: readonly Component[];
  readonly removed: readonly Name[];
  readonly assignments: readonly WantedAssignments[];
  readonly credentials: readonly WantedCredential[];
  /** Every principal of the config, with credentials in it or without. */
  readonly principals: readonly (PrincipalKey & { readonly name: string })[];
  readonly keys: readonly WantedKey[];
  readonly cipherTrust?: WantedCipherTrust | undefined;
}

/** Sections of `removed:`; certificates and settings are in none, since they are never deleted. */
const sections: Readonly<
  Partial<Record<ComponentType, 'externalCredentials' | 'namedCredentials' | 'permissionSets'>>
> = {
  ExternalCredential: 'externalCredentials',
  NamedCredential: 'namedCredentials',
  PermissionSet: 'permissionSets',
};

export function desiredOf(config: Config): Desired {
  return {
    components: toComponents(config, { apiVersion: config.apiVersion }),
    removed: componentTypes.flatMap((type) => {
      const section = sections[type];
      const names = section === undefined ? [] : (config.removed?.[section] ?? []);
      return names.map((fullName) => ({ type, fullName }));
    }),
    assignments: [
      ...Object.entries(config.permissionSets ?? {}).map(
        ([permissionSet, { assignTo = [], exclusive = false }]) => ({ permissionSet, assignTo, exclusive }),
      ),
      // An org does not delete a permission set that anybody holds.
      ...(config.removed?.permissionSets ?? []).map((permissionSet) => ({
        permissionSet,
        assignTo: [],
        exclusive: true,
      })),
    ],
    credentials: wantedCredentials(config),
    principals: principalKeys(config),
    keys: wantedKeys(config),
    cipherTrust: wantedCipherTrust(config),
  };
}

/** What must be read of an org before it can be compared. */
export function questionOf({ components, removed, assignments, principals, keys }: Desired): StateQuestion {
  const looked = assignments.filter(
    ({ assignTo, exclusive, takeFrom = [] }) => assignTo.length + takeFrom.length > 0 || exclusive,
  );
  // Whether the org lets keys be made is asked even where the file leaves it to the org.
  const settings: readonly Name[] =
    keys.length > 0 ? [{ type: 'Settings', fullName: encryptionKeySettingsName }] : [];
  return {
    components: [...components, ...removed, ...settings],
    permissionSets: looked.map(({ permissionSet }) => permissionSet),
    assignees: [...new Set(looked.flatMap(({ assignTo }) => assignTo))],
    principals,
  };
}

export interface PlanOptions {
  readonly readable: Readable;
  readonly rewrite: Rewrite;
}

/** Desired against actual; pure, so that a plan can be made again from what was saved. */
export function makePlan(desired: Desired, state: OrgState, { readable, rewrite }: PlanOptions): Plan {
  const components = [
    ...compareComponents(desired.components, state.components),
    ...compareRemoved(desired.removed, state.components),
  ];
  const credentials = compareCredentials({
    wanted: desired.credentials,
    actual: state.credentials,
    changes: components,
    readable,
    rewrite: rewrite === 'all' ? 'all' : [...rewrite, ...loginsToWrite(desired, state, readable)],
  });
  const assignments = compareAssignments(desired.assignments, state.assignments);
  const seen = desired.keys.filter((key) => !key.cipherTrust || state.cipherTrust?.kind === 'read');
  const keys = compareKeys(seen, state.keys?.secrets);
  const cipherTrust = compareCipherTrust(desired, state, credentials);
  const inOrg = [...components, ...credentials, ...assignments];
  const all = [...cipherTrust.before, ...inOrg, ...cipherTrust.after, ...keys.changes];
  return {
    changes: markKeyPath(all, state),
    notes: [
      ...desired.components.flatMap(remarks),
      ...certificateRemarks(components),
      ...settingsRemarks(desired.components, state, components),
      ...credentialRemarks(desired.credentials, credentials.length),
      ...keys.notes,
      ...cipherTrust.notes,
    ],
  };
}

function principalKeys({ externalCredentials = {} }: Config): Desired['principals'] {
  return Object.entries(externalCredentials).flatMap(([externalCredential, { principals = {} }]) =>
    Object.entries(principals).map(([principalName, { type: principalType }]) => {
      return {
        name: `${externalCredential}-${principalName}`,
        externalCredential,
        principalType,
        principalName,
      };
    }),
  );
}

/** What a plan cannot compare is said, not passed over. */
function remarks(component: Component): readonly string[] {
  if (component.type === 'NamedCredential' && component.metadata.namedCredentialType === 'Legacy') {
    return [
      `${component.fullName}: secrets of a legacy named credential cannot be read back, so they are not compared`,
    ];
  }
  return [];
}

/** A certificate is made once: a plan says what it would need, and a deploy of it is refused. */
function certificateRemarks(changes: readonly Change[]): readonly string[] {
  return certificateConflicts(changes).map(
    ({ name, fields }) =>
      `${name} cannot be deployed: the org has another certificate of that name (${fields.map(({ path, from = 'none' }) => `${path} ${from}`).join(', ')}), and none is ever replaced; give it a new name`,
  );
}

function settingsRemarks(
  desired: readonly Component[],
  { components }: OrgState,
  changes: readonly Change[],
): readonly string[] {
  const settings = desired.find(({ type }) => type === 'Settings');
  const actual = settings && components.get(componentKey('Settings', settings.fullName));
  if (!settings || !mayTurnOffKeys(actual, settings)) return [];
  return changes.some(({ type }) => type === 'Settings')
    ? [
        'the org has enableCacheOnlyKeys on and the file does not name it: that a deploy leaves it on is likely, and in no document; write enableCacheOnlyKeys: true beside the other settings',
      ]
    : [];
}

function credentialRemarks(wanted: readonly WantedCredential[], written: number): readonly string[] {
  const kept = wanted
    .filter(({ values }) => values.some(({ encrypted }) => encrypted))
    .map(({ name }) => name);
  if (kept.length === 0 || kept.length <= written) return [];
  return [
    `secret values cannot be read back, so they are not compared; --write-credentials writes them again`,
  ];
}
