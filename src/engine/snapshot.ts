import type { Change } from '../kinds/change.ts';
import { componentKey } from '../kinds/compare.ts';
import { kinds } from '../kinds/kinds.ts';
import { mask, maskChanges, maskText } from '../kinds/masked.ts';
import { type Component, componentTypes, toXml } from '../kinds/metadata.ts';
import type { Before } from '../kinds/rollback.ts';
import type { Planned } from '../kinds/run.ts';
import type { OrgKind } from '../salesforce/index.ts';

/** What an org had before a run changed it, and a description of the run. One file of the history. */
export interface Snapshot {
  readonly keyway: 'history';
  readonly format: typeof snapshotFormat;
  /** `20261122T205100Z-4f2a`: the time and a random suffix. */
  readonly id: string;
  /** ISO 8601 */
  readonly at: string;
  readonly what: 'deploy' | 'rollback' | 'promote';
  /** The rolled-back deploy, the git ref, or the environment where the promoted state was proven. */
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
  /** Undefined while the run works, and permanently if it was interrupted. */
  readonly outcome?: 'done' | 'nothing changed' | 'failed half way';
  readonly deployId?: string | null;
}

export const snapshotFormat = 1;

/** What an org has of the components that a plan changes. Each kind adds its part. Pure. */
export function snapshotState(planned: Planned): Before {
  const { plan, state, desired } = planned;
  const components = componentTypes.flatMap((type) =>
    plan.changes
      .filter((change) => change.type === type)
      .map(({ name }) => {
        const existing = state.components.get(componentKey(type, name));
        const isPart = desired.parts.some((part) => part.type === type && part.fullName === name);
        return { type, name, xml: existing ? maskedXml(existing) : null, ...(isPart ? { isPart } : {}) };
      }),
  );
  const parts = kinds.map(({ rollback }) => rollback?.before?.(planned) ?? {});
  return Object.assign({ components, assignments: [], credentials: [] }, ...parts);
}

export function historyChanges(changes: readonly Change[]): readonly Change[] {
  return maskChanges(changes);
}

/** Masks each value between two tags that looks like a secret. */
function maskedXml(component: Component): string {
  return toXml(component).replace(/>([^<>]+)</g, (whole, text: string) =>
    maskText(unescaped(text)) === mask ? `>${mask}<` : whole,
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
