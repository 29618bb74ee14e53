import type { z } from 'zod';
import type { Problem } from './problems.ts';
import { type ConfigPath, child, locate, type Tree, toPlain } from './tree.ts';
import { describeValue, displayText, inPath, joinWithOr, quotePath, suggestion } from './wording.ts';

type Issue = z.core.$ZodIssue;

/** Reads a tree by a schema: returns typed data, or problems as sentences with places. */
export function readBySchema<T extends z.ZodType>(
  schema: T,
  tree: Tree,
): { readonly data?: z.infer<T>; readonly problems: readonly Problem[] } {
  // zod reveals the object's own keys only while it builds the message, so the message carries them to the
  // suggestion.
  const error = (issue: { code?: string; inst?: unknown }) => {
    const shape = (issue.inst as { _zod?: { def?: { shape?: object } } } | undefined)?._zod?.def?.shape;
    return issue.code === 'unrecognized_keys' && shape ? Object.keys(shape).join(' ') : undefined;
  };
  const result = schema.safeParse(toPlain(tree), { error });
  if (result.success) return { data: result.data, problems: [] };
  return { problems: result.error.issues.flatMap((issue) => describe(issue, tree, [])) };
}

function describe(issue: Issue, tree: Tree, base: ConfigPath): readonly Problem[] {
  const path: ConfigPath = [...base, ...(issue.path as ConfigPath)];
  const value = path.reduce<Tree | undefined>(child, tree);
  const error = (message: string, at = locate(tree, path)): readonly Problem[] => [
    { severity: 'error', at, message },
  ];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.flatMap((key) =>
        error(unknownField(key, path, issue.message, tree), locate(tree, [...path, key], 'key')),
      );
    case 'invalid_key': {
      const words = issue.issues[0]?.message ?? 'is not allowed here';
      const name = displayText(String(path.at(-1)));
      return error(`the name "${name}"${inPath(path.slice(0, -1))} ${words}`, locate(tree, path, 'key'));
    }
    case 'invalid_union':
      return describeUnion(issue, tree, path, value);
  }
  if (value === undefined && issue.code !== 'custom')
    return error(`${quotePath(path)} is missing`, placeAbove(tree, path));
  const what = describeValue(value);
  switch (issue.code) {
    case 'invalid_type':
      return error(`${quotePath(path)} ${describeExpected([kind(issue.expected)], what, value, path)}`);
    case 'invalid_value': {
      const allowed = issue.values.map(String);
      if (allowed.length === 1) return error(`${quotePath(path)} must be ${allowed[0]}, not ${what}`);
      return error(`${quotePath(path)} ${describeAllowed(what, allowed)}${didYouMean(value, allowed)}`);
    }
  }
  const from =
    value?.kind === 'scalar' && value.from !== undefined ? ` (from ${displayText(value.from)})` : '';
  return error(`${quotePath(path)} ${issue.message}${from}`);
}

type UnionIssue = Extract<Issue, { code: 'invalid_union' }>;

function describeUnion(
  issue: UnionIssue,
  tree: Tree,
  path: ConfigPath,
  value: Tree | undefined,
): readonly Problem[] {
  const error = (message: string, at = locate(tree, path)): readonly Problem[] => [
    { severity: 'error', at, message },
  ];
  if ('discriminator' in issue && issue.discriminator !== undefined) {
    const options = 'options' in issue ? (issue.options as readonly unknown[]) : [];
    const allowed = options.filter((option) => option != null).map(String);
    if (!value) {
      const wrong = misspelled(tree, path);
      if (wrong !== undefined)
        return error(
          unknownField(wrong, path.slice(0, -1), String(path.at(-1)), tree),
          locate(tree, [...path.slice(0, -1), wrong], 'key'),
        );
      return error(`${quotePath(path)} is missing; use ${joinWithOr(allowed)}`, placeAbove(tree, path));
    }
    const absent = allowed.length < options.length ? ', or leave it out' : '';
    return error(
      `${quotePath(path)} ${describeAllowed(describeValue(value), allowed)}${absent}${didYouMean(value, allowed)}`,
    );
  }
  if (!value) return error(`${quotePath(path)} is missing`, placeAbove(tree, path));
  // Choose the branch that accepts the kind of the value.
  const meant = issue.errors.find(
    (errors) => !errors.some(({ code, path: at }) => code === 'invalid_type' && at.length === 0),
  );
  if (meant && meant.length > 0) return meant.flatMap((inner) => describe(inner, tree, path));
  const expected = issue.errors.flatMap((errors) =>
    errors.flatMap((inner) => (inner.code === 'invalid_type' ? [kind(inner.expected)] : [])),
  );
  return error(
    `${quotePath(path)} ${describeExpected([...new Set(expected)], describeValue(value), value, path)}`,
  );
}

