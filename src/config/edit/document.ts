import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  type Node,
  type Pair,
  parseDocument,
  visit,
  YAMLMap,
} from 'yaml';
import type { ConfigPath } from '../tree.ts';
import { keepLines } from './keep-lines.ts';

type Entry = Pair<Node, Node | null>;

/**
 * The text of a config, editable by path. Comments, order and everything else stay unchanged. `parseConfig` must
 * accept the text.
 */
export class EditableConfig {
  readonly #original: string;
  readonly #document: Document;
  readonly #shortKeyAt: (path: ConfigPath) => string | undefined;
  #touched = false;

  /** `shortKeyAt` returns the key whose value a scalar at that path is. */
  constructor(text: string, shortKeyAt: (path: ConfigPath) => string | undefined = () => undefined) {
    this.#shortKeyAt = shortKeyAt;
    this.#original = text;
    this.#document = parseDocument(text.replace(/^\uFEFF/, ''), { uniqueKeys: false, merge: false });
  }

  /** Sets the value (plain data) at a path of keys. Creates missing maps on the way. */
  set(path: ConfigPath, value: unknown): void {
    this.#touched = true;
    const [keys, last] = [path.slice(0, -1).map(String), String(path.at(-1))];
    let map = this.#root();
    for (const [index, key] of keys.entries()) {
      const entry = find(map, key);
      const below = entry && this.#own(entry);
      if (isMap(below)) {
        map = below as YAMLMap;
        continue;
      }
      const short = this.#shortKeyAt(path.slice(0, index + 1));
      if (short !== undefined && isScalar(below) && below.value !== null) {
        const isItself = index === keys.length - 1 && last === short;
        if (isItself && (typeof value !== 'object' || value === null)) {
          this.#put(map, key, value);
          return;
        }
        this.#put(map, key, { [short]: below.value });
        map = find(map, key)?.value as unknown as YAMLMap;
        continue;
      }
      const rest = [...keys.slice(index + 1), last].reduceRight<unknown>(
        (inner, name) => ({ [name]: inner }),
        value,
      );
      this.#put(map, key, rest);
      return;
    }
    this.#put(map, last, value);
  }

  /** Deletes the value at a path, and maps above it that become empty. */
  delete(path: ConfigPath): void {
    const maps: [YAMLMap, string][] = [];
    let map: unknown = this.#root();
    for (const key of path.map(String)) {
      if (!isMap(map)) return;
      const entry = find(map as YAMLMap, key);
      if (!entry) return;
      maps.push([map as YAMLMap, key]);
      map = this.#own(entry);
    }
    for (const [above, key] of maps.reverse()) {
      const entry = find(above, key);
      const left = entry?.value;
      if (entry === undefined || (above !== maps[0]?.[0] && isMap(left) && left.items.length > 0)) return;
      this.#touched = true;
      this.#freeAnchors(left);
      above.items.splice(above.items.indexOf(entry), 1);
    }
  }

