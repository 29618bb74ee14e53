import { ConfigError, type Problem } from '../../config/index.ts';
import type { Config } from '../config.ts';
import type { Desired } from '../desired.ts';
import type { OrgState } from '../state.ts';
import { sameUser } from './compare.ts';

/** Users under `assignTo` that the org doesn't have, or that aren't active. */
export function missingAssignees(
  config: Config,
  { assignments }: Desired,
  { users }: OrgState,
): readonly Problem[] {
  return Object.entries(config.permissionSets ?? {}).flatMap(([name, { assignTo = [] }]) => {
    const wanted = assignments.find(({ permissionSet }) => permissionSet === name)?.assignTo ?? [];
    return assignTo.flatMap((assignee, index): readonly Problem[] => {
      const user = users.find((candidate) => sameUser(candidate.name, assignee));
      if (user?.isActive || !wanted.includes(assignee)) return [];
      const at = config.locate(['permissionSets', name, 'assignTo', index]);
      const reason = user ? "isn't active in the org" : "isn't a user of the org";
      return [
        { severity: 'error', at, message: `"${assignee}" in permissionSets.${name}.assignTo ${reason}` },
      ];
    });
  });
}

/** @throws ConfigError for missing users */
export function requireAssignees(config: Config, desired: Desired, state: OrgState): void {
  const problems = missingAssignees(config, desired, state);
  if (problems.length > 0) throw new ConfigError(problems);
}
