import type { ClassProblems } from '../apex-classes/compile-deployed.ts';
import type { KeySource } from '../certificates/key-pair.ts';

export interface Author {
  readonly userId: string;
  /** As rows carry it. */
  readonly now: string;
  /** Components of packages may be among what is deployed, as a seed says. */
  readonly installs?: true;
  /** Where the keys of new certificates come from; made at once if absent. */
  readonly keys?: KeySource;
  /** What the compiler said of the classes of this deploy. */
  readonly classes?: ClassProblems;
}
