import type { z } from 'zod';
import type { Checking } from './checking.ts';
import type { ConfigPath, Tree } from './tree.ts';

/**
 * What loading a config file needs to know about one of its sections. `C` is the part of the file that the
 * section's check reads.
 */
export interface ConfigSection<C = object> {
  /** Its key at the top of the file and in an environment. */
  readonly name: string;
  /** The schema of the content below that key. */
  readonly schema: z.ZodType;
  /** Whether its entries have developer names, which are case-insensitive in Salesforce. */
  readonly hasDeveloperNames?: true;
  /** The effect of the section's list under `removed:`; absent if keyway deletes nothing of this kind. */
  readonly removed?: string;
  /** Checks that need the whole config: names that must exist, fields that must match. */
  readonly check?: (checking: Checking<C>) => void;
  readonly secrets?: SecretPlaces;
  readonly shortForm?: ShortForm;
  /** Whether a path below the section's key is an HTTP header. */
  readonly isHeader?: (path: ConfigPath) => boolean;
  /** Paths below the section's key that allow `${cipherTrust:endpoint}`. */
  readonly takesEndpoint?: (path: ConfigPath) => boolean;
}

/** Maps that can be written as the value of one key. */
export interface ShortForm {
  /** Whether a path below the section's key is such a map. */
  readonly isAt: (path: ConfigPath) => boolean;
  readonly key: string;
}

/** Places whose references are resolved only right before their value is written. */
export interface SecretPlaces {
  /** Whether a path below the section's key holds a secret. */
  readonly isAt: (path: ConfigPath) => boolean;
  /** Whether a literal value is allowed there because it isn't secret; absent if never. */
  readonly mayBeLiteral?: (section: Tree, path: ConfigPath) => boolean;
}

/** The path within the sections, for a path in the base or in an environment. */
export function placeInSections(path: ConfigPath): ConfigPath {
  return path[0] === 'environments' ? path.slice(2) : path;
}

/** Whether a path of a file, or of an environment's overlay, holds a secret. */
export function isSecretPlace(sections: readonly ConfigSection<never>[], path: ConfigPath): boolean {
  return secretsAt(sections, path)?.isAt(path.slice(1)) ?? false;
}

/** The secret places of the section that a path leads into. */
export function secretsAt(
  sections: readonly ConfigSection<never>[],
  path: ConfigPath,
): SecretPlaces | undefined {
  return sections.find(({ name }) => name === path[0])?.secrets;
}
