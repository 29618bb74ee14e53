import { readFileSync } from 'node:fs';
import { XMLParser } from 'fast-xml-parser';

/*
 * Validates XML against the types of the Metadata API's WSDL. Parses independently and shares no table with
 * src/metadata, so that a mistake there can't hide here.
 */

interface WsdlElement {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly many: boolean;
}
interface WsdlType {
  readonly elements?: readonly WsdlElement[];
  readonly values?: readonly string[];
}

const file = new URL('../../fixtures/wsdl-66.0.json', import.meta.url);
const { types } = JSON.parse(readFileSync(file, 'utf8')) as { types: Record<string, WsdlType> };

type Node = Record<string, unknown>;
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  parseTagValue: false,
  trimValues: false,
});

/** The errors in a file, one sentence each; empty if it is valid. */
export function violations(xml: string, options: { order?: boolean } = {}): readonly string[] {
  const [declaration, root] = (parser.parse(xml) as Node[]).filter((node) => nameOf(node) !== '#text');
  if (declaration === undefined || nameOf(declaration) !== '?xml') return ['has no XML declaration'];
  if (root === undefined) return ['has no root'];
  const attributes = root[':@'] as Record<string, string> | undefined;
  const namespace = attributes?.['@_xmlns'];
  const problems = check(root, nameOf(root), nameOf(root), options.order ?? true);
  return namespace === 'http://soap.sforce.com/2006/04/metadata'
    ? problems
    : ['has a wrong namespace', ...problems];
}

function check(node: Node, type: string, path: string, order: boolean): string[] {
  const children = (node[nameOf(node)] as Node[]).filter((child) => nameOf(child) !== '#text');
  const known = types[type];
  if (type.startsWith('xsd:') || known?.values !== undefined) {
    return children.length > 0 ? [`${path} holds elements`] : valueProblems(textOf(node), type, path, known);
  }
  const elements = known?.elements ?? [];
  const names = children.map(nameOf);
  const problems = elements
    .filter(({ name, required }) => required && !names.includes(name))
    .map(({ name }) => `${path} lacks ${name}`);
  for (const [index, child] of children.entries()) {
    const name = nameOf(child);
    const element = elements.find((candidate) => candidate.name === name);
    const before = names[index - 1];
    if (element === undefined) problems.push(`${path} has ${name}, which ${type} does not have`);
    else problems.push(...check(child, element.type, `${path}.${name}`, order));
    if (element?.many === false && names.indexOf(name) !== index) problems.push(`${path} has ${name} twice`);
    if (order && before !== undefined && before > name) problems.push(`${path} has ${name} after ${before}`);
  }
  return problems;
}

function valueProblems(value: string, type: string, path: string, known: WsdlType | undefined): string[] {
  const valid =
    known?.values?.includes(value) ??
    (type === 'xsd:string' ||
      (type === 'xsd:boolean' && /^(?:true|false)$/.test(value)) ||
      (type === 'xsd:int' && /^-?\d+$/.test(value)));
  return valid ? [] : [`${path} is ${JSON.stringify(value)}, not of ${type}`];
}

function textOf(node: Node): string {
  const [text] = node[nameOf(node)] as Node[];
  return String(text?.['#text'] ?? '');
}

function nameOf(node: Node): string {
  return Object.keys(node).find((key) => key !== ':@') ?? '';
}
