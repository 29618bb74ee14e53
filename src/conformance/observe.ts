import type { CipherTrust } from '../ciphertrust/connection.ts';
import { type Org, retrieve } from '../salesforce/index.ts';
import type { Fact, Wire } from './fact.ts';
import { firstProblem, sendJob } from './job.ts';

export interface Observation {
  readonly id: string;
  readonly expected: string;
  readonly seen: string;
  readonly agrees: boolean;
}

/** Asks the org for each fact in turn. What a fact makes stays in the org: only for orgs that are thrown away. */
export async function observe(
  org: Org,
  facts: readonly Fact[],
  cipherTrust?: CipherTrust,
): Promise<readonly Observation[]> {
  const wire = wireTo(org, cipherTrust);
  const seen: Observation[] = [];
  for (const fact of facts) {
    const what = await fact.observe(wire);
    seen.push({ id: fact.id, expected: fact.expected, seen: what, agrees: what === fact.expected });
  }
  return seen;
}

function wireTo(org: Org, cipherTrust: CipherTrust | undefined): Wire {
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
