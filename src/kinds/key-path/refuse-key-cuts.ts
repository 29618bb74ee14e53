import { KeywayError } from '../../errors/index.ts';
import { type Org, readPrincipalGrants } from '../../salesforce/index.ts';
import { sameUser } from '../assignment/compare.ts';
import type { Planned } from '../run.ts';
import { findKeyCuts } from './cuts.ts';

/**
 * Stops a plan that would cut a live key off, temporarily or permanently, in any order of changes. No flag allows
 * it. Before it reports that autoproc loses access, it asks the org for grants that the file doesn't contain.
 * @throws KeywayError `KeyCutOff`
 */
export async function refuseKeyCuts(org: Org, { desired, state, plan }: Planned): Promise<void> {
  const cuts = findKeyCuts(plan, desired, state);
  const asked = cuts.flatMap(({ unreached }) => unreached ?? []);
  const grants = asked.length > 0 ? await readPrincipalGrants(org, [...new Set(asked)]) : [];
  const ours = new Set(desired.components.map(({ type, fullName }) => `${type} ${fullName}`));
  const deletedNames = new Set(
    plan.changes.filter(({ action }) => action === 'delete').map(({ name }) => name),
  );
  const foreign = grants.filter(
    ({ permissionSet, holders }) =>
      holders.some((holder) => sameUser(holder, 'autoproc')) &&
      (permissionSet === undefined ||
        !(ours.has(`PermissionSet ${permissionSet}`) || deletedNames.has(permissionSet))),
  );
  const left = cuts.filter(
    ({ unreached }) =>
      unreached === undefined || !foreign.some(({ principal }) => principal.startsWith(`${unreached}-`)),
  );
  if (left.length === 0) return;
  throw new KeywayError(
    'KeyCutOff',
    `This deploy would cut off a live key:\n${left.map(({ problem }) => `  ${problem}`).join('\n')}`,
    {
      actions: ['Nothing was changed.', ...new Set(left.map(({ remedy }) => `${capitalize(remedy)}.`))],
      data: { keys: left.map(({ key, problem }) => ({ name: key.name, problem })) },
    },
  );
}

function capitalize(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
