import type { Field, Row, SObjectType, Tables, Value } from '../tables.ts';
import type { FieldPath, Query } from './ast.ts';
import { errorAt, notEmulated, SoqlError, words } from './errors.ts';
import { comparableId } from './values.ts';

/** One step along a relationship: `Parent`, by `ParentId`. */
export interface Step {
  readonly reference: Field;
  readonly name: string;
  readonly type: SObjectType;
}

export interface ResolvedPath {
  readonly steps: readonly Step[];
  readonly field: Field;
  /** The type that has the field. */
  readonly owner: SObjectType;
  /** The path in the org's own spelling, without alias: `Parent.Profile.Name`. */
  readonly key: string;
}

/** SOQL Reference, "Relationship Query Limitations": no more than five levels from child to parent. */
const MAX_LEVELS = 5;

/**
 * Follows a path from a query's type through its relationships. Names are case-insensitive.
 *
 * @throws {SoqlError} `INVALID_FIELD`; `MALFORMED_QUERY` for a relationship with several target types, which isn't
 * emulated
 */
export function resolvePath(
  path: FieldPath,
  { query, type, tables }: { readonly query: Query; readonly type: SObjectType; readonly tables: Tables },
): ResolvedPath {
  const segments = withoutAlias(path.segments, query, type);
  if (segments.length > MAX_LEVELS + 1) {
    throw new SoqlError(
      'MALFORMED_QUERY',
      'SOQL relationships may not reference more than 5 levels of child-to-parent relationships',
    );
  }
  const steps: Step[] = [];
  let owner = type;
  for (const name of segments.slice(0, -1)) {
    const reference = findRelationship(owner, name);
    if (!reference?.relationshipName) {
      throw errorAt('INVALID_FIELD', query.text, path.position, words.noSuchRelationship(name));
    }
    const targets = reference.referenceTo ?? [];
    const target = targets.length === 1 ? tables.type(targets[0]!) : undefined;
    if (!target) {
      const what = `the relationship ${owner.name}.${reference.relationshipName} to ${targets.join(', ')}`;
      throw notEmulated(path.position, what);
    }
    steps.push({ reference, name: reference.relationshipName, type: target });
    owner = target;
  }
  const last = segments.at(-1)!;
  const field = findField(owner, last);
  if (!field) {
    throw errorAt('INVALID_FIELD', query.text, path.position, words.noSuchColumn(last, owner.name));
  }
  return { steps, field, owner, key: [...steps.map(({ name }) => name), field.name].join('.') };
}

export function findField(type: SObjectType, name: string): Field | undefined {
  const wanted = name.toLowerCase();
  return type.fields.find((field) => field.name.toLowerCase() === wanted);
}

export function findRelationship(type: SObjectType, name: string): Field | undefined {
  const wanted = name.toLowerCase();
  return type.fields.find((field) => field.relationshipName?.toLowerCase() === wanted);
}

/** `SELECT u.Id FROM User u` and `SELECT User.Id FROM User`. */
function withoutAlias(segments: readonly string[], query: Query, type: SObjectType): readonly string[] {
  const first = segments[0]!.toLowerCase();
  if (segments.length === 1) return segments;
  if (first === query.from.alias?.toLowerCase()) return segments.slice(1);
  return first === type.name.toLowerCase() && !findRelationship(type, first) ? segments.slice(1) : segments;
}

/** Finds rows by id. Each type is indexed once for a query. */
export class RowIndex {
  readonly #tables: Tables;
  readonly #byType = new Map<SObjectType, Map<string, Row>>();

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  find(type: SObjectType, id: Value | undefined): Row | undefined {
    if (typeof id !== 'string') return undefined;
    let rows = this.#byType.get(type);
    if (!rows) {
      rows = new Map(this.#tables.rows(type).map((row) => [comparableId(String(row.Id)), row]));
      this.#byType.set(type, rows);
    }
    return rows.get(comparableId(id));
  }

  /** The value at the end of a path; null if a parent on the path is missing. */
  read(row: Row, path: ResolvedPath): Value {
    let at: Row | undefined = row;
    for (const step of path.steps) {
      at = this.find(step.type, at[step.reference.name]);
      if (!at) return null;
    }
    return at[path.field.name] ?? null;
  }
}
