/** The values that a query can contain. */
export type SoqlValue = string | number | boolean | null | readonly string[] | SoqlText;

/** Text that is already SOQL: from {@link soqlName}, {@link soqlLike}, or another query. */
export interface SoqlText {
  readonly soql: string;
}

/**
 * A query whose values become literals, whatever they contain: strings are quoted and escaped, lists become `('a',
 * 'b')`.
 *
 *     soql`SELECT Id FROM User WHERE Username IN ${names} AND IsActive = ${true}`
 *
 * Throws a TypeError for an empty list, which SOQL can't express, and for a number that isn't finite.
 */
export function soql(strings: TemplateStringsArray, ...values: readonly SoqlValue[]): string {
  return strings.reduce(
    (text, part, index) => `${text}${soqlLiteral(values[index - 1] as SoqlValue)}${part}`,
  );
}

function soqlLiteral(value: SoqlValue): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return `'${escaped(value)}'`;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`SOQL can't express ${value}`);
    return String(value);
  }
  if (Array.isArray(value)) {
    if (value.length === 0) throw new TypeError("SOQL can't express an empty list");
    return `(${value.map(soqlLiteral).join(', ')})`;
  }
  return (value as SoqlText).soql;
}

/** A literal for LIKE that contains the text itself, including `%` and `_`, between wildcards: `{ before: '%' }`. */
export function soqlLike(text: string, { before = '', after = '' } = {}): SoqlText {
  return { soql: `'${before}${escaped(text).replace(/[%_]/g, '\\$&')}${after}'` };
}

/** The name of an object or field, unquoted; throws a TypeError for anything else. */
export function soqlName(name: string): SoqlText {
  if (!/^[A-Za-z]\w*(\.[A-Za-z]\w*)*$/.test(name))
    throw new TypeError(`not a name in SOQL: ${JSON.stringify(name)}`);
  return { soql: name };
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
};

/** Escapes the reserved characters of the SOQL and SOSL reference, "Quoted String Escape Sequences". */
function escaped(text: string): string {
  return text.replace(/[\\'"\n\r\t\b\f]/g, (character) => ESCAPES[character] ?? character);
}

/**
 * A URL may have about 16,000 characters. This is what remains for the list after host, path and the rest of the
 * query.
 */
const LIST_BUDGET = 12_000;

/**
 * Splits a list so that each part, as `IN (…)` in a URL, has at most `budget` characters. Keeps the order and
 * removes duplicates.
 */
export function splitIntoBatches(
  values: readonly string[],
  budget: number = LIST_BUDGET,
): readonly (readonly string[])[] {
  const batches: string[][] = [];
  let room = 0;
  for (const value of new Set(values)) {
    const cost = encodeURIComponent(soqlLiteral(value)).length + encodeURIComponent(', ').length;
    const last = batches.at(-1);
    if (last === undefined || cost > room) {
      batches.push([value]);
      room = budget - cost;
    } else {
      last.push(value);
      room -= cost;
    }
  }
  return batches;
}
