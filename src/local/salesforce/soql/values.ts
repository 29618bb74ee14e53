import type { Field, Value } from '../tables.ts';

/**
 * Normalises an id. Both lengths are the same id, because the last three characters only encode the case of the
 * others.
 */
export function comparableId(id: string): string {
  return id.slice(0, 15);
}

export function isId(text: string): boolean {
  return /^[a-z0-9]{15}(?:[a-z0-9]{3})?$/iu.test(text);
}

export function isIdField(field: Field): boolean {
  return field.type === 'id' || field.type === 'reference';
}

/** Parses `2026-11-22T19:00:00.000+0000`, `…Z`, or any other offset; NaN otherwise. */
export function datetimeOf(text: string): number {
  return Date.parse(text.replace(/([+-]\d{2})(\d{2})$/u, '$1:$2'));
}

/**
 * The comparable form of a field's value: text ignoring case, datetimes as points in time, ids by their first
 * fifteen characters. The empty string is null, as stored.
 */
export function comparable(field: Field, value: Value): Value {
  if (value === null || value === '') return null;
  if (typeof value !== 'string') return value;
  if (isIdField(field)) return comparableId(value);
  if (field.type === 'datetime') return datetimeOf(value);
  return value.toLowerCase();
}

/** The order of values for ORDER BY and `<`. The caller handles null. */
export function compareValues(a: Exclude<Value, null>, b: Exclude<Value, null>): number {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  return Number(a) - Number(b);
}

/**
 * A LIKE pattern as a test of text: `%` matches any characters, `_` one, and a backslash makes the next character
 * literal.
 */
export function likeMatcher(pattern: string): (text: string) => boolean {
  const parts = tokens(pattern.toLowerCase());
  return (text) => matches(text.toLowerCase(), parts);
}

type LikeToken = { readonly any: 'many' | 'one' } | { readonly character: string };

function tokens(pattern: string): LikeToken[] {
  const list: LikeToken[] = [];
  for (let i = 0; i < pattern.length; i += 1) {
    const character = pattern[i]!;
    if (character === '%') list.push({ any: 'many' });
    else if (character === '_') list.push({ any: 'one' });
    else if (character === '\\' && i + 1 < pattern.length) list.push({ character: pattern[++i]! });
    else list.push({ character });
  }
  return list;
}

/**
 * Greedy matching that only backtracks to the last `%`. Without a regular expression, no pattern can take
 * exponential time.
 */
function matches(text: string, pattern: readonly LikeToken[]): boolean {
  let at = 0;
  let p = 0;
  let star = -1;
  let starAt = 0;
  while (at < text.length) {
    const token = pattern[p];
    if (token && 'any' in token && token.any === 'many') {
      star = p++;
      starAt = at;
    } else if (token && ('any' in token || token.character === text[at])) {
      p += 1;
      at += 1;
    } else if (star >= 0) {
      p = star + 1;
      at = ++starAt;
    } else return false;
  }
  return pattern.slice(p).every((token) => 'any' in token && token.any === 'many');
}
