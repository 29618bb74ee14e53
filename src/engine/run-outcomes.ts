import { KeywayError } from '../errors/index.ts';
import { describeKey, type Outcomes } from '../kinds/outcomes.ts';
import type { Records, StageRecord } from './records.ts';

/** What a failed run is known to have done; the `data` of its error. */
export interface RunOutcomes extends Outcomes {
  /** Id of the last metadata job that the org accepted, whatever its outcome; null if none was sent. */
  readonly deployId: string | null;
  readonly stages: readonly StageRecord[];
}

export function runOutcomesOf({ done, startedJob, stages }: Records): RunOutcomes {
  return { ...done, deployId: done.deploy?.id ?? startedJob ?? null, stages };
}

/**
 * Adds to a run's error what the run did before it failed. If the run certainly did nothing, the error stays as it
 * is.
 */
export function addRunOutcomes(error: unknown, records: Records): unknown {
  if (!(error instanceof KeywayError)) return error;
  const happened = runOutcomesOf(records);
  const sentences = describeRunOutcomes(happened);
  if (!records.hasChanged && sentences.length === 0)
    return error.code === 'Interrupted' ? unchanged(error) : error;
  const { code, message, exitCode, cause } = error;
  return new KeywayError(code, message, {
    actions: [...sentences, ...error.actions.map((action) => withoutNothing(action)).filter(Boolean)],
    exitCode,
    data: { ...Object(error.data), ...happened },
    ...(cause === undefined ? {} : { cause }),
  });
}

/** A person who interrupts a run wants to know the state of the org. */
function unchanged({ code, message, exitCode, cause, data }: KeywayError): KeywayError {
  return new KeywayError(code, message, { actions: ['Nothing was changed.'], exitCode, cause, data });
}

/** Says what happened, what didn't, and what is unknown, in one sentence each. */
export function describeRunOutcomes(happened: RunOutcomes): readonly string[] {
  const { deploy, deployId, credentials, assignments, keys, stages } = happened;
  const done = [
    ...(deploy ? [`metadata job ${deploy.id} ${deploy.status}`] : []),
    ...credentials.map(({ name, outcome }) => `${name} ${outcome}`),
    ...assignments.map(({ name, outcome }) => `${name} ${outcome}`),
    ...keys.map(describeKey),
  ];
  const unknown = stages.filter(({ state }) => state === 'unknown').map(({ name }) => name);
  const isRunning = deployId !== null && deploy?.id !== deployId && unknown.includes('metadata');
  return [
    ...(done.length > 0 ? [`Already done in the org: ${done.join('; ')}.`] : []),
    ...(isRunning ? [`The deploy job ${deployId} may still be running.`] : []),
    ...(unknown.includes('verify')
      ? ["keyway couldn't read the result back. To check it, run keyway verify."]
      : []),
    ...unknown
      .filter((name) => name !== 'verify' && !(name === 'metadata' && isRunning))
      .map((name) => `Unknown: whether the stage ${name} finished. The next run finds out.`),
  ];
}

/** An action may say that nothing was changed. That is true of the step, but no longer of the whole run. */
function withoutNothing(action: string): string {
  return action.replace(/^Nothing was (?:changed|sent)[.:]?\s*/, '');
}
