import type { Tables, Value } from '../tables.ts';
import type { RowIndex } from './paths.ts';

/** Values of bind expressions by their text. */
export type Binds = Readonly<Record<string, Value | readonly Value[]>>;

/** What one execution carries with it. Without binds a `:name` is refused, as the API does. */
export interface Run {
  readonly tables: Tables;
  readonly index: RowIndex;
  readonly binds: Binds | undefined;
  readonly now: () => Date;
}
