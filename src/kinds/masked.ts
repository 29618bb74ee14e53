import { looksSecret } from '../config/index.ts';
import type { Change, FieldChange } from './change.ts';

/** Replaces a value that looks like a secret in every file that keyway writes. */
export const mask = '•••';

/** Masks a text for a file. */
export function masked(text: string): string {
  return looksSecret(text) ? mask : text;
}

/** Masks changes for a file. Leaves out fields that can't be written to a file. */
export function maskedChanges(changes: readonly Change[]): readonly Change[] {
  return changes.map((change) => ({ ...change, fields: change.fields.map(maskedField) }));
}

function maskedField({ path, from, to }: FieldChange): FieldChange {
  return {
    path,
    ...(from === undefined ? {} : { from: masked(from) }),
    ...(to === undefined ? {} : { to: masked(to) }),
  };
}

/** A reference to a secret, without its default. */
export function bareReference(text: string): string {
  return text.replace(/:-[^}]*\}/g, '}');
}
