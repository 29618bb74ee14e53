import PQueue from 'p-queue';
import { chooseEnvironment } from '../config/index.ts';
import { KeywayError } from '../errors/index.ts';
import { loadDocument } from '../kinds/config.ts';
import type { Ask } from './approve.ts';
import { defaultConfig } from './read-one.ts';
import type { OrgOptions } from './session.ts';

/** Part `part` of `of` parts of a fleet, counted from 1. */
export interface Shard {
  readonly part: number;
  readonly of: number;
}

export interface FleetOptions extends OrgOptions {
  /** Number of orgs at once; default 5. */
  readonly concurrency?: number | undefined;
  /** Runs only this part of the orgs, so that several machines can share a fleet. */
  readonly shard?: Shard | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Why one org of a fleet failed. The other orgs continue. */
export interface OrgFailure {
  readonly name: string;
  readonly message: string;
  readonly actions: readonly string[];
  readonly status: number;
  readonly data?: unknown;
}

/** The outcome for one org: the operation's own result, or an error. */
export type OrgOutcome<T> =
  | (T & { readonly targetOrg: string; readonly error?: undefined })
  | { readonly targetOrg: string; readonly environment: string | null; readonly error: OrgFailure };

/** An environment with several orgs, or the requested part of it. */
export interface Fleet {
  readonly environment: string | null;
  readonly targetOrgs: readonly string[];
  /** Number of orgs in the whole environment, whatever the part. */
  readonly size: number;
}

export const defaultConcurrency = 5;

/**
 * The orgs of a run that has several; undefined for a single org (`-o`, or an environment with one org). A part of
 * a fleet counts as a fleet, even with one org or none.
 * @throws KeywayError `TokenForSeveralOrgs`
 */
export function fleetOf(options: FleetOptions): Fleet | undefined {
  const { shard } = options;
  if (options.targetOrg !== undefined) {
    if (!shard) return undefined;
    throw new KeywayError(
      'UsageWrong',
      "--shard splits the orgs of an environment, so it can't be used with -o.",
    );
  }
  const document = loadDocument(options.config ?? defaultConfig);
  const environment = chooseEnvironment(document.environments, options.environment, document.file);
  const all =
    environment?.targetOrgs ?? (environment?.targetOrg === undefined ? [] : [environment.targetOrg]);
  if (all.length < 2 && !shard) return undefined;
  if (all.length > 1 && process.env.SF_ACCESS_TOKEN) {
    throw new KeywayError(
      'TokenForSeveralOrgs',
      `SF_ACCESS_TOKEN is for one org, and environment ${environment?.name} names ${all.length}.`,
      { actions: ['Unset it and sign in to each org with the sf CLI, or choose one org with -o.'] },
    );
  }
  const targetOrgs = shard ? all.filter((_, index) => index % shard.of === shard.part - 1) : all;
  return { environment: environment?.name ?? null, targetOrgs, size: all.length };
}

/**
 * Runs an operation on each org, several at once. A failing org doesn't stop the others.
 * @param run gets the org's alias and a function that asks: one question at a time, each with the org's name
 * @param done called after each org, never while a question is open
 * @returns the outcomes, in the order of the config
 */
export async function acrossOrgs<T extends object>(
  fleet: Fleet,
  {
    concurrency = defaultConcurrency,
    signal,
    ask,
  }: Pick<FleetOptions, 'concurrency' | 'signal'> & { ask?: Ask | undefined },
  run: (one: { readonly targetOrg: string; readonly ask: Ask | undefined }) => Promise<T>,
  done: (outcome: OrgOutcome<T>) => void = () => {},
): Promise<readonly OrgOutcome<T>[]> {
  const orgs = new PQueue({ concurrency });
  const screen = new PQueue({ concurrency: 1 });
  const outcomes = await Promise.all(
    fleet.targetOrgs.map((targetOrg) =>
      orgs.add(async () => {
        const askHere: Ask | undefined =
          ask && ((question) => screen.add(() => ask(`${targetOrg}: ${question}`)));
        const outcome = await outcomeOf(fleet, targetOrg, signal, () => run({ targetOrg, ask: askHere }));
        await screen.add(() => done(outcome));
        return outcome;
      }),
    ),
  );
  if (!signal?.aborted) return outcomes;
  // An interrupted run still reports the orgs that it finished.
  throw new KeywayError('Interrupted', 'Interrupted.', { exitCode: 130, data: { orgs: outcomes } });
}

async function outcomeOf<T extends object>(
  { environment }: Fleet,
  targetOrg: string,
  signal: AbortSignal | undefined,
  run: () => Promise<T>,
): Promise<OrgOutcome<T>> {
  try {
    if (signal?.aborted)
      throw new KeywayError('Interrupted', 'Not started, because the run was interrupted.', {
        exitCode: 130,
      });
    return { targetOrg, ...(await run()) };
  } catch (error) {
    return { targetOrg, environment, error: failureOf(error) };
  }
}

/** Converts an error into the failure of one org of a fleet. */
export function failureOf(error: unknown): OrgFailure {
  if (error instanceof KeywayError) {
    const { code: name, message, actions, exitCode: status, data } = error;
    return { name, message, actions, status, ...(data === undefined ? {} : { data }) };
  }
  const message = `keyway itself failed, which is a bug: ${error instanceof Error ? error.message : String(error)}`;
  return { name: 'KeywayBug', message, actions: ['Please report it.'], status: 1 };
}

/** Replaces `{org}` in a path with the org's name. */
export function pathFor(path: string, targetOrg: string): string {
  return path.replaceAll('{org}', () => targetOrg.replaceAll(/[^\w.@+-]/g, '_'));
}
