import type { z } from 'zod';
import type { Checking } from './checking.ts';
import type { ConfigPath, Tree } from './tree.ts';

/** What loading a config file needs to know of one of its sections. `C` is what the section's check sees of the file. */
export interface ConfigSection<C = object> {
  /** Its key at the top of the file, and in an environment. */
  readonly name: string;
  /** What stands under that key. */
  readonly schema: z.ZodType;
  /** Its entries are named by developer names, which Salesforce takes without regard to case. */
  readonly hasDeveloperNames?: true;
  /** What the section's list under `removed:` does; absent where keyway deletes nothing of the kind. */
  readonly removed?: string;
  /** What only the whole config can tell: names that must meet, fields that must fit each other. */
  readonly check?: (checking: Checking<C>) => void;
  readonly secrets?: SecretPlaces;
  readonly shortForm?: ShortForm;
  /** Whether an HTTP header stands at a path below the section's key. */
  readonly isHeader?: (path: ConfigPath) => boolean;
  /** Where `${cipherTrust:endpoint}` may stand, by a path below the section's key. */
  readonly takesEndpoint?: (path: ConfigPath) => boolean;
}

/** Maps of which one key may stand for the whole. */
export interface ShortForm {
  /** Whether such a map stands at a path below the section's key. */
  readonly isAt: (path: ConfigPath) => boolean;
  readonly key: string;
}

/** Places whose references are resolved only when their value is about to be written. */
export interface SecretPlaces {
  /** Whether a secret stands at a path below the section's key. */
  readonly isAt: (path: ConfigPath) => boolean;
  /** Whether the value itself may stand there, since it is no secret after all; absent where it never may. */
  readonly mayBeLiteral?: (section: Tree, path: ConfigPath) => boolean;
}

/** A path of a file from its section down, whether it is the base's or an environment's. */
export function placeInSections(path: ConfigPath): ConfigPath {
  return path[0] === 'environments' ? path.slice(2) : path;
}

/** Whether a secret stands at a path of a file, or of what an environment lays over it. */
export function isSecretPlace(sections: readonly ConfigSection<never>[], path: ConfigPath): boolean {
  return secretsAt(sections, path)?.isAt(path.slice(1)) ?? false;
}

/** How the section that a path leads into holds secrets. */
export function secretsAt(
  sections: readonly ConfigSection<never>[],
  path: ConfigPath,
): SecretPlaces | undefined {
  return sections.find(({ name }) => name === path[0])?.secrets;
}
