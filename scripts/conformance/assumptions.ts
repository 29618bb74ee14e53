import { globSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Fact } from '../../src/conformance/fact.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** All constants in files named `uncertain.ts`, as facts name them: folder in src/, and name. */
export async function assumptions(): Promise<readonly string[]> {
  const all: string[] = [];
  for (const path of globSync('src/**/uncertain.ts', { cwd: root }).sort()) {
    const names = Object.keys(await import(new URL(`../../${path}`, import.meta.url).href)).sort();
    all.push(...names.map((name) => `${relative('src', dirname(path))} ${name}`));
  }
  return all;
}

/** The ids of the facts that settle a constant. */
export const factsOf = (facts: readonly Fact[], constant: string): readonly string[] =>
  facts.filter(({ constants }) => constants.includes(constant)).map(({ id }) => id);
