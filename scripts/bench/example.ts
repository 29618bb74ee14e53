import { exampleWithOrg } from '../../test/operations/counted-example.ts';

export interface Counted {
  readonly requests: number;
  /** The most requests of which each began after the one before had ended. */
  readonly inARow: number;
}

/** What keyway sends for the example of this repository; what an org sends, to a key service, doesn't count. */
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
