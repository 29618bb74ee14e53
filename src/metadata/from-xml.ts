import { KeywayError } from '../errors/index.ts';
import type { ForeignElement, MetadataComponent, XmlElement } from './component.ts';
import { absentValue } from './fields.ts';
import type { MetadataType } from './metadata-type.ts';
import { messages } from './problems.ts';
import { rootOf } from './to-xml.ts';
import { parseXml, UnreadableXml } from './xml-reader.ts';
import { checkValues, childrenOf, childText, foreignElement, readElements } from './xml-values.ts';

/**
 * Parses a component from the file that an org returned, given as text or as its root element. Drops any secrets in
 * it. Keeps unknown elements in `foreign`.
 *
 * @throws KeywayError `UnreadableMetadata`, with the type, the name and the reason
 */
export function fromXml(type: MetadataType, fullName: string, xml: string | XmlElement): MetadataComponent {
  try {
    return read(type, fullName, rootElements(type, fullName, xml));
  } catch (error) {
    if (!(error instanceof UnreadableXml)) throw error;
    throw new KeywayError('UnreadableMetadata', `${type.type} ${fullName} cannot be read: ${error.message}`, {
      data: { type: type.type, fullName },
    });
  }
}

function rootElements(type: MetadataType, fullName: string, xml: string | XmlElement): readonly XmlElement[] {
  const root = typeof xml === 'string' ? parseXml(xml) : xml;
  const name = root.name.replace(/^.*:/, '');
  const expected = rootOf(type);
  if (name !== expected) throw new UnreadableXml(messages.wrongRoot(expected, name));
  const own = childText(root, 'fullName');
  if (own !== undefined && own !== fullName) throw new UnreadableXml(messages.otherName(own));
  return childrenOf(root).filter((child) => child.name !== 'fullName' && !type.belongsToOrg?.(child));
}

function read(type: MetadataType, fullName: string, elements: readonly XmlElement[]): MetadataComponent {
  const secrets = type.fields.filter(({ secret }) => secret).map(({ element }) => element);
  const withheld = elements.filter(({ name, content }) => secrets.includes(name) && content !== '');
  const aside = elements.flatMap((element) => setAside(type, element));
  const apart = new Set<XmlElement>([...withheld, ...aside.map(({ element }) => element)]);
  const { values, foreign } = readElements(
    elements.filter((element) => !apart.has(element)),
    type.shape,
  );
  checkValues(values, type.shape, type.required);
  return {
    type: type.type,
    fullName,
    metadata: { ...impliedValues(type), ...values },
    origins: new Map(),
    foreign: [...aside, ...foreign],
    withheld: withheld.map(({ name }) => name),
    readBack: readBack(type, withheld),
  };
}

function readBack({ fields }: MetadataType, withheld: readonly XmlElement[]): ReadonlyMap<string, string> {
  const names = fields.filter((field) => field.readBack).map(({ element }) => element);
  return new Map(
    withheld.flatMap(({ name, content }) =>
      names.includes(name) && typeof content === 'string' ? [[name, content]] : [],
    ),
  );
}

/** Values of the elements that a file always leaves out. */
function impliedValues({ fields }: MetadataType): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    fields.filter(({ omitsAbsent }) => omitsAbsent).map((field) => [field.element, absentValue(field)]),
  );
}

/** Repeated elements of a known shape but of a kind that keyway doesn't write. */
function setAside({ parts }: MetadataType, element: XmlElement): ForeignElement[] {
  const why = parts.find((part) => part.element === element.name)?.setAside?.(element);
  return why === undefined ? [] : [foreignElement(element, '', why === 'reserved')];
}
