import { escapeText } from './text.ts';

export type XmlValue = string | number | boolean | null | undefined | XmlFields | readonly XmlValue[];
export interface XmlFields {
  readonly [name: string]: XmlValue;
}

/**
 * `<name>value</name>` on one line. Lists repeat the element, null is nil, undefined is left out; `@name` keys are
 * attributes.
 */
export const xmlElement = (name: string, value: XmlValue): string => {
  if (value === undefined) return '';
  if (value === null) return `<${name} xsi:nil="true"/>`;
  if (Array.isArray(value)) return value.map((item) => xmlElement(name, item as XmlValue)).join('');
  if (typeof value !== 'object') return `<${name}>${escapeText(String(value))}</${name}>`;
  const fields = Object.entries(value as XmlFields);
  const attributes = fields.filter(([key]) => key.startsWith('@'));
  const children = fields.filter(([key]) => !key.startsWith('@'));
  const start = attributes.map(([key, text]) => ` ${key.slice(1)}="${escapeText(String(text))}"`).join('');
  return `<${name}${start}>${children.map(([key, child]) => xmlElement(key, child)).join('')}</${name}>`;
};

/** A metadata file as a retrieve writes it: four spaces, one element on each line, a final newline. */
export const xmlDocument = (root: string, namespace: string, fields: XmlFields): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${namespace}">\n${lines(fields, '    ')}</${root}>\n`;

const lines = (fields: XmlFields, indent: string): string =>
  Object.entries(fields)
    .flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((item) => line(name, item as XmlValue, indent)),
    )
    .join('');

const line = (name: string, value: XmlValue, indent: string): string => {
  if (value === undefined || value === null) return '';
  if (typeof value === 'object')
    return `${indent}<${name}>\n${lines(value as XmlFields, `${indent}    `)}${indent}</${name}>\n`;
  return `${indent}<${name}>${escapeText(String(value))}</${name}>\n`;
};
