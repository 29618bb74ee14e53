import { formatPosition } from '../config/index.ts';
import { KeywayError, type Position } from '../errors/index.ts';
import type { Config } from '../kinds/config.ts';
import { type Component, lineOrigin } from '../kinds/metadata.ts';
import type { DeployFailure, DeployOutcome } from '../salesforce/index.ts';
import { kindOf } from './make-plan.ts';

/** Builds the error for a job that the org refused, each failure with its place in the config. */
export function deployFailed(
  outcome: DeployOutcome,
  components: readonly Component[],
  config: Config,
  checkOnly: boolean,
): KeywayError {
  const failures = outcome.failures.map((failure) => {
    const at = placeOf(failure, components, config);
    return at === undefined ? failure : { ...failure, at };
  });
  const prerequisites = namedPrerequisites(outcome, components);
  const lines = failures.map((failure) => `  ${describeFailure(failure)}`);
  const what = checkOnly
    ? 'The org would reject this deploy'
    : 'The org rejected the deploy. Nothing was changed';
  const reason = lines.length > 0 ? `:\n${lines.join('\n')}` : ` (job ${outcome.id}, ${outcome.status}).`;
  return new KeywayError('DeployFailed', what + reason, {
    actions: [
      ...(prerequisites.length > 0 && !checkOnly ? [suggestCertificatesFirst(prerequisites)] : []),
      `Fix the errors above, then run it again. The job is ${outcome.id}.`,
    ],
    data: {
      deploy: { id: outcome.id, status: outcome.status },
      failures,
    },
  });
}

/**
 * Certificates of the same job that failures mention. keyway assumes that other components can refer to them;
 * Salesforce doesn't document it.
 */
function namedPrerequisites(
  { failures }: DeployOutcome,
  components: readonly Component[],
): readonly string[] {
  return components
    .filter(({ type }) => kindOf(type)?.isPrerequisite)
    .filter(({ type, fullName }) =>
      failures.some((failure) => failure.type !== type && failure.problem.split(/\W+/).includes(fullName)),
    )
    .map(({ fullName }) => fullName);
}

function suggestCertificatesFirst(names: readonly string[]): string {
  return `If the org needs ${names.join(', ')} before the others, run this again with --certificates-first.`;
}

/** The org's message, with the line of the rendered file and the line of the config that produced it. */
function describeFailure({
  type,
  fullName,
  file,
  line,
  problem,
  at,
}: DeployFailure & { readonly at?: Position }): string {
  const place = at ? `${formatPosition(at)} ` : '';
  const rendered = file ? ` (${file}${line === undefined ? '' : `, line ${line}`})` : '';
  return `${place}${type} ${fullName}: ${problem}${rendered}`;
}

/** Finds the place in the config that produced the failed component. */
function placeOf(
  { type, fullName, line }: DeployFailure,
  components: readonly Component[],
  config: Config,
): Position | undefined {
  const component = components.find(
    (candidate) => candidate.type === type && candidate.fullName === fullName,
  );
  const origin = component && line !== undefined ? lineOrigin(component, line) : component?.origins.get('');
  return origin && config.locate(origin);
}
