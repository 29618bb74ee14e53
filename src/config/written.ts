import type { ConfigPath } from './tree.ts';

/** A value alone, or its long form with more fields. */
export type Written = string | { readonly value: string };

export function writtenText(written: Written): string {
  return typeof written === 'string' ? written : written.value;
}

/** The path of the value itself. */
export function placeOf(written: Written, path: ConfigPath): ConfigPath {
  return typeof written === 'string' ? path : [...path, 'value'];
}
