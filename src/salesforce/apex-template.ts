import { readFileSync } from 'node:fs';

/** A file of the package's templates/ folder; the same path from src/ and from dist/. */
export function readTemplate(path: string): string {
  return readFileSync(new URL(`../../templates/${path}`, import.meta.url), 'utf8');
}

/**
 * An Apex template with its `/*{name}*\/` places filled with lists of literals. The literals must have been made
 * by `apexString`: nothing is escaped here.
 */
export function fillApex(template: string, lists: Readonly<Record<string, readonly string[]>>): string {
  return template.replace(/\/\*\{(\w+)\}\*\//g, (place, name: string) => {
    const literals = lists[name];
    if (!literals) throw new Error(`the template asks for ${place}, which nobody fills`);
    return literals.join(', ');
  });
}