/** A field that is probably the missing one, misspelled. */
function misspelled(tree: Tree, path: ConfigPath): string | undefined {
  const parent = path.slice(0, -1).reduce<Tree | undefined>(child, tree);
  const keys = parent?.kind === 'map' ? [...parent.entries.keys()] : [];
  return keys.find((key) => suggestion(key, [String(path.at(-1))]) !== '');
}

/** The place of a missing field: the key of the map that lacks it. */
function placeAbove(tree: Tree, path: ConfigPath) {
  return locate(tree, path.slice(0, -1), 'key');
}

function unknownField(key: string, path: ConfigPath, shape: string, tree: Tree): string {
  const known = [...shape.split(' '), ...(path.length === 0 ? ['environments'] : [])];
  const near = suggestion(key, known);
  const fields =
    near || (path.length > 0 && known.length > 16 ? '' : `; ${describeFields(known, path, tree)}`);
  return `unknown field "${displayText(key)}"${inPath(path)}${fields}`;
}

/** Lists the allowed fields. For an authentication, they depend on its protocol and variant. */
function describeFields(known: readonly string[], path: ConfigPath, tree: Tree): string {
  // A permission set may have this name too.
  if (path.at(-1) !== 'authentication' || !known.includes('protocol')) return `it takes ${known.join(', ')}`;
  const here = path.reduce<Tree | undefined>(child, tree);
  const say = (key: string) => {
    const value = child(here, key);
    return value?.kind === 'scalar' && typeof value.value === 'string' ? [displayText(value.value)] : [];
  };
  const hasVariants = known.includes('variant');
  const variant = hasVariants ? say('variant') : [];
  const without = hasVariants && variant.length === 0 ? ['without a variant'] : [];
  const own = known.filter((field) => field !== 'protocol' && field !== 'variant');
  return `${[...say('protocol'), ...variant, ...without].join(' ')} takes ${own.join(', ')}`;
}

function describeAllowed(what: string, allowed: readonly string[]): string {
  return `is ${what}; it takes ${joinWithOr(allowed)}`;
}

function describeExpected(
  expected: readonly string[],
  what: string,
  value: Tree | undefined,
  path: ConfigPath,
): string {
  const scalar = value?.kind === 'scalar' ? value.value : undefined;
  const quotes = expected.includes('text') && (typeof scalar === 'number' || typeof scalar === 'boolean');
  const version = path.at(-1) === 'apiVersion' && typeof scalar === 'number';
  const hint = version ? `; write "${scalar.toFixed(1)}"` : quotes ? '; put it in quotes' : '';
  return `must be ${joinWithOr(expected)}, not ${what}${hint}`;
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  object: 'a map',
  record: 'a map',
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a whole number',
};

function kind(expected: string): string {
  return kinds[expected] ?? expected;
}

function didYouMean(value: Tree | undefined, allowed: readonly string[]): string {
  return value?.kind === 'scalar' && typeof value.value === 'string' && value.from === undefined
    ? suggestion(value.value, allowed)
    : '';
}
