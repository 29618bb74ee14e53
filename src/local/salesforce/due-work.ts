import type { Clock } from './clock.ts';

/** Scheduled work of the org. Times are milliseconds since 1970, by its clock. */
export interface DueWork {
  /** When it is due next; undefined if never. */
  next(): number | undefined;
  /** Does the work that is due at that time. Afterwards, `next` returns another time. */
  run(at: number): Promise<void>;
}

/** All scheduled work, in the order of due times. Also does what became due when the clock was advanced. */
export interface DueWorks {
  add(work: DueWork): void;
  /** Resolves when nothing is due any more. */
  run(): Promise<void>;
}

export const createDueWorks = (clock: Clock): DueWorks => {
  const works: DueWork[] = [];
  let running: Promise<void> | undefined;
  const first = (): { work: DueWork; at: number } | undefined => {
    const planned = works.flatMap((work) => {
      const at = work.next();
      return at === undefined ? [] : [{ work, at }];
    });
    // Work that is due at once returns the current time, so read the clock afterwards.
    const now = clock.now();
    return planned.filter(({ at }) => at <= now).toSorted((a, b) => a.at - b.at)[0];
  };
  return {
    add: (work) => void works.push(work),
    run: async () => {
      for (let due = first(); due !== undefined; due = first()) {
        const { work, at } = due;
        running ??= work.run(at).finally(() => {
          running = undefined;
        });
        await running;
      }
    },
  };
};
