import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';
import type { Position } from '../errors/index.ts';
import type { Problem } from './problems.ts';
import type { Entry, Tree } from './tree.ts';
import { displayText } from './wording.ts';

/** Limit for the nodes that aliases add. It stops aliases that multiply (a "billion laughs"). */
const maxCopied = 50_000;
const maxLevels = 100;

/** The content of a file; no tree if it couldn't be read to the end. */
export interface Found {
  readonly tree?: Tree;
  readonly problems: readonly Problem[];
}

/** A tree with its size after its aliases are expanded. */
interface SizedTree {
  readonly tree: Tree;
  readonly values: number;
  readonly levels: number;
}

/** Stops reading, because the rest would take too long. */
class TooLarge extends Error {}

/** Tags of plain data (YAML 1.2, core schema). They change nothing. */
const plainTags = new Set(['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map(coreTag));

function coreTag(name: string): string {
  return `tag:yaml.org,2002:${name}`;
}

/**
 * Converts YAML nodes to a tree. Resolves anchors and aliases, and collects everything that isn't plain data as a
 * problem.
 */
export class TreeReader {
  readonly #position: (offset: number) => Position;
  readonly #problems: Problem[] = [];
  readonly #anchors = new Map<string, SizedTree>();
  #written = 0;

  constructor(position: (offset: number) => Position) {
    this.#position = position;
  }

  readAll(contents: Node): Found {
    try {
      const { tree } = this.#read(contents);
      return { tree, problems: this.#problems };
    } catch (error) {
      if (error instanceof TooLarge) return { problems: this.#problems };
      throw error;
    }
  }

  #read(node: Node | null | undefined, nowhere?: Position): SizedTree {
    const at = node?.range ? this.#position(node.range[0]) : (nowhere ?? this.#position(0));
    if (isAlias(node)) {
      const target = this.#anchors.get(node.source);
      if (target) return target;
      return this.#scalar(
        at,
        null,
        `the alias *${displayText(node.source)} has no anchor before it; put text that begins with * in quotes`,
      );
    }
    const weighed = this.#plain(node, at);
    if (node?.anchor) this.#anchors.set(node.anchor, weighed);
    return weighed;
  }

  #plain(node: Node | null | undefined, at: Position): SizedTree {
    this.#written += 1;
    if (node?.tag && !plainTags.has(node.tag))
      return this.#scalar(at, null, "tags (!…) aren't supported; put text that begins with ! in quotes");
    if (isMap(node)) return this.#map(node, at);
    if (isSeq(node)) {
      const items = this.#children(node.items as Node[], at, (item) => this.#read(item, at));
      return this.#weigh({ kind: 'list', at, items: items.map(({ tree }) => tree) }, items);
    }
    const value = isScalar(node) ? node.value : null;
    if (
      value === null ||
      typeof value === 'string' ||
      typeof value === 'number' ||
      typeof value === 'boolean'
    )
      return this.#scalar(at, value);
    return this.#scalar(at, null, 'only text, numbers, true, false and null are allowed here');
  }

  #map(node: YAMLMap, at: Position): SizedTree {
    const entries = new Map<string, Entry>();
    const children = this.#children(node.items as Pair<Node | null, Node | null>[], at, ({ key, value }) => {
      const keyAt = key?.range ? this.#position(key.range[0]) : at;
      const child = this.#read(value, keyAt);
      const name = this.#key(key, keyAt, entries);
      if (name !== undefined) entries.set(name, { keyAt, value: child.tree });
      return child;
    });
    return this.#weigh({ kind: 'map', at, entries }, children);
  }

  #key(key: Node | null, at: Position, entries: ReadonlyMap<string, Entry>): string | undefined {
    const name = isScalar(key) && key.value !== null ? String(key.source ?? key.value) : undefined;
    if (name === undefined) return this.#problem(at, 'a key must be text; put it in quotes');
    if (name === '__proto__')
      return this.#problem(at, '"__proto__" isn\'t allowed as a name; choose another');
    if (name === '<<' && isScalar(key) && key.type === 'PLAIN')
      return this.#problem(
        at,
        'YAML 1.2 has no merge keys (<<); write the fields out, or use environments for what differs',
      );
    if (entries.has(name)) {
      const first = entries.get(name)?.keyAt.line;
      return this.#problem(
        at,
        `"${displayText(name)}" appears twice in this map, first on line ${first}; keep one`,
      );
    }
    return name;
  }

  #children<T>(nodes: readonly T[], at: Position, read: (node: T) => SizedTree): readonly SizedTree[] {
    let values = 0;
    return nodes.map((node) => {
      const child = read(node);
      values += child.values;
      if (this.#isTooLarge(values)) this.#tooLarge(at);
      return child;
    });
  }

  #weigh(tree: Tree, children: readonly SizedTree[]): SizedTree {
    let values = 1;
    let levels = 0;
    for (const child of children) {
      values += child.values;
      levels = Math.max(levels, child.levels);
    }
    if (this.#isTooLarge(values) || levels >= maxLevels) this.#tooLarge(tree.at);
    return { tree, values, levels: levels + 1 };
  }

  #isTooLarge(values: number): boolean {
    return values > this.#written + maxCopied;
  }

  #tooLarge(at: Position): never {
    this.#problem(at, 'the file is too large with its aliases expanded; remove aliases');
    throw new TooLarge();
  }

  #scalar(at: Position, value: string | number | boolean | null, problem?: string): SizedTree {
    if (problem !== undefined) this.#problem(at, problem);
    return { tree: { kind: 'scalar', at, value }, values: 1, levels: 0 };
  }

  #problem(at: Position, message: string): undefined {
    this.#problems.push({ severity: 'error', at, message });
    return undefined;
  }
}
