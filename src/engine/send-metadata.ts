import { formatPosition } from '../config/index.ts';
import { KeywayError } from '../errors/index.ts';
import type { Change } from '../kinds/change.ts';
import type { Config } from '../kinds/config.ts';
import type { Desired } from '../kinds/desired.ts';
import { metadataTypes } from '../kinds/index.ts';
import { type Component, lineOrigin, zipTree } from '../kinds/metadata.ts';
import { changeKey, type Run, type Secrets, type SecretValues } from '../kinds/run.ts';
import type { DeployFailure, DeployOutcome, DeployProgress } from '../salesforce/index.ts';
import type { Journal } from './journal.ts';

import { sendJob } from './send-job.ts';

export interface MetadataOptions {
  readonly checkOnly: boolean;
  /** Milliseconds until keyway stops waiting; the job goes on. */
  readonly wait: number;
  /** Values of secrets that components hold; they enter the zip and nothing else. */
  readonly secrets: Secrets;
  readonly onProgress?: (progress: DeployProgress) => void;
  readonly signal?: AbortSignal | undefined;
  /** Where the job is written down, and the user's jobs before it. */
  readonly journal?: Journal | undefined;
  readonly earlierJobs: readonly string[];
}

/** The components that a plan's changes are about, and those that it deletes. */
export function componentsOf(
  changes: readonly Change[],
  desired: Desired,
): Pick<Desired, 'components' | 'removed'> {
  const named = (action: 'write' | 'delete', type: string, name: string) =>
    changes.some(
      (change) =>
        change.type === type &&
        change.name === name &&
        (change.action === 'delete') === (action === 'delete'),
    );
  return {
    components: desired.components.filter(({ type, fullName }) => named('write', type, fullName)),
    removed: desired.removed.filter(({ type, fullName }) => named('delete', type, fullName)),
  };
}

/**
 * Sends what the plan says about components in one job that is rolled back on any error, and waits for it.
 * @returns undefined where there is nothing to send
 * @throws KeywayError `DeployFailed` with the org's failures, each with its place in the config
 */
export async function applyMetadata(
  { session: { org }, config }: Pick<Run, 'session' | 'config'>,
  changes: readonly Change[],
  desired: Desired,
  options: MetadataOptions,
): Promise<DeployOutcome | undefined> {
  const { components, removed } = componentsOf(changes, desired);
  if (components.length + removed.length === 0) return undefined;
  const files = zipTree(components, {
    apiVersion: config.apiVersion,
    removed: removedNames(removed),
    secrets: secretsByName(components, options.secrets),
  });
  const { checkOnly, wait, onProgress, signal, journal, earlierJobs } = options;
  const outcome = await sendJob(org, files, {
    journal,
    earlierJobs,
    checkOnly,
    wait,
    ...(onProgress ? { onProgress } : {}),
    ...(signal ? { signal } : {}),
  });
  if (outcome.success) return outcome;
  throw deployFailed(outcome, components, config, checkOnly);
}

/** Names by section of `removed:`. */
function removedNames(removed: Desired['removed']): Readonly<Record<string, readonly string[]>> {
  const bySection = metadataTypes.map(({ type, section }) => [
    section,
    removed.filter((name) => name.type === type).map(({ fullName }) => fullName),
  ]);
  return Object.fromEntries(bySection);
}

function secretsByName(
  components: readonly Component[],
  secrets: Secrets,
): ReadonlyMap<string, SecretValues> {
  return new Map(
    components.flatMap(({ type, fullName }) => {
      const values = secrets.get(changeKey({ type, name: fullName }));
      return values ? [[fullName, values] as const] : [];
    }),
  );
}

function deployFailed(
  outcome: DeployOutcome,
  components: readonly Component[],
  config: Config,
  checkOnly: boolean,
): KeywayError {
  const lines = outcome.failures.map((failure) => `  ${describeFailure(failure, components, config)}`);
  const what = checkOnly
    ? 'The org would refuse this deploy'
    : 'The org refused the deploy, and nothing was changed';
  const reason = lines.length > 0 ? `:\n${lines.join('\n')}` : ` (job ${outcome.id}, ${outcome.status}).`;
  return new KeywayError('DeployFailed', what + reason, {
    actions: [`Mend what is named and run it again. The job is ${outcome.id}.`],
    data: { deploy: { id: outcome.id, status: outcome.status }, failures: outcome.failures },
  });
}

/** The org's words, with the line of the rendered file and the line of the config that it came from. */
function describeFailure(failure: DeployFailure, components: readonly Component[], config: Config): string {
  const { type, fullName, file, line, problem } = failure;
  const component = components.find(
    (candidate) => candidate.type === type && candidate.fullName === fullName,
  );
  const origin = component && line !== undefined ? lineOrigin(component, line) : component?.origins.get('');
  const place = origin ? `${formatPosition(config.locate(origin))} ` : '';
  const rendered = file ? ` (${file}${line === undefined ? '' : `, line ${line}`})` : '';
  return `${place}${type} ${fullName}: ${problem}${rendered}`;
}
