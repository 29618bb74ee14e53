import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { XmlElement } from './component.ts';
import { messages } from './problems.ts';
import { unwritable } from './xml-writer.ts';

/** Why a file couldn't be read. `fromXml` adds the file's name. */
export class UnreadableXml extends Error {}

// Entities are decoded here, because the parser either ignores numeric ones or decodes all of HTML's.
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  cdataPropName: '#cdata',
  commentPropName: '#comment',
});

/**
 * Parses XML as strictly as the Metadata API: well-formed, no DOCTYPE, exact values. Ignores comments, processing
 * instructions and attributes.
 *
 * @throws UnreadableXml
 */
export function parseXml(text: string): XmlElement {
  if (/<!DOCTYPE/i.test(text.replace(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>/g, ''))) {
    throw new UnreadableXml(messages.noDoctype);
  }
  const valid = XMLValidator.validate(text);
  if (valid !== true) {
    throw new UnreadableXml(messages.notXml(`${valid.err.msg.replace(/\.$/, '')} (line ${valid.err.line})`));
  }
  const roots = parse(text).filter((node) => isElement(nameOf(node)));
  const [root] = roots;
  if (root === undefined || roots.length > 1)
    throw new UnreadableXml(messages.notXml('it has no single root'));
  return element(root);
}

/** A node of fast-xml-parser's ordered output: one key, and `:@` for attributes. */
type Node = Readonly<Record<string, readonly Node[]>> & { readonly ':@'?: Readonly<Record<string, string>> };

function parse(text: string): readonly Node[] {
  try {
    return parser.parse(text) as readonly Node[];
  } catch (error) {
    throw new UnreadableXml(messages.notXml(error instanceof Error ? error.message : String(error)));
  }
}

function nameOf(node: Node): string {
  return Object.keys(node).find((key) => key !== ':@') ?? '#text';
}

function isElement(name: string): boolean {
  return !name.startsWith('#') && !name.startsWith('?');
}

function element(node: Node): XmlElement {
  const name = nameOf(node);
  const nodes = node[name] ?? [];
  const children = nodes.filter((child) => isElement(nameOf(child)));
  const text = nodes.map(textOf).join('');
  if (children.length === 0) return { name, content: text };
  if (text.trim() !== '') throw new UnreadableXml(messages.notElements(name));
  return { name, content: children.map(element) };
}

function textOf(node: Node): string {
  const name = nameOf(node);
  if (name === '#text') return decode(String(node['#text'] ?? ''));
  return name === '#cdata' ? (node['#cdata'] ?? []).map((part) => String(part['#text'] ?? '')).join('') : '';
}

const named = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** Decodes the five entities of XML and numeric ones. Any other is an error, as XML requires. */
function decode(text: string): string {
  return text.replace(/&([^;\s&]*);?/g, (whole, name: string) => {
    const number = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(name);
    const code = number ? Number.parseInt(number[1] ?? number[2] ?? '', number[1] ? 16 : 10) : undefined;
    const character =
      code === undefined ? named.get(name) : code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
    if (character === undefined || unwritable(character) !== undefined || !whole.endsWith(';')) {
      throw new UnreadableXml(messages.notXml(`the entity ${whole} is not known`));
    }
    return character;
  });
}
