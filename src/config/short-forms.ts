import { type ConfigSection, placeInSections } from './section.ts';
import { type ConfigPath, type Entry, mapScalars, type Tree } from './tree.ts';

/*
 * Short forms: a scalar in place of a map with a single key, as in `KeyService: NamedPrincipal`. All other code
 * sees the map.
 */

type Sections = readonly ConfigSection<never>[];

/** The key whose value a scalar at this path is; undefined if a scalar isn't a short form here. */
export function shortKeyAt(sections: Sections, path: ConfigPath): string | undefined {
  const [top, ...below] = placeInSections(path);
  const short = sections.find(({ name }) => name === top)?.shortForm;
  return short?.isAt(below) ? short.key : undefined;
}

/** Expands the short forms in a file. */
export function expandShortForms(file: Tree, sections: Sections): Tree {
  return mapScalars(file, (scalar, path) => {
    const key = shortKeyAt(sections, path);
    // An empty value isn't a short form: it deletes an entry or is a mistake.
    if (key === undefined || scalar.value === null) return scalar;
    const entry: Entry = { keyAt: scalar.at, value: scalar };
    return { kind: 'map', at: scalar.at, entries: new Map([[key, entry]]) };
  });
}

/**
 * Converts plain data to the form that people write: the short form wherever it is complete. `path` is its place in
 * the file.
 */
export function withShortForms(value: unknown, path: ConfigPath, sections: Sections): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const key = shortKeyAt(sections, path);
  const [only, ...others] = Object.entries(value);
  if (key !== undefined && only?.[0] === key && others.length === 0) return only[1];
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, withShortForms(item, [...path, name], sections)]),
  );
}
