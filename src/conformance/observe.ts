import type { CipherTrust } from '../ciphertrust/connection.ts';
import { KeywayError } from '../errors/index.ts';
import { type Org, retrieve } from '../salesforce/index.ts';
import type { Fact, Need, Wire } from './fact.ts';
import { firstProblem, sendJob } from './job.ts';

/** `failed`: the question got no answer, which says nothing about the fact. */
export type Verdict = 'agrees' | 'contradicts' | 'skipped' | 'failed';

export interface Observation {
  readonly id: string;
  readonly expected: string;
  /** What the org showed; null if it wasn't asked or didn't answer. */
  readonly seen: string | null;
  readonly verdict: Verdict;
  /** Why it was skipped or what failed, as a sentence; null otherwise. */
  readonly why: string | null;
}

export interface ObserveOptions {
  /** Whether the org is a local one. Only local orgs can show some facts. */
  readonly isLocal: boolean;
  /** The CipherTrust beside a local org. Without it, facts about CipherTrust are skipped. */
  readonly cipherTrust?: CipherTrust | undefined;
  /** Whether to ask facts that create or rotate keys. */
  readonly withKeys: boolean;
  /** Stops the questions. All remaining facts are skipped. */
  readonly signal?: AbortSignal | undefined;
  readonly onSeen?: (seen: Observation) => void | Promise<void>;
}

/** Asks for each fact in turn. What a fact creates stays in the org until somebody removes it. */
export async function observe(
  org: Org,
  facts: readonly Fact[],
  options: ObserveOptions,
): Promise<readonly Observation[]> {
  const wire = wireFor(org, options.cipherTrust);
  const known = new Map<string, Promise<boolean>>();
  const all: Observation[] = [];
  for (const fact of facts) {
    const seen = await observeOne(fact, wire, known, options);
    all.push(seen);
    await options.onSeen?.(seen);
  }
  return all;
}

/** Why these options exclude a fact, whatever the org has; undefined if they don't. */
export function reasonToSkip(
  { asks = 'org', changes }: Fact,
  { isLocal, cipherTrust, withKeys }: ObserveOptions,
): string | undefined {
  if (asks === 'localOrg' && !isLocal) return 'Only a local org can show it.';
  if (asks === 'localCipherTrust' && !cipherTrust) return 'Only a local CipherTrust can show it.';
  return changes === 'keys' && !withKeys ? 'It makes or rotates keys: pass --with-keys.' : undefined;
}

async function observeOne(
  fact: Fact,
  wire: Wire,
  known: Map<string, Promise<boolean>>,
  options: ObserveOptions,
): Promise<Observation> {
  const { id, expected } = fact;
  const unseen = (verdict: Verdict, why: string): Observation => ({ id, expected, seen: null, verdict, why });
  if (options.signal?.aborted) return unseen('skipped', stopped);
  const exclusion = reasonToSkip(fact, options);
  if (exclusion !== undefined) return unseen('skipped', exclusion);
  try {
    const lack = await firstLack(fact, wire.org, known);
    if (lack !== undefined) return unseen('skipped', lack);
    const seen = await fact.observe(wire);
    return { id, expected, seen, verdict: seen === expected ? 'agrees' : 'contradicts', why: null };
  } catch (error) {
    return options.signal?.aborted ? unseen('skipped', stopped) : unseen('failed', reasonOf(error));
  }
}

const stopped = 'The run ended before its turn.';

/** Facts share their needs, so each need is checked once. */
async function firstLack(
  { needs = [] }: Fact,
  org: Org,
  known: Map<string, Promise<boolean>>,
): Promise<string | undefined> {
  for (const need of needs) if (!(await isMet(need, org, known))) return need.lack;
  return undefined;
}

function isMet({ lack, isMet }: Need, org: Org, known: Map<string, Promise<boolean>>): Promise<boolean> {
  const answer = known.get(lack) ?? isMet(org);
  known.set(lack, answer);
  return answer;
}

function reasonOf(error: unknown): string {
  if (error instanceof KeywayError) return `${error.code}: ${error.message}`;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

function wireFor(org: Org, cipherTrust: CipherTrust | undefined): Wire {
  return {
    org,
    deploy: async (files) => firstProblem(await sendJob(org, files)),
    retrieve: async (type, fullName, path) =>
      (await retrieve(org, new Map([[type, [fullName]]]))).files.get(path) ?? '',
    get cipherTrust(): CipherTrust {
      if (cipherTrust) return cipherTrust;
      throw new TypeError('only facts that ask localCipherTrust have a CipherTrust');
    },
  };
}
