import PQueue from 'p-queue';

const requestsAtOnce = 5;

/**
 * Asks an API that answers about one item per request: several requests at once, but not all. Returns the answers
 * in the order of the items.
 */
export function askEach<Item, Answer>(
  items: readonly Item[],
  ask: (item: Item) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const queue = new PQueue({ concurrency: requestsAtOnce });
  return queue.addAll(items.map((item) => () => ask(item)));
}
