import { z } from 'zod';
import { KeywayError } from '../errors/index.ts';
import { unexpectedAnswer } from '../wire/answer-check.ts';
import type { CipherTrust } from './connection.ts';

export interface ListOptions {
  /** Fields that must be equal, by the documents' names. */
  readonly filters?: Readonly<Record<string, string | undefined>>;
  /** Number of entries for each request; default 100. */
  readonly pageSize?: number;
}

const total = z.union([z.number().int().nonnegative(), z.string().regex(/^\d{1,15}$/)]).transform(Number);

/** A missing list, or null, counts as empty only if the answer says that there is nothing. */
function pageOf<T>(entry: z.ZodType<T>) {
  return z
    .looseObject({ total: total.nullish(), resources: z.array(entry).nullish() })
    .refine((page) => Array.isArray(page.resources) || page.total === 0, { path: ['resources'] });
}

/**
 * Lists all entries, page by page (`skip`, `limit`, `total`). Requests the next page only when needed. An invalid
 * entry is an error.
 */
export async function* listAll<T>(
  cipherTrust: CipherTrust,
  path: string,
  entry: z.ZodType<T>,
  what: string,
  { filters = {}, pageSize = 100 }: ListOptions = {},
): AsyncGenerator<T> {
  const answer = pageOf(entry);
  const seen = new Set<unknown>();
  const place = { host: cipherTrust.host, what };
  const fields = Object.entries(filters).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as [string, string]],
  );
  for (let skip = 0, pages = 1; ; pages += 1) {
    const query = new URLSearchParams([['skip', String(skip)], ['limit', String(pageSize)], ...fields]);
    const page = await cipherTrust.send({ path: `${path}?${query}`, what, answer });
    const resources = page.resources ?? [];
    const ids = resources.flatMap((one) => Object(one).id ?? []);
    const isAgain = ids.length > 0 && ids.every((id) => seen.has(id));
    if (isAgain || pages > MOST_PAGES) throw endlessListError(cipherTrust, what);
    // Additions and removals during the listing may move an entry to the next page.
    yield* resources.filter((one) => !seen.has(Object(one).id ?? one));
    for (const id of ids) seen.add(id);
    skip += resources.length;
    const all = page.total ?? undefined;
    // A server may return fewer entries than requested, and no total. Only an empty page or the total marks the
    // end.
    if (resources.length > 0 && skip < (all ?? Number.POSITIVE_INFINITY)) continue;
    if (all !== undefined && skip < all)
      throw unexpectedAnswer(place, 'resources', `has ${skip} of ${all} entries`);
    return;
  }
}

/** Far more pages than any list has. A server that sends more ignores `skip` and would never end. */
const MOST_PAGES = 1000;

function endlessListError({ host }: CipherTrust, what: string): KeywayError {
  return new KeywayError(
    'UnexpectedAnswer',
    `${host} sent the same page twice, or too many pages, while ${what}.`,
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
