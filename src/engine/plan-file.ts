import { KeywayError } from '../errors/index.ts';
import { type Change, type Plan, type Risk, risks } from '../kinds/change.ts';
import { maskChanges } from '../kinds/masked.ts';
import type { Planned } from '../kinds/run.ts';
import { type DesiredFacts, desiredFacts, digestOf, stateFacts } from './facts.ts';
import { kindOf } from './make-plan.ts';

/** A plan as saved for approval. It holds no secret. */
export interface SavedPlan {
  readonly keyway: 'plan';
  readonly format: typeof format;
  /** ISO 8601 */
  readonly createdAt: string;
  readonly environment: string | null;
  readonly org: { readonly id: string; readonly username: string; readonly instanceUrl: string };
  readonly apiVersion: string;
  /** The risks that the approver accepts together with the plan. */
  readonly allow: readonly Risk[];
  readonly changes: readonly Change[];
  readonly notes: readonly string[];
  /** The state that the config describes, by meaning, for the approver to read. */
  readonly desired: DesiredFacts;
  /** SHA-256 of the desired state and of the org's state. */
  readonly digests: { readonly desired: string; readonly state: string };
  /** SHA-256 of all fields above. It reveals manual edits, but isn't a signature. */
  readonly checksum: string;
}

/** Increase this whenever the comparison changes. A plan saved by another format can't be checked against the org. */
const format = 3;

export interface PlanContext {
  readonly environment: string | null;
  readonly org: SavedPlan['org'];
  readonly apiVersion: string;
}

export function savedPlan(
  { environment, org: { id, username, instanceUrl }, apiVersion }: PlanContext,
  { desired, state, plan }: Planned,
  { allow, createdAt }: Pick<SavedPlan, 'allow' | 'createdAt'>,
): SavedPlan {
  const facts = desiredFacts(desired);
  const content = {
    keyway: 'plan' as const,
    format: format as typeof format,
    createdAt,
    environment,
    org: { id, username, instanceUrl },
    apiVersion,
    allow,
    changes: maskChanges(plan.changes),
    notes: plan.notes,
    desired: facts,
    digests: { desired: digestOf(facts), state: digestOf(stateFacts(state)) },
  };
  return { ...content, checksum: digestOf(content) };
}

/**
 * Reads a saved plan. `file` is for messages.
 * @throws KeywayError `PlanFileUnreadable`, `PlanFileOfOtherVersion`, `PlanFileTampered`
 */
export function parseSavedPlan(text: string, file: string): SavedPlan {
  const value = parsed(text) as (Partial<SavedPlan> & { readonly format?: unknown }) | undefined;
  if (value?.keyway !== 'plan') {
    throw new KeywayError('PlanFileUnreadable', `${file} isn't a plan saved by keyway.`, {
      actions: ['To save a plan: keyway plan --out FILE'],
    });
  }
  if (value.format !== format) {
    throw new KeywayError(
      'PlanFileOfOtherVersion',
      `${file} was saved by another version of keyway (its format is ${value.format}, this version reads ${format}).`,
      { actions: ['Make a new plan with this version and get it approved: keyway plan --out FILE'] },
    );
  }
  const { checksum, ...content } = value;
  if (checksum !== digestOf(content) || !value.allow?.every((risk) => risks.includes(risk))) {
    throw new KeywayError('PlanFileTampered', `${file} was changed after keyway saved it.`, {
      actions: ['Nothing was changed. Make a new plan and get it approved: keyway plan --out FILE'],
    });
  }
  return value as SavedPlan;
}

/**
 * The saved plan, if it is still valid: same environment, org, API version, config and org state. Secrets that are
 * set here but weren't where the plan was made add nothing to it.
 * @throws KeywayError `PlanIsForOther`, `PlanOutdated`, `PlanFileTampered`
 */
export function approvedPlan(saved: SavedPlan, context: PlanContext, parts: Planned): Plan {
  refuseOther(saved, context);
  if (digestOf(desiredFacts(parts.desired)) !== saved.digests.desired)
    throw planOutdatedError('the config', saved);
  if (digestOf(stateFacts(parts.state)) !== saved.digests.state) throw planOutdatedError('the org', saved);
  const now = parts.plan.changes;
  const compared = (changes: readonly Change[]) =>
    digestOf(maskChanges(changes.filter((change) => !kindOf(change.type)?.dependsOnSecrets?.(change))));
  if (compared(now) !== compared(saved.changes)) throw planOutdatedError('the plan made from them', saved);
  const isSame = (left: Change, right: Change) => left.type === right.type && left.name === right.name;
  const left = now.filter((change) => !saved.changes.some((approved) => isSame(approved, change)));
  return {
    changes: saved.changes.map((approved) => now.find((change) => isSame(approved, change)) ?? approved),
    notes: [
      ...parts.plan.notes,
      ...left.map(
        ({ name }) => `${name} also differs, but isn't part of the approved plan, so keyway leaves it`,
      ),
    ],
  };
}

function refuseOther(saved: SavedPlan, { environment, org, apiVersion }: PlanContext): void {
  const other = (what: string, theirs: string | null, ours: string | null) =>
    new KeywayError(
      'PlanIsForOther',
      `The approved plan is for ${what} ${theirs ?? 'none'}, but this run is for ${ours ?? 'none'}.`,
      { actions: ['Nothing was changed. Deploy the plan to its own org, or make a plan for this one.'] },
    );
  if (saved.environment !== environment) throw other('environment', saved.environment, environment);
  if (saved.org.id !== org.id) throw other('org', saved.org.id, org.id);
  if (saved.apiVersion !== apiVersion) throw other('API version', saved.apiVersion, apiVersion);
}

function planOutdatedError(what: string, { createdAt }: SavedPlan): KeywayError {
  return new KeywayError(
    'PlanOutdated',
    `Since the plan was made (${createdAt}), ${what} has changed, so keyway doesn't apply it.`,
    { actions: ['Nothing was changed. Make a new plan and get it approved: keyway plan --out FILE'] },
  );
}

function parsed(text: string): unknown {
  try {
    return Object(JSON.parse(text));
  } catch {
    return undefined;
  }
}
