import { KeywayError } from '../errors/index.ts';
import { componentKey } from '../kinds/compare.ts';
import type { Desired } from '../kinds/desired.ts';
import { kinds } from '../kinds/kinds.ts';
import { type Component, completePart } from '../kinds/metadata.ts';
import { readComponents } from '../kinds/read-components.ts';
import { requireNeeds } from '../kinds/require-permissions.ts';
import { orgFor, type Session } from '../kinds/session.ts';
import { nothingRead, type OrgState } from '../kinds/state.ts';

/** By `componentKey`. */
type Components = ReadonlyMap<string, Component>;

/**
 * Reads what an org has of the desired components, in the fewest requests and in parallel: the components of all
 * types together, and each kind its own part. Doesn't read components that are already known. If the org refuses,
 * names the missing permission.
 *
 * @throws KeywayError `PermissionMissing`
 */
export async function readState(
  session: Session,
  desired: Desired,
  known: Components = new Map(),
): Promise<OrgState> {
  try {
    const [components, ...parts] = await Promise.all([
      readWantedComponents(session, desired, known),
      ...kinds.map((kind) => kind.read?.(session, desired) ?? {}),
    ]);
    let state: OrgState = Object.assign({ ...nothingRead, components }, ...parts);
    for (const kind of kinds) state = (await kind.readMore?.(session, desired, state)) ?? state;
    return state;
  } catch (error) {
    if (!(error instanceof KeywayError) || error.code !== 'Forbidden') throw error;
    await requireNeeds(session.org, ['metadata'], 'reading this chain');
    for (const kind of kinds)
      for (const { login, need, what } of kind.permissionsToRead?.(desired) ?? [])
        await requireNeeds(await orgFor(session, login), [need], what);
    throw error;
  }
}

/** Reads the state, and completes the desired state with facts that only another system knows. */
export async function readAndComplete(
  session: Session,
  desired: Desired,
  known?: Components,
): Promise<{ readonly desired: Desired; readonly state: OrgState }> {
  const state = await readState(session, desired, known);
  return { desired: completeDesired(desired, state), state };
}

export function completeDesired(desired: Desired, state: OrgState): Desired {
  return kinds.reduce((known, kind) => kind.complete?.(known, state) ?? known, withParts(desired, state));
}

/** Completes every part with the rest of the component from the org. Repeating this changes nothing. */
function withParts(desired: Desired, { components }: OrgState): Desired {
  const whole = desired.parts.flatMap((part) => {
    const actual = components.get(componentKey(part.type, part.fullName));
    return actual ? [completePart(part, actual)] : [];
  });
  return { ...desired, components: [...desired.components.filter(({ isPart }) => !isPart), ...whole] };
}

async function readWantedComponents(
  { org }: Session,
  desired: Desired,
  known: Components,
): Promise<Components> {
  const wanted = [
    ...desired.components,
    ...desired.parts,
    ...desired.removed,
    ...(desired.neverDeleted ?? []),
    ...kinds.flatMap((kind) => kind.alsoRead?.(desired) ?? []),
  ];
  const read = await readComponents(
    org,
    wanted.filter(({ type, fullName }) => !known.has(componentKey(type, fullName))),
  );
  return new Map([...known, ...read]);
}
