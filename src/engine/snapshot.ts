import { pairOf, sameUser } from '../kinds/assignment/compare.ts';
import type { Change } from '../kinds/change.ts';
import { componentKey } from '../kinds/compare.ts';
import { isStored } from '../kinds/credential/compare.ts';
import { mask, masked, maskedChanges } from '../kinds/masked.ts';
import { type Component, type ComponentType, componentTypes, toXml } from '../kinds/metadata.ts';
import type { OrgKind } from '../salesforce/index.ts';
import type { Desired } from './make-plan.ts';
import type { OrgState } from './read-state.ts';

/** What an org had of everything that a run is about to change, and what the run is. One file of the history. */
export interface Snapshot {
  readonly keyway: 'history';
  readonly format: typeof snapshotFormat;
  /** `20261122T205100Z-4f2a`: time and something of its own. */
  readonly id: string;
  /** ISO 8601 */
  readonly at: string;
  readonly what: 'deploy' | 'rollback' | 'promote';
  /** Of what: the deploy rolled back, the git ref, or where the promoted state was proven. */
  readonly of?: string;
  readonly environment: string | null;
  readonly org: {
    readonly id: string;
    readonly username: string;
    readonly instanceUrl: string;
    readonly kind: OrgKind;
  };
  readonly git: { readonly commit: string; readonly dirty: boolean } | null;
  readonly apiVersion: string;
  readonly changes: readonly Change[];
  readonly before: Before;
  /** Undefined while it is carried out, and for ever where it was cut off. */
  readonly outcome?: 'done' | 'nothing changed' | 'failed half way';
  readonly deployId?: string | null;
}

export interface Before {
  readonly components: readonly ComponentBefore[];
  readonly assignments: readonly AssignmentBefore[];
  readonly credentials: readonly (Desired['principals'][number] & { readonly stored: boolean })[];
}

export interface ComponentBefore {
  readonly type: ComponentType;
  readonly name: string;
  /** null: the org had none. Values that look secret are masked. */
  readonly xml: string | null;
}

export interface AssignmentBefore {
  readonly permissionSet: string;
  readonly assignee: string;
  readonly held: 'active' | 'inactive' | 'not at all';
}

export const snapshotFormat = 1;

/** What an org has of what these changes are about; pure. */
export function beforeOf(
  changes: readonly Change[],
  principals: Desired['principals'],
  state: OrgState,
): Before {
  return {
    components: componentTypes.flatMap((type) =>
      changes
        .filter((change) => change.type === type)
        .map(({ name }) => {
          const there = state.components.get(componentKey(type, name));
          return { type, name, xml: there ? maskedXml(there) : null };
        }),
    ),
    assignments: changes
      .filter(({ type }) => type === 'Assignment')
      .map((change) => {
        const { permissionSet, assignee } = pairOf(change);
        const row = state.assignments.find(
          (held) => held.permissionSet === permissionSet && sameUser(held.assignee, assignee),
        );
        return { permissionSet, assignee, held: row ? (row.isActive ? 'active' : 'inactive') : 'not at all' };
      }),
    credentials: principals
      .filter(({ name }) => changes.some((change) => change.type === 'Credential' && change.name === name))
      .map((principal) => ({ ...principal, stored: isStored(state.credentials.get(principal.name)) })),
  };
}

export function historyChanges(changes: readonly Change[]): readonly Change[] {
  return maskedChanges(changes);
}

/** Leaf by leaf, as the file has them: what stands between two tags and looks like a secret. */
function maskedXml(component: Component): string {
  return toXml(component).replace(/>([^<>]+)</g, (whole, text: string) =>
    masked(unescaped(text)) === mask ? `>${mask}<` : whole,
  );
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}
