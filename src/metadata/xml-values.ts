import type { ForeignElement, XmlElement } from './component.ts';
import { messages } from './problems.ts';
import type { Kind, Shape } from './shape.ts';
import { UnreadableXml } from './xml-reader.ts';

/** The values of elements by name, and the elements that the shape doesn't have. */
export interface Read {
  readonly values: Readonly<Record<string, unknown>>;
  readonly foreign: readonly ForeignElement[];
}

/**
 * Converts elements to the values of a shape: typed booleans and numbers, lists always as lists, an empty element
 * as undefined. Keeps elements that the shape doesn't have.
 *
 * @throws UnreadableXml
 */
export function readElements(elements: readonly XmlElement[], shape: Shape, parent = ''): Read {
  const values: Record<string, unknown> = Object.fromEntries(
    Object.entries(shape).flatMap(([name, kind]) => (isList(kind) ? [[name, []]] : [])),
  );
  const foreign: ForeignElement[] = [];
  const seen = new Set<string>();
  for (const element of elements) {
    const { name } = element;
    const kind = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (kind === undefined) {
      foreign.push(foreignElement(element, parent));
    } else if (isList(kind)) {
      const list = values[name] as unknown[];
      const item = readElements(childrenOf(element), kind.list, `${name}.${list.length}`);
      list.push(item.values);
      foreign.push(...item.foreign);
    } else {
      if (seen.has(name)) throw new UnreadableXml(messages.twice(name));
      seen.add(name);
      const value = readValue(element, typeof kind === 'string' ? kind : 'text');
      if (value !== undefined) values[name] = value;
    }
  }
  return { values, foreign };
}

/** The child elements; none if the element is empty. */
export function childrenOf({ name, content }: XmlElement): readonly XmlElement[] {
  if (typeof content !== 'string') return content;
  if (content.trim() !== '') throw new UnreadableXml(messages.notElements(name));
  return [];
}

/** The text of a child; undefined if it is missing or empty. */
export function childText(element: XmlElement, name: string): string | undefined {
  if (typeof element.content === 'string') return undefined;
  const content = element.content.find((child) => child.name === name)?.content;
  return typeof content === 'string' && content !== '' ? content : undefined;
}

/**
 * Checks values against their shape: required elements, at the top and in lists, and allowed words.
 *
 * @throws UnreadableXml
 */
export function checkValues(values: Values, shape: Shape, required: readonly string[]): void {
  requireAll(values, required);
  const kinds = Object.entries(shape);
  for (const [name, kind] of kinds)
    if (typeof kind !== 'string' && 'words' in kind) requireOneOf(values, name, kind.words);
  for (const [name, kind] of kinds)
    if (isList(kind))
      for (const item of (values[name] ?? []) as Values[]) requireAll(item, kind.required, `${name}.`);
}

type Values = Readonly<Record<string, unknown>>;

function requireAll(values: Values, names: readonly string[], parent = ''): void {
  for (const name of names) {
    if (values[name] === undefined) throw new UnreadableXml(messages.missing(`${parent}${name}`));
  }
}

function requireOneOf(values: Values, name: string, allowed: readonly string[]): void {
  const value = values[name];
  if (value === undefined || allowed.includes(String(value))) return;
  throw new UnreadableXml(messages.wrongValue(name, String(value), `one of ${allowed.join(', ')}`));
}

function isList(kind: Kind): kind is Extract<Kind, { readonly list: Shape }> {
  return typeof kind !== 'string' && 'list' in kind;
}

/** Describes an unknown element for people, by its first text that isn't a boolean. */
export function foreignElement(element: XmlElement, parent: string, reserved = false): ForeignElement {
  const { name, content } = element;
  const texts =
    typeof content === 'string' ? [] : content.map((child) => [child.name, textOf(child)] as const);
  const title = texts.find(([, text]) => text !== 'true' && text !== 'false');
  const rest = texts.filter((entry) => entry !== title).map(([child, text]) => `${child}=${text}`);
  const path = `${parent === '' ? '' : `${parent}.`}${name}${title === undefined ? '' : `.${title[1]}`}`;
  const value = typeof content === 'string' ? content : rest.join(', ');
  return { parent, element, path, value: value === '' ? 'set' : value, reserved };
}

function textOf({ content }: XmlElement): string {
  return typeof content === 'string' ? content : content.map(textOf).join(' ');
}

function readValue({ name, content }: XmlElement, kind: 'text' | 'boolean' | 'integer') {
  if (typeof content !== 'string') throw new UnreadableXml(messages.notText(name));
  if (content === '') return undefined;
  if (kind === 'text') return content;
  const word = content.trim();
  if (kind === 'boolean') {
    if (word === 'true' || word === '1') return true;
    if (word === 'false' || word === '0') return false;
    throw new UnreadableXml(messages.wrongValue(name, content, 'true or false'));
  }
  if (!/^-?\d{1,10}$/.test(word))
    throw new UnreadableXml(messages.wrongValue(name, content, 'a whole number'));
  return Number(word);
}
