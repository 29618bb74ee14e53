import { checkedAnswer, unexpectedAnswer } from '../wire/answer-check.ts';
import type { Org } from './connect.ts';
import type { OrgConnection } from './org-connection.ts';
import { rest } from './rest.ts';
import { splitIntoBatches } from './soql.ts';
import { queryTogether } from './together.ts';

interface QueryPage<T> {
  readonly records: readonly T[];
  readonly done: boolean;
  readonly nextRecordsUrl?: string;
}

/** Reads all rows of a query of the Data API, without `attributes`; `what` follows "while" in an error. */
export function query<T>(org: Pick<Org, 'connection'>, soql: string, what?: string): Promise<readonly T[]> {
  return allPages<T>(org, '/query', soql, what);
}

/** Reads all rows of a query of the Tooling API. */
export function toolingQuery<T>(
  org: Pick<Org, 'connection'>,
  soql: string,
  what?: string,
): Promise<readonly T[]> {
  return allPages<T>(org, '/tooling/query', soql, what);
}

/**
 * Reads the rows of one query for many values. `build` receives as many at a time as fit into a URL, and the parts
 * are queried in parallel. Sends no request if there are no values.
 */
export async function queryIn<T>(
  org: Pick<Org, 'connection'>,
  values: readonly string[],
  build: (values: readonly string[]) => string,
  what?: string,
): Promise<readonly T[]> {
  const parts = await Promise.all(splitIntoBatches(values).map((batch) => query<T>(org, build(batch), what)));
  return parts.flat();
}

async function allPages<T>(
  { connection }: Pick<Org, 'connection'>,
  path: string,
  soql: string,
  what = `reading ${/\bFROM\s+(\w+)/i.exec(soql)?.[1] ?? 'rows'}`,
): Promise<readonly T[]> {
  const rows: T[] = [];
  const asked = new Set<string>();
  let next: string | undefined = `${path}?q=${encodeURIComponent(soql)}`;
  while (next !== undefined) {
    if (asked.has(next)) {
      throw unexpectedAnswer(
        connection.place(what),
        'nextRecordsUrl',
        'leads to a page that was read before',
      );
    }
    asked.add(next);
    const page: QueryPage<T> = await readPage<T>(connection, next, what);
    rows.push(...page.records.map((record) => withoutAttributes(record)));
    next = page.done ? undefined : page.nextRecordsUrl;
  }
  return rows;
}

/** The first page. The next ones belong to a running query. */
async function readPage<T>(connection: OrgConnection, path: string, what: string): Promise<QueryPage<T>> {
  const together = path.includes('/query?q=') ? await queryTogether(connection, path, what) : undefined;
  if (!together) return rest(connection, { path, what, answer: ({ queryPage }) => queryPage });
  const { answerSchemas } = await import('./answer-schemas.ts');
  return checkedAnswer(answerSchemas.queryPage, together.body, connection.place(what)) as QueryPage<T>;
}

/** Removes `attributes` (type and URL) from rows, including those of parents and children. */
function withoutAttributes<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutAttributes) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== 'attributes')
      .map(([name, inside]) => [name, withoutAttributes(inside)]),
  ) as T;
}
