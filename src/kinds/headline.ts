import type { FieldChange } from './change.ts';

/**
 * What tells the most about something new, on the one line that a plan has for it.
 * @param to a field's new value, by its path
 */
export type Headline = (
  to: (path: string) => string | undefined,
  fields: readonly Pick<FieldChange, 'path'>[],
) => string;
