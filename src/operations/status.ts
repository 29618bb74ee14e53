import PQueue from 'p-queue';
import { chooseEnvironment, type Environment } from '../config/index.ts';
import { defaultConcurrency, failureOf, type OrgFailure } from '../engine/fleet.ts';
import { defaultConfig } from '../engine/read-one.ts';
import { type OrgOptions, withSession } from '../engine/session.ts';
import { describeOrg, type OrgSummary } from '../engine/summary.ts';
import { verifyOrg } from '../engine/verify.ts';
import { KeywayError } from '../errors/index.ts';
import type { Plan } from '../kinds/change.ts';
import { loadDocument } from '../kinds/config.ts';
import { type Check, isBroken } from '../kinds/link-check.ts';
import { planConfig } from './plan.ts';

export interface StatusOptions extends Omit<OrgOptions, 'targetOrg'> {
  /** Number of orgs at once; default 5. */
  readonly concurrency?: number | undefined;
  /** The current time, which decides how long certificates are valid; default: this machine's. */
  readonly now?: (() => Date) | undefined;
}

/** How an org compares with the file. */
export type Level = 'level' | 'differs' | 'broken' | 'unknown';

/** One org of an environment: what a deploy would change, and whether its links work. */
export type OrgStatus = {
  readonly environment: string | null;
  /** As the environment names it; null for the default org. */
  readonly targetOrg: string | null;
} & (
  | {
      readonly level: Exclude<Level, 'unknown'>;
      readonly org: OrgSummary['org'];
      readonly changes: Plan['changes'];
      /** What blocks the changes. */
      readonly problems: NonNullable<Plan['problems']>;
      readonly checks: readonly Check[];
      readonly error?: undefined;
    }
  /** The org couldn't be asked. */
  | { readonly level: 'unknown'; readonly error: OrgFailure }
);

export interface StatusResult {
  readonly file: string;
  readonly orgs: readonly OrgStatus[];
}

/**
 * Compares every environment of a config, or one, with its orgs, in parallel. Changes nothing. An org that can't be
 * asked is `unknown`, never `level`.
 * @throws KeywayError `TokenForSeveralOrgs`
 */
export async function status(options: StatusOptions): Promise<StatusResult> {
  const { concurrency = defaultConcurrency, environment, signal, ...shared } = options;
  const document = loadDocument(options.config ?? defaultConfig);
  const chosen =
    environment === undefined && document.environments.length > 0
      ? document.environments
      : [chooseEnvironment(document.environments, environment, document.file)];
  const places = chosen.flatMap(placesOf);
  if (places.length > 1 && process.env.SF_ACCESS_TOKEN)
    throw new KeywayError(
      'TokenForSeveralOrgs',
      `SF_ACCESS_TOKEN is for one org, and ${document.file} names ${places.length}.`,
      { actions: ['Unset it and sign in to each org with the sf CLI, or choose an environment with --env.'] },
    );
  const queue = new PQueue({ concurrency });
  const orgs = await Promise.all(
    places.map((place) =>
      queue.add(async (): Promise<OrgStatus> => {
        try {
          return { ...place, ...(await statusOf({ ...shared, ...choiceOf(place, places), signal })) };
        } catch (error) {
          signal?.throwIfAborted();
          return { ...place, level: 'unknown', error: failureOf(error) };
        }
      }),
    ),
  );
  return { file: document.file, orgs };
}

type Place = Pick<OrgStatus, 'environment' | 'targetOrg'>;

function placesOf(environment: Environment | undefined): readonly Place[] {
  const name = environment?.name ?? null;
  const { targetOrgs, targetOrg } = environment ?? {};
  return (targetOrgs ?? [targetOrg ?? null]).map((org) => ({ environment: name, targetOrg: org }));
}

/** Chooses the org of a session. If the environment has one org, the session finds it by access token or by name. */
function choiceOf({ environment, targetOrg }: Place, places: readonly Place[]) {
  const isFleet = places.filter((other) => other.environment === environment).length > 1;
  return {
    ...(environment === null ? {} : { environment }),
    ...(isFleet && targetOrg !== null ? { targetOrg } : {}),
  };
}

function statusOf({ now, ...options }: StatusOptions & OrgOptions) {
  return withSession(options, async (session) => {
    const planned = await planConfig(session);
    const { changes, problems = [] } = planned.plan;
    const checks = await verifyOrg(session, planned, { now });
    const { org } = describeOrg(session);
    // A link that the plan is going to change doesn't count as broken.
    const level: Level = changes.length > 0 ? 'differs' : isBroken(checks) ? 'broken' : 'level';
    return { level, org, changes, problems, checks };
  });
}
