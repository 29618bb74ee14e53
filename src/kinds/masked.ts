import { looksSecret } from '../config/index.ts';
import type { Change, FieldChange } from './change.ts';

/** Stands for a value that looks like a secret, in whatever is written to a file. */
export const mask = '•••';

/** A text as a file may hold it. */
export function masked(text: string): string {
  return looksSecret(text) ? mask : text;
}

/** Changes as a file may hold them: what looks like a secret is masked, what a file could not be is not in them. */
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

/** A reference to a secret without the default that may stand behind it. */
export function bareReference(text: string): string {
  return text.replace(/:-[^}]*\}/g, '}');
}
