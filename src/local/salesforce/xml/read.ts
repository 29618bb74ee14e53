import { decodeText, isName } from './text.ts';

/** A parsed element. Line and column count from 1. */
export interface XmlElement {
  readonly name: string;
  /** Namespace URI; empty without one. */
  readonly namespace: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** The text directly in it, with entities replaced. */
  readonly text: string;
  /** The end of its start tag, as a streaming parser reports it. */
  readonly line: number;
  readonly column: number;
}

/** Not well-formed, or not allowed here. The message is that of Salesforce's parser (Xerces). */
export class XmlError extends Error {
  readonly line: number;
  readonly column: number;

  constructor(message: string, line: number, column: number) {
    super(message);
    this.name = 'XmlError';
    this.line = line;
    this.column = column;
  }
}

const MAX_DEPTH = 64;
const INCOMPLETE = 'XML document structures must start and end within the same entity.';

interface Open {
  readonly qualified: string;
  readonly name: string;
  readonly namespace: string;
  readonly attributes: Record<string, string>;
  readonly children: XmlElement[];
  readonly scope: Readonly<Record<string, string>>;
  readonly end: number;
  text: string;
}

/**
 * Parses a document strictly: no DOCTYPE (so no custom entities), no undeclared prefix, nothing after the root.
 * Drops comments and processing instructions. Throws XmlError.
 */
export const readXml = (source: string): XmlElement => {
  const text = source.startsWith('\uFEFF') ? source.slice(1) : source;
  const position = locator(text);
  const fail = (message: string, offset: number): never => {
    const { line, column } = position(offset);
    throw new XmlError(message, line, column);
  };
  const stack: Open[] = [];
  let root: XmlElement | undefined;
  let at = 0;
  if (/^<\?xml\s/.test(text)) {
    at = text.indexOf('?>');
    if (at < 0) fail(INCOMPLETE, text.length);
    const encoding = /\sencoding\s*=\s*["']([^"']*)["']/.exec(text.slice(0, at))?.[1];
    if (encoding !== undefined && encoding.toUpperCase() !== 'UTF-8')
      fail(`The encoding "${encoding}" is not supported.`, at);
    at += 2;
  }
  while (at < text.length) {
    const open = text.indexOf('<', at);
    const end = open < 0 ? text.length : open;
    if (end > at) {
      const data = text.slice(at, end);
      const top = stack.at(-1);
      if (top === undefined) {
        const stray = data.search(/[^ \t\r\n]/);
        if (stray >= 0)
          fail(
            root ? 'Content is not allowed in trailing section.' : 'Content is not allowed in prolog.',
            at + stray,
          );
      } else top.text += decodeText(data, (message, offset) => fail(message, at + offset));
    }
    if (open < 0) break;
    if (text.startsWith('<!--', open)) at = comment(text, open, fail);
    else if (text.startsWith('<![CDATA[', open)) {
      const close = text.indexOf(']]>', open);
      const top = stack.at(-1);
      if (close < 0 || top === undefined) return fail(INCOMPLETE, open);
      top.text += text.slice(open + 9, close);
      at = close + 3;
    } else if (text.startsWith('<!', open))
      fail(
        'DOCTYPE is disallowed when the feature "http://apache.org/xml/features/disallow-doctype-decl" set to true.',
        open,
      );
    else if (text.startsWith('<?', open)) {
      const close = text.indexOf('?>', open);
      if (close < 0) fail(INCOMPLETE, open);
      if (/^<\?xml[\s?]/i.test(text.slice(open, open + 6)))
        fail('The processing instruction target matching "[xX][mM][lL]" is not allowed.', open);
      at = close + 2;
    } else if (text[open + 1] === '/') {
      const close = text.indexOf('>', open);
      const top = stack.pop();
      if (close < 0 || top === undefined) return fail(INCOMPLETE, open);
      if (text.slice(open + 2, close).trimEnd() !== top.qualified)
        fail(
          `The element type "${top.qualified}" must be terminated by the matching end-tag "</${top.qualified}>".`,
          open + 2,
        );
      root = attach(stack, finish(top, position), root);
      at = close + 1;
    } else {
      if (root !== undefined && stack.length === 0)
        fail('The markup in the document following the root element must be well-formed.', open);
      const { element, next, closed } = startTag(text, open, stack.at(-1)?.scope ?? {}, fail);
      if (stack.length >= MAX_DEPTH) fail(`The document is nested deeper than ${MAX_DEPTH} elements.`, open);
      if (closed) root = attach(stack, finish(element, position), root);
      else stack.push(element);
      at = next;
    }
  }
  if (stack.length > 0 || root === undefined) return fail(INCOMPLETE, text.length);
  return root;
};

