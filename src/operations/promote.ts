import { deploy as reachGoal } from '../engine/deploy.ts';
import { type GitState, gitStateOf } from '../engine/git.ts';
import type { ConfigOptions } from '../engine/read-one.ts';
import type { DeployResult } from '../engine/result.ts';
import type { RunOptions } from '../engine/run.ts';
import { type Remarks, withSession } from '../engine/session.ts';
import { describeOrg, type OrgSummary } from '../engine/summary.ts';
import { verifyOrg } from '../engine/verify.ts';
import { KeywayError } from '../errors/index.ts';
import { formatField } from '../report/changes.ts';
import { deployGoal } from './deploy.ts';
import { planConfig } from './plan.ts';

export interface PromoteOptions extends Omit<ConfigOptions, 'environment'>, RunOptions {
  /** The environment whose org must match the config. */
  readonly from: string;
  /** The environment to deploy. */
  readonly to: string;
}

export interface PromoteResult extends DeployResult {
  /** What was proven, in which org, and at which commit. */
  readonly promotedFrom: OrgSummary & { readonly links: number; readonly git: GitState | null };
}

/**
 * Proves that one environment's org matches the config, link by link, and deploys the next environment.
 * @throws KeywayError `NotAsConfigured` with every difference, before anything is changed
 */
export async function promote(options: PromoteOptions): Promise<PromoteResult & Remarks> {
  const { from, to, ...others } = options;
  if (from === to) {
    throw new KeywayError('UsageWrong', `--from and --to both name ${from}.`, {
      actions: ['Pass the environment to verify with --from and the one to deploy to with --to.'],
    });
  }
  const promotedFrom = await prove({ ...others, environment: from });
  return withSession({ ...others, environment: to }, async (session) => {
    if (session.org.id === promotedFrom.org.id) {
      throw new KeywayError('SameOrg', `${from} and ${to} are the same org, ${session.org.id}.`, {
        actions: [
          'Nothing was changed. SF_ACCESS_TOKEN names one org for every environment: sign in to both with the sf CLI instead.',
        ],
      });
    }
    const record = { what: 'promote' as const, of: `${from} (${promotedFrom.org.id})` };
    const goal = { ...deployGoal(session, others), ...record };
    return { ...(await reachGoal(session, goal, others)), promotedFrom };
  });
}

function prove(options: ConfigOptions): Promise<PromoteResult['promotedFrom'] & Remarks> {
  return withSession(options, async (session) => {
    const planned = await planConfig(session);
    const { plan } = planned;
    const checks = await verifyOrg(session, planned);
    const broken = checks.filter(({ ok }) => ok === false);
    const where = describeOrg(session);
    if (plan.changes.length + broken.length > 0) {
      const lines = [
        ...plan.changes.flatMap((change) => [
          `  ${change.type} ${change.name}: ${change.action === 'create' ? 'is missing' : change.action === 'delete' ? 'is there' : 'differs'}`,
          ...(change.action === 'update' ? change.fields.map(formatField) : []),
        ]),
        ...broken
          .filter(({ name }) => !plan.changes.some((change) => change.name === name))
          .map(({ link, name, message }) => `  ${link} ${name}: ${message}`),
      ];
      throw new KeywayError(
        'NotAsConfigured',
        `The org of environment ${where.environment} doesn't match ${session.config.file}:\n${lines.join('\n')}`,
        {
          actions: [
            'Nothing was promoted.',
            `Fix the org with keyway deploy --env ${where.environment}, or bring its changes into the file with keyway pull.`,
          ],
          data: { ...where, changes: plan.changes, checks: broken },
        },
      );
    }
    return {
      ...where,
      links: checks.filter(({ ok }) => ok).length,
      git: await gitStateOf(session.config.file),
    };
  });
}
