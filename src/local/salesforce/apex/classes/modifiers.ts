import type { ModifierContext } from '@apexdevtools/apex-parser';
import { positionOf } from '../../soql/grammar.ts';
import { notEmulated } from '../compile-error.ts';

/**
 * Modifiers and annotations in lower case, without spaces: `public`, `withsharing`, `@istest`.
 *
 * @throws {CompileError} for any that isn't in `known`, because this org would ignore it
 */
export function readModifiers(
  list: readonly ModifierContext[],
  known: readonly string[],
): ReadonlySet<string> {
  return new Set(
    list.map((modifier) => {
      const text = modifier.getText().toLowerCase();
      if (known.includes(text)) return text;
      throw notEmulated(positionOf(modifier), `the modifier ${modifier.getText()}`);
    }),
  );
}

export const classModifiers = [
  'public',
  'global',
  'private',
  'withsharing',
  'withoutsharing',
  'inheritedsharing',
  '@istest',
];

export const methodModifiers = [
  'public',
  'global',
  'private',
  'static',
  'testmethod',
  '@istest',
  '@testvisible',
];
