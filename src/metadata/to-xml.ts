import {
  type ConfigPath,
  compareBytes,
  type ForeignElement,
  type MetadataComponent,
  type XmlElement,
} from './component.ts';
import type { MetadataType } from './metadata-type.ts';
import { messages, type Problem, refuse } from './problems.ts';
import type { Shape } from './shape.ts';
import { type Keyed, unwritable, xmlLines, xmlText } from './xml-writer.ts';

export interface XmlOptions {
  /**
   * Resolved values of secret fields, by field. Only for the zip in memory. Without them, these fields are left
   * out.
   */
  readonly secrets?: ReadonlyMap<string, string> | undefined;
}

/**
 * Renders a component as the file that an org would return: children in alphabetical order with equal names
 * together, parameters in the component's order, four spaces, LF.
 *
 * @throws KeywayError `CannotRender` if a value contains a character that XML doesn't allow; the message doesn't
 * contain the value
 */
export function toXml(type: MetadataType, component: MetadataComponent, options: XmlOptions = {}): string {
  return xmlText(rootOf(type), children(type, component, options));
}

/**
 * Finds the place in the config that produced a line of `toXml(type, component, options)`, so that an org's error
 * on that line can point into keyway.yaml.
 *
 * @param line counted from 1
 * @returns the path, or that of the component for lines that keyway added; undefined beyond the file's end and
 *   for a component that was read from XML
 */
export function lineOrigin(
  type: MetadataType,
  component: MetadataComponent,
  line: number,
  options: XmlOptions = {},
): ConfigPath | undefined {
  const key = xmlLines(rootOf(type), children(type, component, options))[line - 1]?.key;
  return key === undefined ? undefined : origin(component, key);
}

function origin(component: MetadataComponent, key: string): ConfigPath | undefined {
  return component.origins.get(key) ?? component.origins.get('');
}

/** The root element of a type's files. */
export function rootOf({ type, root = type }: MetadataType): string {
  return root;
}

function children(
  { shape, fields }: MetadataType,
  component: MetadataComponent,
  { secrets }: XmlOptions,
): readonly Keyed[] {
  const values: Record<string, unknown> = { ...component.metadata };
  for (const { element, secret, omitsAbsent, absent } of fields) {
    if (secret) values[element] = secrets?.get(element);
    if (omitsAbsent && values[element] === absent) delete values[element];
  }
  const keyed = elements(values, shape, '', component.foreign ?? []);
  const problems = keyed.flatMap(({ element, key }): Problem[] => {
    const code = firstUnwritable(element);
    const path = origin(component, key) ?? [component.type, component.fullName];
    return code === undefined ? [] : [{ path, message: messages.notInXml(code) }];
  });
  refuse(problems);
  return keyed;
}

/** Elements of one shape merged with the foreign ones, by name. Equal names keep their order. */
function elements(
  values: Readonly<Record<string, unknown>>,
  shape: Shape,
  parent: string,
  foreign: readonly ForeignElement[],
): Keyed[] {
  const known = Object.entries(shape).flatMap(([name, kind]): Keyed[] => {
    const value = values[name];
    if (typeof kind !== 'string' && 'list' in kind) {
      return ((value ?? []) as Readonly<Record<string, unknown>>[]).map((item, index) => {
        const key = `${name}.${index}`;
        const content = elements(item, kind.list, key, foreign).map(({ element }) => element);
        return { element: { name, content }, key };
      });
    }
    return value === undefined || value === ''
      ? []
      : [{ element: { name, content: String(value) }, key: name }];
  });
  const others = foreign
    .filter((item) => item.parent === parent)
    .map(({ element }) => ({ element, key: element.name }));
  return [...known, ...others].sort((left, right) => compareBytes(left.element.name, right.element.name));
}

function firstUnwritable({ content }: XmlElement): string | undefined {
  if (typeof content === 'string') return unwritable(content);
  return content.map(firstUnwritable).find((code) => code !== undefined);
}
