import type { ClassProblems } from '../apex-classes/compile-deployed.ts';
import type { KeySource } from '../certificates/key-pair.ts';

export interface Author {
  readonly userId: string;
  /** In the format of rows. */
  readonly now: string;
  /** Whether the deploy may contain components of packages, as a seed does. */
  readonly installs?: true;
  /** The source of keys for new certificates; default: generated synchronously. */
  readonly keys?: KeySource;
  /** Compile errors of this deploy's classes. */
  readonly classes?: ClassProblems;
}
