import type { Plan } from '../kinds/change.ts';
import { compareComponent, componentKey } from '../kinds/compare.ts';
import type { Desired } from '../kinds/desired.ts';
import type { StageName, Verification } from '../kinds/kind.ts';
import { kinds } from '../kinds/kinds.ts';
import { type Check, linkCheck } from '../kinds/link-check.ts';
import type { Component } from '../kinds/metadata.ts';
import { describePending, type KeyOutcome } from '../kinds/outcomes.ts';
import type { Planned } from '../kinds/run.ts';
import type { Session } from '../kinds/session.ts';
import type { OrgState } from '../kinds/state.ts';
import { kindOf } from './make-plan.ts';

/** Limits a verification. */
export type VerifyOptions = {
  readonly [Name in 'whole' | 'callout' | 'events' | 'changed' | 'now' | 'deployed']?:
    | Verification[Name]
    | undefined;
} & {
  /** Verifies only what these stages concern. */
  readonly only?: readonly StageName[] | undefined;
};

/** Compares every link of the chain, as read back, with the desired state. */
export async function verifyOrg(
  session: Session,
  { desired, state }: Pick<Planned, 'desired' | 'state'>,
  {
    whole = false,
    callout = false,
    events = false,
    changed = [],
    now = () => new Date(),
    only,
    deployed,
  }: VerifyOptions = {},
): Promise<readonly Check[]> {
  const verification: Verification = {
    session,
    desired,
    state,
    whole,
    callout,
    events,
    changed,
    now,
    deployed,
  };
  const isAsked = (stages: readonly StageName[]) => only?.some((stage) => stages.includes(stage)) ?? true;
  const asked = kinds.filter(({ neededBy, stage }) => isAsked(neededBy ?? [stage]));
  const links = await Promise.all([
    refineChecks(verification, isAsked(['metadata']) ? checkComponents(desired, state, deployed?.plan) : []),
    ...asked.map((kind) => kind.verify?.(verification) ?? []),
  ]);
  return links.flat();
}

async function refineChecks(verification: Verification, checks: readonly Check[]): Promise<readonly Check[]> {
  let known = checks;
  for (const kind of kinds) known = (await kind.refine?.(verification, known)) ?? known;
  return known;
}

/** Whether components are as desired, and removed ones are gone. Pure. */
export function checkComponents(desired: Desired, state: OrgState, sent?: Plan): readonly Check[] {
  return [
    ...desired.components.flatMap((component) => checkComponent(component, state, sent)),
    // Parts that the org has are already among its components.
    ...desired.parts
      .filter(({ type, fullName }) => !state.components.has(componentKey(type, fullName)))
      .flatMap((part) => checkComponent(part, state)),
    ...desired.removed.map(({ type, fullName }) =>
      linkCheck(type, fullName, !state.components.has(componentKey(type, fullName)), {
        holds: 'is deleted, as in the config',
        broken: 'is still in the org',
      }),
    ),
  ];
}

/** Live keys whose path a plan has changed. A fetch from before the change proves nothing about them. */
export function changedKeyPaths({ changes }: Plan): readonly string[] {
  return changes.flatMap(({ type, liveKeys = [] }) => (type === 'Key' ? [] : liveKeys));
}

/** Marks the changes that couldn't be made yet, because their absence is expected. */
export function markPending(checks: readonly Check[], pending: readonly KeyOutcome[]): readonly Check[] {
  return checks.map((check) => {
    const key = pending.find(({ name }) => check.link === 'Key' && check.name === name);
    if (!key) return check;
    const { until, reason } = key;
    const reasonText = reason === undefined ? '' : ` ${reason.replace(/[.\s]+$/, '')}.`;
    const when = until === undefined ? 'later' : 'then';
    return { ...check, message: `${describePending(key)}.${reasonText} Run it again ${when}` };
  });
}

function checkComponent(component: Component, { components }: OrgState, sent?: Plan): readonly Check[] {
  const { type, fullName: name } = component;
  const actual = components.get(componentKey(type, name));
  if (!actual) return [{ link: type, name, ok: false, message: 'is not in the org' }];
  const differ = compareComponent(actual, component).map(({ path }) => path);
  const whole = linkCheck(type, name, differ.length === 0, {
    holds: 'matches the config',
    broken: `differs in ${differ.join(', ')}${isSent(component, sent) ? otherForm : ''}`,
  });
  return [whole, ...(kindOf(type)?.checkParts?.(component, actual) ?? [])];
}

/** The org accepted this deploy's values but shows different ones. Another deploy would change nothing. */
const otherForm =
  ", although the org accepted this deploy. The org doesn't have exactly what keyway sent; keyway pull --dry-run shows what it has";

function isSent({ type, fullName }: Component, sent: Plan | undefined): boolean {
  return sent?.changes.some((change) => change.type === type && change.name === fullName) ?? false;
}
