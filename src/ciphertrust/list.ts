import { z } from 'zod';
import { KeywayError } from '../errors/index.ts';
import type { CipherTrust } from './connection.ts';

export interface ListOptions {
  /** Fields that must be equal, as the documents name them. */
  readonly filters?: Readonly<Record<string, string | undefined>>;
  /** How many are asked for at once; default 100. */
  readonly pageSize?: number;
}

const pageSchema = z.looseObject({
  total: z.coerce.number().optional(),
  resources: z.array(z.unknown()).nullish(),
});

/**
 * Whatever a list has, page by page (`skip`, `limit`, `total`): the next page is asked for when it is wanted. An
 * entry that is no such resource is an error.
 */
export async function* listAll<T>(
  cipherTrust: CipherTrust,
  path: string,
  entry: z.ZodType<T>,
  what: string,
  { filters = {}, pageSize = 100 }: ListOptions = {},
): AsyncGenerator<T> {
  const answer = pageSchema.extend({ resources: z.array(entry).nullish() });
  const fields = Object.entries(filters).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as [string, string]],
  );
  for (let skip = 0, pages = 1; ; pages += 1) {
    const query = new URLSearchParams([['skip', String(skip)], ['limit', String(pageSize)], ...fields]);
    const page = await cipherTrust.send({ path: `${path}?${query}`, what, answer });
    const resources = (page.resources ?? []) as readonly T[];
    yield* resources;
    skip += resources.length;
    // A server may give fewer than were asked for, and no total: only an empty page, or the total, is the end.
    if (resources.length === 0 || skip >= (page.total ?? Number.POSITIVE_INFINITY)) return;
    if (pages >= MOST_PAGES) throw endless(cipherTrust, what);
  }
}

/** Far more than there is of anything: a server that gives more leaves `skip` alone, and never ends. */
const MOST_PAGES = 1000;

function endless({ host }: CipherTrust, what: string): KeywayError {
  return new KeywayError(
    'UnexpectedAnswer',
    `${host} gave ${MOST_PAGES} pages without an end, while ${what}.`,
    {
      actions: ['Check that the URL is that of a CipherTrust Manager.'],
    },
  );
}

export async function collect<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