  /** The current text, identical to the original if nothing changed. */
  text(): string {
    if (!this.#touched) return this.#original;
    const options = formatOf(this.#original);
    const untouched = parseDocument(this.#original.replace(/^\uFEFF/, ''), {
      uniqueKeys: false,
      merge: false,
    });
    const edited = withoutListPadding(this.#document.toString(options), this.#original);
    return keepLines(this.#original, withoutListPadding(untouched.toString(options), this.#original), edited);
  }

  #root(): YAMLMap {
    if (!isMap(this.#document.contents)) this.#document.contents = new YAMLMap() as never;
    return this.#document.contents as unknown as YAMLMap;
  }

  #put(map: YAMLMap, key: string, value: unknown): void {
    const entry = find(map, key);
    const existing = entry?.value;
    if (isScalar(existing) && (typeof value !== 'object' || value === null)) {
      existing.value = value;
      return;
    }
    const node = this.#document.createNode(value) as Node;
    useOneLine(node);
    if (entry === undefined) {
      const name = this.#document.createNode(key) as Node & { spaceBefore?: boolean };
      // Separate the sections of a file by a blank line.
      if (map === this.#document.contents && map.items.length > 1) name.spaceBefore = true;
      const pair = this.#document.createPair(name, node) as never;
      map.items.splice(map === this.#document.contents ? placeOf(key, map) : map.items.length, 0, pair);
      return;
    }
    this.#freeAnchors(existing);
    if (isCollection(existing) && isCollection(node)) {
      if (existing.flow !== undefined) node.flow = existing.flow;
      if (existing.commentBefore != null) node.commentBefore = existing.commentBefore;
    }
    if (existing?.comment != null) node.comment = existing.comment;
    entry.value = node;
  }

  /** Makes the value of an entry editable: copies it if it is an alias, and detaches it if aliases refer to it. */
  #own(entry: Entry): Node | null {
    const { value } = entry;
    if (isAlias(value)) {
      const copy = value.resolve(this.#document)?.clone() as Node | undefined;
      if (copy === undefined) return null;
      withoutAnchors(copy);
      entry.value = copy;
      return copy;
    }
    const anchor = (value as { anchor?: string } | null)?.anchor;
    if (anchor !== undefined) this.#copyFor([anchor]);
    return value;
  }

  /** Aliases may refer to the node that is about to be deleted. */
  #freeAnchors(node: unknown): void {
    const anchors: string[] = [];
    const collect = (_key: unknown, inner: unknown) => {
      const { anchor } = inner as { anchor?: string };
      if (anchor !== undefined) anchors.push(anchor);
    };
    if (isScalar(node) || isCollection(node)) visit(node as Node, { Scalar: collect, Collection: collect });
    if (anchors.length > 0) this.#copyFor(anchors);
  }

  #copyFor(anchors: readonly string[]): void {
    visit(this.#document as never, {
      Alias: (_key, alias) => {
        if (!anchors.includes(alias.source)) return undefined;
        const copy = alias.resolve(this.#document)?.clone() as Node | undefined;
        if (copy === undefined) return undefined;
        withoutAnchors(copy);
        return copy;
      },
    });
  }
}

/** Sections at the end of a file. */
const lastSections = ['removed', 'environments'];

/** Position of a new section: before the final ones, unless it is one of those. */
function placeOf(key: string, map: YAMLMap): number {
  const rank = lastSections.indexOf(key);
  const later = lastSections.slice(rank + 1);
  const index = (map.items as Entry[]).findIndex(
    ({ key: name }) => isScalar(name) && later.includes(String(name.value)),
  );
  return index === -1 ? map.items.length : index;
}

/** Finds keys as `parseConfig` reads them, by their source text. */
function find(map: YAMLMap, key: string): Entry | undefined {
  return (map.items as Entry[]).find(
    ({ key: name }) => isScalar(name) && String(name.source ?? name.value) === key,
  );
}

function withoutAnchors(node: Node): void {
  const strip = (_key: unknown, inner: unknown) => {
    delete (inner as { anchor?: string }).anchor;
  };
  visit(node, { Scalar: strip, Collection: strip });
}

/** Longer lists and maps are easier to read on several lines. */
const maxLineLength = 100;

/** Puts lists of words and long forms of a value on one line, as people write them. */
function useOneLine(node: Node): void {
  visit(node, {
    Map: (_key, map) => {
      const items = map.items as Entry[];
      const texts = items.map(({ value }) => (isScalar(value) ? String(value.value) : undefined));
      const isLongForm = items.some(({ key }) => isScalar(key) && key.value === 'value');
      const isShort = texts.every((text) => text !== undefined && !text.includes('\n'));
      if (isLongForm && isShort && texts.join().length <= maxLineLength) map.flow = true;
    },
    Seq: (_key, list) => {
      if (list.items.every((item) => isScalar(item))) list.flow = true;
    },
  });
}

/** Detects the layout of the file, so that additions look like the rest. */
function formatOf(text: string) {
  const indent = /^( +)[^\s#-]/m.exec(text)?.[1]?.length ?? 2;
  const flush = /^( *)[^\s#-][^\n]*:[ \t]*\r?\n\1- /m.test(text);
  const plain = text.replaceAll(/\$\{[^}\n]*\}/g, '');
  const [padded, tight] = [/\{ /g, /\{[^\s}]/g].map((brace) => plain.match(brace)?.length ?? 0) as [
    number,
    number,
  ];
  return {
    lineWidth: 0,
    indent: Math.min(Math.max(indent, 1), 8),
    indentSeq: !flush,
    flowCollectionPadding: padded >= tight,
  };
}

/** Pads braces but not brackets. The library only supports both or neither. */
function withoutListPadding(text: string, original: string): string {
  if (/: \[ /.test(original)) return text;
  return text.replace(/^(\s*(?:- )?[\w".'-]+: )\[ (.*) \]$/gm, '$1[$2]');
}
