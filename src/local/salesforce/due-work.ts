import type { Clock } from './clock.ts';

/** Something that the org does by itself when its time has come. Times are milliseconds since 1970, by its clock. */
export interface DueWork {
  /** When it is due next; undefined if nothing is to come. */
  next(): number | undefined;
  /** Does what is due at that time; `next` is another one after that. */
  run(at: number): Promise<void>;
}

/** All of that, in the order of its times; what a leap of the clock passed over is made up for. */
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
    // What is due at once says the time at which it was asked, so the clock is read after that.
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
