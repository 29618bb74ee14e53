import type { FieldChange } from './change.ts';

/**
 * Builds the one line with which a plan describes something new.
 * @param to returns a field's new value by its path
 */
export type Headline = (
  to: (path: string) => string | undefined,
  fields: readonly Pick<FieldChange, 'path'>[],
) => string;
