import { invalid } from './errors.ts';

/** The answer of a list: `{ skip, limit, total, resources }` (CipherTrust's CCKM documentation, Salesforce). */
export interface Page {
  readonly skip: number;
  readonly limit: number;
  readonly total: number;
  readonly resources: readonly object[];
}

/** Used if the request has no limit. */
const DEFAULT_LIMIT = 10;

/**
 * One page of the matching resources: `skip`, `limit`, and other parameters as fields that must be equal. Refuses
 * by name what the documents also allow: sorting and lists of values.
 */
export const pageOf = (
  query: Readonly<Record<string, string>>,
  resources: readonly (Readonly<Record<string, unknown>> & object)[],
  filters: readonly string[],
): Page => {
  const { skip = '0', limit = String(DEFAULT_LIMIT), ...fields } = query;
  for (const name of Object.keys(fields))
    if (!filters.includes(name))
      throw invalid(`the local CipherTrust does not filter by ${name.slice(0, 50)}`);
  const found = resources.filter((resource) =>
    Object.entries(fields).every(([name, value]) => String(fieldOf(resource, name)) === value),
  );
  const from = numberOf('skip', skip);
  const count = numberOf('limit', limit);
  return { skip: from, limit: count, total: found.length, resources: found.slice(from, from + count) };
};

/** A field of the resource, or of its Salesforce part. */
const fieldOf = (resource: Readonly<Record<string, unknown>>, name: string): unknown =>
  resource[name] ?? (resource.sfdc_params as Readonly<Record<string, unknown>> | undefined)?.[name];

const numberOf = (name: string, text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw invalid(`${name} must be a whole number from 0 on`);
  return value;
};
