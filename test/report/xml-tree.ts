import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** The elements of an XML text with the names of their attributes, without text; fails if it isn't well-formed. */
export function toXmlTree(xml: string): unknown {
  const valid = XMLValidator.validate(xml);
  if (valid !== true) throw new Error(valid.err.msg);
  return shapeOf(new XMLParser({ preserveOrder: true, ignoreAttributes: false }).parse(xml));
}

function shapeOf(nodes: readonly Readonly<Record<string, unknown>>[]): unknown {
  return nodes
    .filter((node) => !('#text' in node))
    .map(({ ':@': attributes = {}, ...element }) =>
      Object.entries(element).map(([name, children]) => [
        name,
        Object.keys(attributes as object),
        shapeOf(children as readonly Readonly<Record<string, unknown>>[]),
      ]),
    );
}
