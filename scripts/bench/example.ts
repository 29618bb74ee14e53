import { exampleWithOrg } from '../../test/operations/counted-example.ts';

export interface Counted {
  readonly requests: number;
  /** The longest sequence of requests in which each one began after the previous one had ended. */
  readonly inARow: number;
}

/** The requests that keyway sends for this repository's example. Requests from the org to a key service don't count. */
export async function example(): Promise<ReadonlyMap<string, Counted>> {
  const counted = await exampleWithOrg();
  try {
    const found = new Map<string, Counted>();
    for (const [name, work] of counted.works) {
      const { requests, inARow } = await counted.count(work);
      found.set(name, { requests: requests.length, inARow });
    }
    return found;
  } finally {
    await counted.close();
  }
}
