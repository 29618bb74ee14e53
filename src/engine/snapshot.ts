import type { Change } from '../kinds/change.ts';
import { componentKey } from '../kinds/compare.ts';
import { kinds } from '../kinds/kinds.ts';
import { mask, masked, maskedChanges } from '../kinds/masked.ts';
import { type Component, componentTypes, toXml } from '../kinds/metadata.ts';
import type { Planned } from '../kinds/run.ts';
import type { Before } from '../kinds/way-back.ts';
import type { OrgKind } from '../salesforce/index.ts';

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

export const snapshotFormat = 1;

/** What an org has of what a plan changes; every kind adds its part. Pure. */
export function beforeOf(planned: Planned): Before {
  const { plan, state, desired } = planned;
  const components = componentTypes.flatMap((type) =>
    plan.changes
      .filter((change) => change.type === type)
      .map(({ name }) => {
        const there = state.components.get(componentKey(type, name));
        const isPart = desired.parts.some((part) => part.type === type && part.fullName === name);
        return { type, name, xml: there ? maskedXml(there) : null, ...(isPart ? { isPart } : {}) };
      }),
  );
  const parts = kinds.map(({ wayBack }) => wayBack?.before?.(planned) ?? {});
  return Object.assign({ components, assignments: [], credentials: [] }, ...parts);
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
