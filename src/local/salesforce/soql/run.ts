import type { Tables, Value } from '../tables.ts';
import type { RowIndex } from './paths.ts';

/** Values of bind expressions by their text. */
export type Binds = Readonly<Record<string, Value | readonly Value[]>>;

/** The context of one execution. Without binds, a `:name` is refused, as in the API. */
export interface Run {
  readonly tables: Tables;
  readonly index: RowIndex;
  readonly binds: Binds | undefined;
  readonly now: () => Date;
}
