import { chooseEnvironment } from '../config/index.ts';
import { checkChain } from '../engine/check-chain.ts';
import { carryOut } from '../engine/deploy.ts';
import { fileAtRef } from '../engine/git.ts';
import { guardOrg } from '../engine/guard.ts';
import { chooseEntry, openHistory } from '../engine/history.ts';
import { certificateStays, isLasting } from '../engine/lasting.ts';
import { type Desired, desiredOf, makePlan } from '../engine/make-plan.ts';
import type { CarryOutOptions, DeployResult, Order } from '../engine/order.ts';
import { readSettled, requireAssignees } from '../engine/preflight.ts';
import { readOne } from '../engine/read-one.ts';
import { readState } from '../engine/read-state.ts';
import { historyDirectory } from '../engine/records.ts';
import { readableFrom } from '../engine/secrets.ts';
import { inSession, type OrgOptions, type Remarks, type Session } from '../engine/session.ts';
import { checkSession } from '../engine/verify.ts';
import { mergedBefore, planWayBack, questionOfBefore } from '../engine/way-back.ts';
import { KeywayError } from '../errors/index.ts';
import { sameUser } from '../kinds/assignment/compare.ts';
import { planWithKeys } from '../kinds/cache-only-key/state.ts';
import { componentKey } from '../kinds/compare.ts';
import { type Config, parseConfig } from '../kinds/config.ts';
import { keepingKeys, keysStay } from '../kinds/key-path/keep.ts';

export interface RollbackOptions extends OrgOptions, CarryOutOptions {
  /** The entry of the history to undo, with all that came after it; default the newest. */
  readonly id?: string | undefined;
  /** Instead: a commit, branch or tag whose config is to be the org's state. Needs no history. */
  readonly to?: string | undefined;
}

export interface RollbackResult extends DeployResult {
  /** The entry that was undone, or the commit that was gone back to. */
  readonly rolledBack: { readonly id: string } | { readonly commit: string };
}

/**
 * Brings an org back to the state before a deploy, or to what the config was at a commit: planned, shown, asked for and
 * carried out like any change, and in the history itself.
 */
export function rollback(options: RollbackOptions): Promise<RollbackResult & Remarks> {
  if (options.id !== undefined && options.to !== undefined) {
    throw new KeywayError(
      'UsageWrong',
      'A rollback goes back before an entry of the history, or to a git ref.',
      {
        actions: ['Give an id, or --to, but not both.'],
      },
    );
  }
  return inSession(options, (session) =>
    options.to === undefined ? beforeEntry(session, options) : toCommit(session, options.to, options),
  );
}

async function beforeEntry(session: Session, options: RollbackOptions): Promise<RollbackResult> {
  const { config, org } = session;
  const { directory, list } = openHistory(historyDirectory(config.file, options.historyDir), org.id);
  const { entries, remarks } = list();
  const entry = chooseEntry(entries, options.id, directory);
  const undone = entries.slice(0, entries.indexOf(entry) + 1);
  const before = mergedBefore(undone);
  const order: Order = {
    what: 'rollback',
    of: entry.id,
    config: { ...config, apiVersion: entry.apiVersion },
    plan: async () => {
      const read = await readState(org, questionOfBefore(before), session.credentialOrg);
      const { desired } = planWayBack(before, read);
      const { state, plan } = await planWithKeys(
        session,
        desired,
        read,
        (known) => planWayBack(before, known).plan,
      );
      const notes = [...plan.notes, ...keysStay(undone), ...remarks];
      return keepingKeys({ desired, state, plan: { ...plan, notes } });
    },
    check: async ({ desired, state }) => checkChain(desired, state),
  };
  return { ...(await carryOut(session, order, options)), rolledBack: { id: entry.id } };
}

async function toCommit(session: Session, ref: string, options: RollbackOptions): Promise<RollbackResult> {
  const { text, commit } = await fileAtRef(session.config.file, ref);
  const config = configAt(session, text, commit, options);
  const today = desiredOf(session.config);
  const then = withoutLater(desiredOf(config), today);
  const order: Order = {
    what: 'rollback',
    of: `commit ${commit}`,
    config,
    plan: async () => {
      const { desired, state: read } = await readSettled(session, then);
      const { state, plan } = await planWithKeys(session, desired, read, (known) =>
        makePlan(desired, known, { readable: readableFrom(session.sources), rewrite: [] }),
      );
      const notes = laterCertificates(desired, today).map(certificateStays);
      return keepingKeys({ desired, state, plan: { ...plan, notes: [...plan.notes, ...notes] } });
    },
    ready: ({ state }) => requireAssignees(config, state),
    check: (after) => checkSession({ ...session, config }, after.desired, after.state),
  };
  return { ...(await carryOut(session, order, options)), rolledBack: { commit } };
}

/** The same environment as the file had it then. Which org is meant is what the file of today says. */
function configAt({ config, org }: Session, text: string, commit: string, options: RollbackOptions): Config {
  const document = parseConfig(text, `${config.file}@${commit.slice(0, 8)}`);
  const name = config.environment?.name;
  const environment =
    name === undefined ? undefined : chooseEnvironment(document.environments, name, document.file);
  guardOrg(org, environment, document.environments);
  return readOne(document, environment, options, org.keyService).config;
}

function laterCertificates(then: Desired, today: Desired): readonly string[] {
  const names = ({ components }: Desired) =>
    components.filter(({ type }) => type === 'Certificate').map(({ fullName }) => fullName);
  return names(today).filter((name) => !names(then).includes(name));
}

/** What the file has today and did not have then is to go, as if `removed:` had named it. */
function withoutLater(then: Desired, today: Desired): Desired {
  const had = new Set(then.components.map(({ type, fullName }) => componentKey(type, fullName)));
  const later = today.components
    .filter(({ type, fullName }) => !had.has(componentKey(type, fullName)) && !isLasting(type))
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
