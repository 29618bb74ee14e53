import type { SObjectType, Tables } from '../tables.ts';
import { checkQuery } from './check.ts';
import { type Column, columnsOf } from './columns.ts';
import { runQuery, type SoqlResult } from './execute.ts';
import { parseSoql } from './parse.ts';
import type { Binds } from './run.ts';

export type { Column } from './columns.ts';
export { SoqlError } from './errors.ts';
export type { SoqlResult } from './execute.ts';
export { originOf } from './project.ts';
export type { Binds } from './run.ts';

/**
 * Runs a SOQL query over tables. Asynchronous because the parser is loaded on first use.
 *
 * @param text the query; at most 100,000 characters
 * @param binds values of `:name` expressions by their text; without it, binds are refused, as in the API
 * @param now the time for date literals such as `TODAY`; days are in GMT
 * @throws {SoqlError} with the API's error code and message
 * @see SOQL and SOSL Reference, "SOQL SELECT Syntax"
 */
export async function executeSoql(
  text: string,
  tables: Tables,
  binds?: Binds,
  now: () => Date = () => new Date(),
): Promise<SoqlResult> {
  return runQuery(checkQuery(await parseSoql(text), tables), tables, binds, now);
}

/**
 * The selection of a query, without running it: for `?columns=true` and for describing a result.
 *
 * @throws {SoqlError} as `executeSoql`, for every error that doesn't depend on rows
 */
export async function describeQuery(
  text: string,
  tables: Tables,
): Promise<{ readonly type: SObjectType; readonly columns: readonly Column[] }> {
  const checked = checkQuery(await parseSoql(text), tables);
  return { type: checked.type, columns: columnsOf(checked) };
}
