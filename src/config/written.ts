import type { ConfigPath } from './tree.ts';

/** A value alone, or the long form, which says more beside it. */
export type Written = string | { readonly value: string };

export function textIn(written: Written): string {
  return typeof written === 'string' ? written : written.value;
}

/** Where the value itself is. */
export function placeOf(written: Written, path: ConfigPath): ConfigPath {
  return typeof written === 'string' ? path : [...path, 'value'];
}
