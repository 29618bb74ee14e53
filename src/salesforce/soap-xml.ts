import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** An element of a SOAP answer, without namespace prefixes. Its text is not trimmed; references are decoded. */
export interface SoapElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly SoapElement[];
  /** Empty if the element has children. */
  readonly text: string;
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  removeNSPrefix: true,
  trimValues: false,
  parseTagValue: false,
  parseAttributeValue: false,
  // Without this, &#39; and similar references aren't decoded.
  htmlEntities: true,
});

type ParsedNode = Readonly<Record<string, readonly ParsedNode[] | string | Readonly<Record<string, string>>>>;

/** Parses a document and returns its root element. Throws an Error if it isn't well-formed or has a DOCTYPE. */
export function parseXml(text: string): SoapElement {
  if (/<!DOCTYPE/i.test(text)) throw new Error("a DOCTYPE isn't allowed");
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw new Error(valid.err.msg);
  const root = elementsIn(parser.parse(text))[0];
  if (root === undefined) throw new Error('no element');
  return root;
}

function elementsIn(nodes: readonly ParsedNode[]): SoapElement[] {
  return nodes.flatMap((node) => {
    const name = Object.keys(node).find((key) => key !== ':@');
    if (name === undefined || name === '#text' || name.startsWith('?')) return [];
    const inside = node[name] as readonly ParsedNode[];
    const children = elementsIn(inside);
    const text = children.length > 0 ? '' : inside.map((part) => part['#text'] ?? '').join('');
    return [{ name, attributes: (node[':@'] ?? {}) as Record<string, string>, children, text }];
  });
}

export function childOf(element: SoapElement | undefined, name: string): SoapElement | undefined {
  return element?.children.find((child) => child.name === name);
}

export function childrenOf(element: SoapElement | undefined, name: string): readonly SoapElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

/** The text of a child; undefined if absent or nil. */
export function textOf(element: SoapElement | undefined, name: string): string | undefined {
  const child = childOf(element, name);
  return child === undefined || isNil(child) ? undefined : child.text;
}

/** An element as plain data: null for nil, its text, or its children by name; repeated children become a list. */
export function plainOf(element: SoapElement): unknown {
  if (isNil(element)) return null;
  if (element.children.length === 0) return element.text;
  const fields = new Map<string, unknown[]>();
  for (const child of element.children)
    fields.set(child.name, [...(fields.get(child.name) ?? []), plainOf(child)]);
  return Object.fromEntries([...fields].map(([name, all]) => [name, all.length === 1 ? all[0] : all]));
}

/** `xsi:nil` */
export function isNil(element: SoapElement): boolean {
  return element.attributes.nil === 'true' || element.attributes.nil === '1';
}
