import { type ConfigSection, placeInSections } from './section.ts';
import { type ConfigPath, type Entry, mapScalars, type Tree } from './tree.ts';

/* A scalar in place of a map that has one key only: `KeyService: NamedPrincipal`. Everybody else sees the map. */

type Sections = readonly ConfigSection<never>[];

/** The key that a scalar at a path of a file gives the value of; undefined where a scalar is short for nothing. */
export function shortKeyAt(sections: Sections, path: ConfigPath): string | undefined {
  const [top, ...below] = placeInSections(path);
  const short = sections.find(({ name }) => name === top)?.shortForm;
  return short?.isAt(below) ? short.key : undefined;
}

/** A file in which short forms are written out. */
export function expandShortForms(file: Tree, sections: Sections): Tree {
  return mapScalars(file, (scalar, path) => {
    const key = shortKeyAt(sections, path);
    // Nothing is no short form: it takes an entry out, or is a mistake.
    if (key === undefined || scalar.value === null) return scalar;
    const entry: Entry = { keyAt: scalar.at, value: scalar };
    return { kind: 'map', at: scalar.at, entries: new Map([[key, entry]]) };
  });
}

/** Plain data as people write it: short where that says everything. `path` is where in the file it goes. */
export function withShortForms(value: unknown, path: ConfigPath, sections: Sections): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const key = shortKeyAt(sections, path);
  const [only, ...others] = Object.entries(value);
  if (key !== undefined && only?.[0] === key && others.length === 0) return only[1];
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, withShortForms(item, [...path, name], sections)]),
  );
}
