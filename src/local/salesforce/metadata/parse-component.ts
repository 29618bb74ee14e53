import { ours } from '../api-error.ts';
import type { ComponentBody, ComponentValue } from '../store/collections.ts';
import { PARSE_ERROR_PREFIX } from '../uncertain.ts';
import { readXml, type XmlElement, XmlError } from '../xml/read.ts';
import { ComponentProblem } from './problem.ts';
import { type ComplexShape, type ElementShape, METADATA_NAMESPACE } from './shapes/shape.ts';

/** A parsed component and its source elements, which later checks use for positions. */
export interface ParsedComponent {
  readonly body: ComponentBody;
  /** The elements with a name, in order. The n-th one belongs to the n-th value of the body. */
  elements(name: string): readonly XmlElement[];
}

const parseProblem = (text: string, element: XmlElement): ComponentProblem =>
  new ComponentProblem(PARSE_ERROR_PREFIX + text, element);

const invalidElement = (element: XmlElement, type: string): ComponentProblem =>
  parseProblem(
    `Element {${element.namespace}}${element.name} invalid at this location in type ${type}`,
    element,
  );

/**
 * Parses a component's file strictly by its shape. Like an org, stops at the first problem and throws it as
 * ComponentProblem.
 */
export const parseComponent = (text: string, shape: ComplexShape, apiVersion: number): ParsedComponent => {
  let root: XmlElement;
  try {
    root = readXml(text);
  } catch (error) {
    if (error instanceof XmlError) throw new ComponentProblem(PARSE_ERROR_PREFIX + error.message, error);
    throw error;
  }
  if (root.name !== shape.name || root.namespace !== METADATA_NAMESPACE)
    throw parseProblem(
      ours(`the root is {${root.namespace}}${root.name}, not {${METADATA_NAMESPACE}}${shape.name}`),
      root,
    );
  const body = parseFields(root, shape, apiVersion, true);
  return { body, elements: (name) => root.children.filter((child) => child.name === name) };
};

const parseFields = (
  parent: XmlElement,
  shape: ComplexShape,
  apiVersion: number,
  isRoot: boolean,
): ComponentBody => {
  checkAttributes(parent);
  if (parent.text.trim() !== '')
    throw parseProblem(ours(`text is not allowed directly in ${shape.name}`), parent);
  const fields: Record<string, ComponentValue | ComponentValue[]> = {};
  let previous: string | undefined;
  for (const element of parent.children) {
    const { name } = element;
    // Every component has a fullName. A file may contain it, but the file's name decides.
    const isFullName = isRoot && name === 'fullName' && element.namespace === METADATA_NAMESPACE;
    const rule: ElementShape | undefined = isFullName
      ? { type: 'string' }
      : ruleOf(element, shape, apiVersion);
    if (rule === undefined) throw invalidElement(element, shape.name);
    const seen = Object.hasOwn(fields, name);
    if (seen && (!rule.repeated || previous !== name))
      throw parseProblem(`Element ${name} is duplicated at this location in type ${shape.name}`, element);
    const value = parseValue(element, rule, apiVersion);
    if (rule.repeated) fields[name] = [...((fields[name] as ComponentValue[] | undefined) ?? []), value];
    else fields[name] = value;
    previous = name;
  }
  for (const [name, rule] of Object.entries(shape.elements)) {
    if (fields[name] === '') delete fields[name];
    if (rule.required && fields[name] === undefined)
      throw new ComponentProblem(`Required field is missing: ${name}`, parent);
  }
  return fields;
};

const ruleOf = (element: XmlElement, shape: ComplexShape, apiVersion: number): ElementShape | undefined => {
  if (element.namespace !== METADATA_NAMESPACE || !Object.hasOwn(shape.elements, element.name))
    return undefined;
  const rule = shape.elements[element.name];
  if ((rule?.since ?? 0) > apiVersion || (rule?.until ?? apiVersion) < apiVersion) return undefined;
  if (rule?.until !== undefined)
    throw parseProblem(
      ours(`${element.name} of version ${rule.until}.0 and before is not emulated`),
      element,
    );
  return rule;
};

const checkAttributes = (element: XmlElement): void => {
  for (const name of Object.keys(element.attributes))
    if (name !== 'xmlns' && !name.startsWith('xmlns:') && !name.startsWith('xsi:'))
      throw parseProblem(ours(`attribute ${name} is not allowed on ${element.name}`), element);
};

const parseValue = (element: XmlElement, rule: ElementShape, apiVersion: number): ComponentValue => {
  const { type } = rule;
  if (typeof type === 'object' && type.kind === 'complex')
    return parseFields(element, type, apiVersion, false);
  checkAttributes(element);
  const [nested] = element.children;
  if (nested) throw invalidElement(nested, typeof type === 'string' ? type : type.name);
  if (type === 'string') return element.text;
  const word = element.text.trim();
  if (type === 'boolean') {
    if (word === 'true' || word === '1') return true;
    if (word === 'false' || word === '0') return false;
    throw parseProblem(`'${word}' is not a valid value for the type xsd:boolean`, element);
  }
  if (type === 'int') {
    const number = Number(word);
    if (/^[+-]?\d+$/.test(word) && Math.abs(number) <= 2_147_483_647) return number;
    throw parseProblem(`'${word}' is not a valid value for the type xsd:int`, element);
  }
  const from = Object.hasOwn(type.values, word) ? type.values[word] : undefined;
  if (from === undefined || from > apiVersion)
    throw parseProblem(`'${word}' is not a valid value for the enum '${type.name}'`, element);
  return word;
};
