import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { XmlElement } from './component.ts';
import { messages } from './problems.ts';
import { unwritable } from './xml-writer.ts';

/** Why a file could not be read; `fromXml` says which file. */
export class UnreadableXml extends Error {}

// Entities are decoded here: the parser either leaves numeric ones alone or decodes all of HTML's.
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
 * Reads XML as strictly as the Metadata API: well-formed, no DOCTYPE, values exactly as they are written. Comments,
 * processing instructions and attributes are passed over.
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

/** The five entities of XML and the numeric ones; any other is an error, as XML has it. */
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
