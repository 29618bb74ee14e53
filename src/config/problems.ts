import leven from 'leven';
import type { z } from 'zod';
import { KeywayError, type Position } from '../errors.ts';
import { type ConfigPath, child, locate, type Tree, toPlain } from './tree.ts';

/** Something wrong, or doubtful, at a place in the config. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  readonly at: Position;
  /** A sentence without its full stop. */
  readonly message: string;
}

type Issue = z.core.$ZodIssue;

/** All problems of a config, thrown once. */
export class ConfigError extends KeywayError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const sorted = sortProblems(problems);
    super('ConfigInvalid', sorted.map(formatProblem).join('\n'), { data: { problems: sorted } });
    this.problems = sorted;
  }
}

/** By place, and each once: what is wrong in the base shows up again in every environment. */
export function sortProblems(problems: readonly Problem[]): readonly Problem[] {
  const order = ({ at }: Problem) => at.line * 10_000 + at.column;
  const unique = new Map(problems.map((problem) => [formatProblem(problem), problem]));
  return [...unique.values()].sort((a, b) => order(a) - order(b) || (a.message < b.message ? -1 : 1));
}

/** `keyway.yaml:12:7 error unknown field …` */
export function formatProblem({ severity, at, message }: Problem): string {
  return `${formatPosition(at)} ${severity} ${message}`;
}

export function formatPosition(at: Position): string {
  return `${at.file}:${at.line}:${at.column}`;
}

/** A tree read by a schema: the typed data, or what is wrong in sentences with places. */
export function readBySchema<T extends z.ZodType>(
  schema: T,
  tree: Tree,
): { readonly data?: z.infer<T>; readonly problems: readonly Problem[] } {
  // zod tells the object's own keys only while it makes the message: they travel in it to the suggestion.
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
  const error = (message: string, at = locate(tree, path)): Problem => ({ severity: 'error', at, message });

  if (issue.code === 'unrecognized_keys') {
    const known = issue.message.split(' ');
    return issue.keys.map((key) =>
      error(
        `unknown field "${key}"${inside(path)}${suggestion(key, known)}`,
        locate(tree, [...path, key], 'key'),
      ),
    );
  }
  if (issue.code === 'invalid_key') {
    const key = String(path.at(-1));
    const words = issue.issues[0]?.message ?? 'is not a name that can stand here';
    return [error(`the name "${key}"${inside(path.slice(0, -1))} ${words}`, locate(tree, path, 'key'))];
  }
  if (issue.code === 'invalid_union') return describeUnion(issue, tree, path, value);
  if (value === undefined && issue.code !== 'custom') {
    return [error(`${quoted(path)} is missing`, locate(tree, path.slice(0, -1), 'key'))];
  }
  if (issue.code === 'invalid_type') {
    return [error(`${quoted(path)} must be ${kinds[issue.expected] ?? issue.expected}, not ${found(value)}`)];
  }
  if (issue.code === 'invalid_value') {
    const allowed = issue.values.map(String);
    if (allowed.length === 1) return [error(`${quoted(path)} must be ${allowed[0]}, not ${found(value)}`)];
    return [
      error(
        `${quoted(path)} is ${found(value)}; it takes ${allowed.join(', ')}${didYouMean(value, allowed)}`,
      ),
    ];
  }
  return [error(`${quoted(path)} ${issue.message}`)];
}

type UnionIssue = Extract<Issue, { code: 'invalid_union' }>;

function describeUnion(
  issue: UnionIssue,
  tree: Tree,
  path: ConfigPath,
  value: Tree | undefined,
): readonly Problem[] {
  const at = locate(tree, path);
  if ('discriminator' in issue && issue.discriminator !== undefined) {
    const options = ('options' in issue ? (issue.options as readonly unknown[]) : [])
      .filter((option) => option != null)
      .map(String);
    if (!value) {
      const where = locate(tree, path.slice(0, -1), 'key');
      return [
        {
          severity: 'error',
          at: where,
          message: `${quoted(path)} is missing; it takes ${options.join(', ')}`,
        },
      ];
    }
    const message = `${quoted(path)} is ${found(value)}; it takes ${options.join(', ')}${didYouMean(value, options)}`;
    return [{ severity: 'error', at, message }];
  }
  if (!value)
    return [
      {
        severity: 'error',
        at: locate(tree, path.slice(0, -1), 'key'),
        message: `${quoted(path)} is missing`,
      },
    ];
  // The branch that the value was meant for is the one that takes its kind.
  const meant = issue.errors.find(
    (errors) => !errors.some((error) => error.code === 'invalid_type' && error.path.length === 0),
  );
  if (meant && value.kind === 'map') return meant.flatMap((error) => describe(error as Issue, tree, path));
  if (meant && meant.length > 0 && issue.message === 'Invalid input')
    return meant.flatMap((error) => describe(error as Issue, tree, path));
  if (issue.message !== 'Invalid input')
    return [{ severity: 'error', at, message: `${quoted(path)} ${issue.message}` }];
  const expected = issue.errors.flatMap((errors) =>
    errors.flatMap((error) => (error.code === 'invalid_type' ? [kinds[error.expected]] : [])),
  );
  const message = `${quoted(path)} must be ${[...new Set(expected)].join(' or ')}, not ${found(value)}`;
  return [{ severity: 'error', at, message }];
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  object: 'a map',
  record: 'a map',
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
};

/** What stands in the file, in words; text is shortened, since it may be long. */
export function found(value: Tree | undefined): string {
  if (!value) return 'nothing';
  if (value.kind !== 'scalar') return value.kind === 'map' ? 'a map' : 'a list';
  if (value.value === null) return 'empty';
  if (typeof value.value === 'string')
    return `"${value.value.length > 60 ? `${value.value.slice(0, 57)}…` : value.value}"`;
  return typeof value.value === 'number'
    ? `the number ${value.value} (put text in quotes)`
    : String(value.value);
}

function quoted(path: ConfigPath): string {
  if (path.length === 0) return 'the file';
  const last = path.at(-1);
  const list = typeof last === 'number';
  return list ? `item ${last + 1}${inside(path.slice(0, -1))}` : `"${last}"${inside(path.slice(0, -1))}`;
}

function inside(path: ConfigPath): string {
  return path.length === 0 ? '' : ` in ${path.join('.')}`;
}

export function suggestion(word: string, known: readonly string[]): string {
  const near = known
    .map((name) => ({ name, distance: leven(word.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= tolerance(Math.max(word.length, name.length)))
    .sort((a, b) => a.distance - b.distance)[0];
  return near ? `; did you mean "${near.name}"?` : '';
}

/** How many letters may differ before two words are two words: a swapped pair of letters counts as two. */
function tolerance(length: number): number {
  return length <= 3 ? 1 : Math.max(2, Math.floor(length / 3));
}

function didYouMean(value: Tree | undefined, allowed: readonly string[]): string {
  return value?.kind === 'scalar' && typeof value.value === 'string' ? suggestion(value.value, allowed) : '';
}
