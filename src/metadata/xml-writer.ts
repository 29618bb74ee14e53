import type { XmlElement } from './component.ts';

/** A part of a file, with the key of its owner. */
export interface Keyed {
  readonly element: XmlElement;
  readonly key: string;
}

/** A line of a file, with the key of its element. */
export interface Line {
  readonly text: string;
  readonly key: string;
}

const namespace = 'http://soap.sforce.com/2006/04/metadata';

/**
 * The lines of a metadata file as Salesforce's retrieve writes them: four spaces, one element on each line.
 * fast-xml-parser's builder writes the same, but can't tell which element a line belongs to, and doesn't escape
 * carriage returns.
 */
export function xmlLines(root: string, children: readonly Keyed[]): readonly Line[] {
  return [
    { text: '<?xml version="1.0" encoding="UTF-8"?>', key: '' },
    { text: `<${root} xmlns="${namespace}">`, key: '' },
    ...children.flatMap(({ element, key }) =>
      elementLines(element, 1).flatMap((lines) => lines.split('\n').map((text) => ({ text, key }))),
    ),
    { text: `</${root}>`, key: '' },
  ];
}

/** The file's text. Every line ends with LF, including the last one. */
export function xmlText(root: string, children: readonly Keyed[]): string {
  return xmlLines(root, children)
    .map(({ text }) => `${text}\n`)
    .join('');
}

function elementLines({ name, content }: XmlElement, depth: number): string[] {
  const indent = '    '.repeat(depth);
  if (typeof content === 'string') return [`${indent}<${name}>${escapeXml(content)}</${name}>`];
  return [
    `${indent}<${name}>`,
    ...content.flatMap((child) => elementLines(child, depth + 1)),
    `${indent}</${name}>`,
  ];
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\r': '&#xD;',
};

/**
 * Escapes all five characters, as orgs do, and the carriage return, which a parser would otherwise convert to a
 * line feed.
 */
function escapeXml(text: string): string {
  return text.replace(/[&<>"'\r]/g, (character) => entities[character] ?? character);
}

const notInXml =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** The code of the first character that XML 1.0 can't express, in hexadecimal; undefined if there is none. */
export function unwritable(text: string): string | undefined {
  return notInXml.exec(text)?.[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
}
