import { readFileSync } from 'node:fs';

/** Reads a file of the package's templates/ folder; the relative path is the same from src/ and dist/. */
export function readTemplate(path: string): string {
  return readFileSync(new URL(`../../templates/${path}`, import.meta.url), 'utf8');
}

/**
 * Fills the `/*{name}*\/` places of an Apex template with lists of literals. The literals must come from
 * `apexString`, because nothing is escaped here.
 */
export function fillApex(template: string, lists: Readonly<Record<string, readonly string[]>>): string {
  return template.replace(/\/\*\{(\w+)\}\*\//g, (place, name: string) => {
    const literals = lists[name];
    if (!literals) throw new Error(`the template needs ${place}, which has no value`);
    return literals.join(', ');
  });
}
