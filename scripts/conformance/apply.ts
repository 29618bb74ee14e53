import { globSync, readFileSync } from 'node:fs';
import type { Fact } from '../../src/conformance/fact.ts';
import { type ConformanceResult, resultSchema } from '../../src/conformance/result.ts';
import { KeywayError } from '../../src/errors/index.ts';

/** A confirmation of a fact by an org. */
export interface Confirmation {
  readonly orgKind: ConformanceResult['orgKind'];
  readonly apiVersion: string;
  /** As YYYY-MM-DD. */
  readonly date: string;
  /** The expectation at that time. It doesn't prove another one. */
  readonly expected: string;
}

/** Confirmations by fact: the newest for each kind of org and API version. */
export type Confirmed = Readonly<Record<string, readonly Confirmation[]>>;

export interface Applied {
  readonly confirmed: Confirmed;
  /** Facts that this result confirms. */
  readonly added: readonly string[];
  readonly contradicted: readonly (Fact & { readonly seen: string })[];
  /** Facts of the result that were removed or whose expectation has changed. */
  readonly outdated: readonly string[];
}

/**
 * Parses a result of `keyway conformance --out` or `--json`.
 *
 * @throws KeywayError `UsageWrong` for anything else
 */
export function parseResult(text: string, file: string): ConformanceResult {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refused(`${file} is not JSON.`);
  }
  const inside: unknown = Object(value).result ?? value;
  const { success, data, error } = resultSchema.safeParse(inside);
  if (success) return data;
  const [issue] = error.issues;
  const where = issue?.path.join('.') || 'the whole';
  throw refused(`${file} is not a result of keyway conformance: ${where}: ${issue?.message}.`);
}

/** @throws KeywayError `UsageWrong` for a result of a local org */
export function applyResult(
  facts: readonly Fact[],
  confirmed: Confirmed,
  { orgKind, apiVersion, date, facts: seen }: ConformanceResult,
): Applied {
  if (orgKind === 'local')
    throw refused('The result is of a local org, which proves nothing about Salesforce.');
  const known = new Map(facts.map((fact) => [fact.id, fact]));
  // An org doesn't confirm what keyway shows by itself.
  const asked = seen.filter(({ id }) => (known.get(id)?.asks ?? 'org') === 'org');
  const isCurrent = ({ id, expected }: { id: string; expected: string }) =>
    known.get(id)?.expected === expected;
  const agreeing = asked.filter((one) => one.verdict === 'agrees' && isCurrent(one));
  const next = { ...confirmed };
  for (const { id, expected } of agreeing) {
    const others = (next[id] ?? []).filter(
      (one) => one.expected === expected && (one.orgKind !== orgKind || one.apiVersion !== apiVersion),
    );
    next[id] = [...others, { orgKind, apiVersion, date, expected }];
  }
  return {
    confirmed: Object.fromEntries(Object.entries(next).sort(([a], [b]) => (a < b ? -1 : 1))),
    added: agreeing.map(({ id }) => id),
    contradicted: asked.flatMap((one) => {
      const fact = known.get(one.id);
      return fact && one.verdict === 'contradicts' && isCurrent(one)
        ? [{ ...fact, seen: one.seen ?? '' }]
        : [];
    }),
    outdated: asked.filter((one) => !isCurrent(one)).map(({ id }) => id),
  };
}

/** The declaration of a fact's constant, as `src/keys/uncertain.ts:12`. */
export function placeOf(constant: string, root: string): string {
  const [folder, name = ''] = constant.split(' ');
  const file = `src/${folder}/uncertain.ts`;
  const lines = readFileSync(`${root}${file}`, 'utf8').split('\n');
  const at = lines.findIndex((line) => new RegExp(`^export (?:const|function) ${name}\\b`).test(line));
  return `${file}:${at + 1}`;
}

/** The declaration of a fact. */
export function placeOfFact(id: string, root: string): string | undefined {
  for (const file of globSync('src/conformance/facts/*.ts', { cwd: root })) {
    const at = readFileSync(`${root}${file}`, 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(`id: '${id}'`));
    if (at >= 0) return `${file}:${at + 1}`;
  }
  return undefined;
}

function refused(sentence: string): KeywayError {
  return new KeywayError('UsageWrong', sentence, {
    actions: ['Make one with keyway conformance -o ALIAS --out result.json.'],
  });
}
