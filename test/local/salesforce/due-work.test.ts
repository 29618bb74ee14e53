import { expect, it } from '@jest/globals';
import { createDueWorks } from '../../../src/local/salesforce/due-work.ts';

it('does work that is due at once, although the clock advances during the question', async () => {
  let time = 0;
  const clock = {
    now: () => {
      time += 1;
      return time;
    },
    set: () => {},
    advance: () => {},
  };
  let isDue = true;
  const due = createDueWorks(clock);
  due.add({
    next: () => (isDue ? clock.now() : undefined),
    run: async () => {
      isDue = false;
    },
  });
  await due.run();
  expect(isDue).toBe(false);
});