type Fail = (message: string, offset: number) => never;

const comment = (text: string, open: number, fail: Fail): number => {
  const dashes = text.indexOf('--', open + 4);
  if (dashes < 0) return fail(INCOMPLETE, open);
  if (text[dashes + 2] !== '>') fail('The string "--" is not permitted within comments.', dashes);
  return dashes + 3;
};

const ATTRIBUTE = /\s+([^\s=>/]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;

const startTag = (text: string, open: number, outer: Readonly<Record<string, string>>, fail: Fail) => {
  const qualified = nameAt(text, open + 1);
  if (!isName(qualified))
    fail('The content of elements must consist of well-formed character data or markup.', open);
  const attributes: Record<string, string> = {};
  const scope = { ...outer };
  let at = open + 1 + qualified.length;
  for (;;) {
    ATTRIBUTE.lastIndex = at;
    const found = ATTRIBUTE.exec(text);
    if (found === null) break;
    const name = found[1] as string;
    if (!isName(name) || Object.hasOwn(attributes, name))
      fail(`Attribute "${name}" was already specified for element "${qualified}".`, at);
    const value = decodeText(found[2] ?? found[3] ?? '', (message) => fail(message, at));
    attributes[name] = value;
    if (name === 'xmlns') scope[''] = value;
    else if (name.startsWith('xmlns:')) scope[name.slice(6)] = value;
    at = ATTRIBUTE.lastIndex;
  }
  const rest = /^\s*(\/?)>/.exec(text.slice(at, at + 64));
  if (rest === null)
    return fail(
      `Element type "${qualified}" must be followed by either attribute specifications, ">" or "/>".`,
      at,
    );
  const end = at + rest[0].length;
  const [prefix, local] = qualified.includes(':') ? splitName(qualified) : ['', qualified];
  const namespace = scope[prefix] ?? '';
  if (prefix !== '' && namespace === '')
    fail(`The prefix "${prefix}" for element "${qualified}" is not bound.`, end);
  const element: Open = { qualified, name: local, namespace, attributes, children: [], scope, end, text: '' };
  return { element, next: end, closed: rest[1] === '/' };
};

const nameAt = (text: string, at: number): string => {
  const found = /[^\s/>]+/y;
  found.lastIndex = at;
  return found.exec(text)?.[0] ?? '';
};

const splitName = (qualified: string): [string, string] => {
  const colon = qualified.indexOf(':');
  return [qualified.slice(0, colon), qualified.slice(colon + 1)];
};

const finish = (open: Open, position: (offset: number) => { line: number; column: number }): XmlElement => {
  const { name, namespace, attributes, children, text } = open;
  return { name, namespace, attributes, children, text, ...position(open.end) };
};

const attach = (
  stack: readonly Open[],
  element: XmlElement,
  root: XmlElement | undefined,
): XmlElement | undefined => {
  const parent = stack.at(-1);
  if (parent === undefined) return element;
  parent.children.push(element);
  return root;
};

/** Line and column by offset. Line starts are computed once, on first use. */
const locator = (text: string): ((offset: number) => { line: number; column: number }) => {
  let starts: number[] | undefined;
  return (offset) => {
    if (starts === undefined) {
      starts = [0];
      for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
    }
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] as number) + 1 };
  };
};
