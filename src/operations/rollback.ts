import { chooseEnvironment } from '../config/index.ts';
import { deploy } from '../engine/deploy.ts';
import { desiredOf } from '../engine/desired.ts';
import { fileAtRef } from '../engine/git.ts';
import type { Goal } from '../engine/goal.ts';
import { guardOrg } from '../engine/guard.ts';
import { chooseEntry, openHistory } from '../engine/history.ts';
import { readOne } from '../engine/read-one.ts';
import { historyDirectory } from '../engine/records.ts';
import type { DeployResult } from '../engine/result.ts';
import { isNeverDeleted, rollbackGoal } from '../engine/rollback-goal.ts';
import type { RunOptions } from '../engine/run.ts';
import { type OrgOptions, type Remarks, withSession } from '../engine/session.ts';
import type { Snapshot } from '../engine/snapshot.ts';
import { KeywayError } from '../errors/index.ts';
import { sameUser } from '../kinds/assignment/compare.ts';
import { certificateStays } from '../kinds/certificate/rollback.ts';
import { componentKey } from '../kinds/compare.ts';
import { type Config, parseConfig } from '../kinds/config.ts';
import type { Desired } from '../kinds/desired.ts';
import { kinds } from '../kinds/kinds.ts';
import { removeOwnPrefixInConfig } from '../kinds/own-namespace.ts';
import type { Session } from '../kinds/session.ts';

export interface RollbackOptions extends OrgOptions, RunOptions {
  /** The history entry to undo, with all later ones; default: the newest. */
  readonly id?: string | undefined;
  /** Alternative: a commit, branch or tag whose config the org should match. Needs no history. */
  readonly to?: string | undefined;
}

export interface RollbackResult extends DeployResult {
  /** The entry that was undone, or the commit that was restored. */
  readonly rolledBack: { readonly id: string } | { readonly commit: string };
}

/**
 * Restores an org to the state before a deploy, or to the config at a commit. Like any change, it is planned,
 * shown, approved, applied and recorded in the history.
 */
export function rollback(options: RollbackOptions): Promise<RollbackResult & Remarks> {
  if (options.id !== undefined && options.to !== undefined) {
    throw new KeywayError('UsageWrong', 'A rollback undoes a history entry, or returns to a git ref.', {
      actions: ['Pass an ID or --to, not both.'],
    });
  }
  return withSession(options, async (session) => {
    const { goal, rolledBack } =
      options.to === undefined ? beforeEntry(session, options) : await toCommit(session, options.to, options);
    return { ...(await deploy(session, goal, options)), rolledBack };
  });
}

interface Back {
  readonly goal: Goal;
  readonly rolledBack: RollbackResult['rolledBack'];
}

function beforeEntry({ config, org }: Session, options: RollbackOptions): Back {
  const { directory, list } = openHistory(historyDirectory(config.file, options.historyDir), org.id);
  const { entries, remarks } = list();
  const entry = chooseEntry(entries, options.id, directory);
  const undone = entries.slice(0, entries.indexOf(entry) + 1);
  const goal: Goal = {
    ...rollbackGoal(undone),
    what: 'rollback',
    of: entry.id,
    config: { ...config, apiVersion: entry.apiVersion },
    notes: [...describeKept(undone), ...remarks],
  };
  return { goal, rolledBack: { id: entry.id } };
}

async function toCommit(session: Session, ref: string, options: RollbackOptions): Promise<Back> {
  const { text, commit } = await fileAtRef(session.config.file, ref);
  const config = configAt(session, text, commit, options);
  const today = desiredOf(session.config);
  const desired = removeLater(desiredOf(config), today);
  const goal: Goal = {
    what: 'rollback',
    of: `commit ${commit}`,
    config,
    desired,
    isRollback: true,
    notes: laterCertificates(desired, today).map(certificateStays),
  };
  return { goal, rolledBack: { commit } };
}

/** The same environment in the earlier config. Today's config decides the target org. */
function configAt({ config, org }: Session, text: string, commit: string, options: RollbackOptions): Config {
  const document = parseConfig(text, `${config.file}@${commit.slice(0, 8)}`);
  const name = config.environment?.name;
  const environment =
    name === undefined ? undefined : chooseEnvironment(document.environments, name, document.file);
  guardOrg(org, environment, document.environments);
  return removeOwnPrefixInConfig(org, readOne(document, environment, options, org.keyService).config);
}

/** What these runs changed and no rollback undoes. */
function describeKept(entries: readonly Pick<Snapshot, 'changes'>[]): readonly string[] {
  const changes = entries.flatMap((entry) => entry.changes);
  const stays = kinds.flatMap((kind) =>
    kind.describeKept ? kind.describeKept(changes.filter(({ type }) => kind.types.includes(type))) : [],
  );
  return [...new Set(stays)];
}

function laterCertificates(then: Desired, today: Desired): readonly string[] {
  const names = ({ components }: Desired) =>
    components.filter(({ type }) => type === 'Certificate').map(({ fullName }) => fullName);
  return names(today).filter((name) => !names(then).includes(name));
}

/** Removes what today's config has and the earlier one didn't, as if `removed:` named it. */
function removeLater(then: Desired, today: Desired): Desired {
  const had = new Set(
    [...then.components, ...then.parts].map(({ type, fullName }) => componentKey(type, fullName)),
  );
  const later = today.components
    .filter(({ type, fullName }) => !had.has(componentKey(type, fullName)) && !isNeverDeleted(type))
    .map(({ type, fullName }) => ({ type, fullName }));
  const named = new Set(later.map(({ type, fullName }) => componentKey(type, fullName)));
  return {
    ...then,
    removed: [
      ...then.removed.filter(({ type, fullName }) => !named.has(componentKey(type, fullName))),
      ...later,
    ],
    assignments: [
      ...then.assignments.map((wanted) => {
        const assigned = today.assignments.find(
          ({ permissionSet }) => permissionSet === wanted.permissionSet,
        );
        const takeFrom = (assigned?.assignTo ?? []).filter(
          (user) => !wanted.assignTo.some((other) => sameUser(user, other)),
        );
        return { ...wanted, takeFrom };
      }),
      ...later
        .filter(({ type }) => type === 'PermissionSet')
        .map(({ fullName }) => ({ permissionSet: fullName, assignTo: [], exclusive: true })),
    ],
  };
}
