import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  visit,
} from 'yaml';
import type { ConfigPath } from '../tree.ts';

/** What the formatter knows about a file beyond YAML. */
export interface FormatRules {
  /** The fields allowed at a path, in reading order; undefined if the keys are user-defined names. */
  readonly fieldsAt: (path: ConfigPath) => readonly string[] | undefined;
  /** The only key of a map that can be written as its value alone. */
  readonly shortKeyAt: (path: ConfigPath) => string | undefined;
}

/** A longer list or map is split over several lines. */
const maxLineLength = 100;

type Entry = Pair<Node, Node | null>;

/**
 * Formats a config in the standard layout: order of fields, two spaces, blank lines between sections, short forms.
 * Comments keep their places. User-defined names keep their order, because that of headers and claims matters.
 */
export function formatted(text: string, rules: FormatRules): string {
  const document = parseDocument(text.replace(/^\uFEFF/, ''), { uniqueKeys: false, merge: false });
  const root = document.contents;
  const first = isMap(root) ? (root.items as Entry[])[0] : undefined;
  formatNode(root, [], rules, hasAliases(document));
  if (isMap(root)) {
    const entries = root.items as Entry[];
    // A comment at the top of a file is about the file.
    if (first && first !== entries[0]) keepTopComment(document, first.key as Commented);
    for (const [index, { key }] of entries.entries()) (key as Commented).spaceBefore = index > 0;
  }
  const options = { lineWidth: 0, indent: 2, indentSeq: true, flowCollectionPadding: true };
  return withoutListPadding(besideTheirKeys(document.toString(options), text));
}

/** The comments and blank lines that YAML's library attaches to a node. */
interface Commented {
  commentBefore?: string | null;
  spaceBefore?: boolean;
}

function keepTopComment(document: Document, key: Commented): void {
  if (!key.commentBefore) return;
  document.commentBefore = [document.commentBefore, key.commentBefore].filter(Boolean).join('\n\n');
  key.commentBefore = null;
}

/** The library moves a comment beside the key of a map to the next line. This moves it back. */
function besideTheirKeys(printed: string, original: string): string {
  const inlineComments = new Set(
    [...original.matchAll(/:[ \t]+(#.*?)[ \t]*$/gm)].map(([, comment]) => comment),
  );
  return printed.replace(/:\n +(#.*)(?=\n +[^\s#])/g, (all, comment: string) =>
    inlineComments.has(comment) ? `: ${comment}` : all,
  );
}

/** Maps on one line have spaces inside their braces. Lists don't. */
function withoutListPadding(printed: string): string {
  return printed.replace(/^(\s*(?:- )?[\w".'-]+: )\[ (.*?) \](?= *(?:#.*)?$)/gm, '$1[$2]');
}

function formatNode(node: unknown, path: ConfigPath, rules: FormatRules, keepsOrder: boolean): void {
  if (isSeq(node))
    for (const [index, item] of node.items.entries()) formatNode(item, [...path, index], rules, keepsOrder);
  if (isMap(node)) {
    const entries = node.items as Entry[];
    for (const entry of entries) {
      const here = [...path, nameOf(entry)];
      formatNode(entry.value, here, rules, keepsOrder);
      entry.value = short(entry.value, rules.shortKeyAt(here));
    }
    const fields = rules.fieldsAt(path);
    // An anchor must come before its aliases.
    if (fields && !keepsOrder) node.items = sortFields(entries, fields) as never;
  }
  if (isCollection(node) && node.flow && lengthOf(node) > maxLineLength) node.flow = false;
}

/** Unknown fields, which `validate` reports, go last in their current order. */
function sortFields(entries: readonly Entry[], fields: readonly string[]): readonly Entry[] {
  const rank = (entry: Entry) => {
    const index = fields.indexOf(nameOf(entry));
    return index === -1 ? fields.length : index;
  };
  return entries.toSorted((left, right) => rank(left) - rank(right));
}

function short(value: Node | null, key: string | undefined): Node | null {
  if (key === undefined || !isMap(value) || value.items.length !== 1 || hasComments(value)) return value;
  const [only] = value.items as Entry[];
  if (only === undefined || nameOf(only) !== key || !isScalar(only.value) || only.value.value === null)
    return value;
  return (value as { anchor?: string }).anchor === undefined ? only.value : value;
}

function nameOf({ key }: Entry): string {
  return isScalar(key) ? String(key.source ?? key.value) : '';
}

function hasComments(node: Node): boolean {
  let found = false;
  visit(node, {
    Node: (_key, inner) => {
      const { comment, commentBefore } = inner as { comment?: string | null; commentBefore?: string | null };
      if (comment || commentBefore) found = true;
    },
  });
  return found;
}

function hasAliases(document: Document): boolean {
  let found = false;
  visit(document as never, {
    Node: (_key, node) => {
      if (isAlias(node)) found = true;
    },
  });
  return found;
}

function lengthOf(node: { toJSON(): unknown }): number {
  return JSON.stringify(node.toJSON()).length;
}
