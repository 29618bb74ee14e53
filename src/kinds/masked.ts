import { looksLikeSecret } from '../config/index.ts';
import type { Change, FieldChange } from './change.ts';

/** Replaces a value that looks like a secret in every file that keyway writes. */
export const mask = '•••';

/** Masks a text for a file. */
export function maskText(text: string): string {
  return looksLikeSecret(text) ? mask : text;
}

/** Masks changes for a file. Leaves out fields that can't be written to a file. */
export function maskChanges(changes: readonly Change[]): readonly Change[] {
  return changes.map((change) => ({ ...change, fields: change.fields.map(maskedField) }));
}

function maskedField({ path, from, to }: FieldChange): FieldChange {
  return {
    path,
    ...(from === undefined ? {} : { from: maskText(from) }),
    ...(to === undefined ? {} : { to: maskText(to) }),
  };
}

/** A reference to a secret, without its default. */
export function referenceWithoutDefault(text: string): string {
  return text.replace(/:-[^}]*\}/g, '}');
}
