import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { Position } from '../errors.ts';
import type { Problem } from './problems.ts';
import type { Entry, Tree } from './tree.ts';

/** More nodes than a person writes: aliases that multiply (a "billion laughs") end here. */
const mostNodes = 100_000;

/** YAML 1.2 read into a tree with positions; everything that is not plain data is a problem. */
export function parseYaml(
  text: string,
  file: string,
): { readonly tree?: Tree; readonly problems: readonly Problem[] } {
  const lines = new LineCounter();
  const document = parseDocument(text.replace(/^\uFEFF/, ''), {
    lineCounter: lines,
    prettyErrors: false,
    merge: false,
  });
  const position = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const problems = document.errors.map((error): Problem => {
    const problem =
      yamlWords[error.code] ?? error.message.split('\n', 1)[0]?.replace(/\.$/, '') ?? 'unreadable';
    return { severity: 'error', at: position(error.pos[0]), message: `this is not valid YAML: ${problem}` };
  });
  if (problems.length > 0) return { problems };
  if (document.contents === null) {
    return {
      problems: [
        {
          severity: 'error',
          at: position(0),
          message: 'the file is empty; `keyway init` writes a first one',
        },
      ],
    };
  }
  try {
    return { tree: new Reader(document, position).read(document.contents), problems };
  } catch (error) {
    if (error instanceof NotPlain)
      return { problems: [{ severity: 'error', at: error.at, message: error.message }] };
    throw error;
  }
}

/** The library's commonest errors in words that say what to do. */
const yamlWords: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'the same key stands twice in one map; keep one of them',
  TAB_AS_INDENT: 'a tab indents this line; use spaces',
  BAD_INDENT: 'the indentation does not fit; line it up with its neighbours',
  MULTIPLE_DOCS: 'the file holds several documents; keep one',
  MISSING_CHAR: 'a character is missing here, a closing quote or bracket or the colon after a key',
};

class NotPlain extends Error {
  readonly at: Position;
  constructor(at: Position, message: string) {
    super(message);
    this.at = at;
  }
}

class Reader {
  readonly #document: Document;
  readonly #position: (offset: number) => Position;
  #count = 0;

  constructor(document: Document, position: (offset: number) => Position) {
    this.#document = document;
    this.#position = position;
  }

  read(node: Node | null): Tree {
    const at = this.#position(node?.range?.[0] ?? 0);
    this.#count += 1;
    if (this.#count > mostNodes)
      throw new NotPlain(at, 'the file, with its aliases written out, is too large');
    if (node === null) return { kind: 'scalar', at, value: null };
    if (isAlias(node)) {
      const target = node.resolve(this.#document);
      if (!target) throw new NotPlain(at, `the alias *${node.source} has no anchor before it`);
      return this.read(target);
    }
    if (isScalar(node)) return this.#scalar(node.value, at);
    if (isSeq(node))
      return { kind: 'list', at, items: node.items.map((item) => this.read(item as Node | null)) };
    if (!isMap(node))
      throw new NotPlain(at, 'only maps, lists, text, numbers, true, false and null can stand here');
    const entries = new Map<string, Entry>();
    for (const { key, value } of node.items) {
      const keyAt = this.#position((key as Node | null)?.range?.[0] ?? node.range?.[0] ?? 0);
      const name = isScalar(key) && key.value !== null ? String(key.source ?? key.value) : undefined;
      if (name === undefined) throw new NotPlain(keyAt, 'a key must be text');
      const tree = value ? this.read(value as Node) : ({ kind: 'scalar', at: keyAt, value: null } as const);
      entries.set(name, { keyAt, value: tree });
    }
    return { kind: 'map', at, entries };
  }

  #scalar(value: unknown, at: Position): Tree {
    if (
      value === null ||
      typeof value === 'string' ||
      typeof value === 'number' ||
      typeof value === 'boolean'
    ) {
      return { kind: 'scalar', at, value };
    }
    throw new NotPlain(at, 'only text, numbers, true, false and null can stand here');
  }
}
