import { KeywayError } from '../errors/index.ts';
import { externalCredentialParameterTypes } from '../kinds/external-credential/parameter.ts';
import {
  reservedExternalCredentialParameterTypes,
  reservedNamedCredentialParameterTypes,
} from '../kinds/external-credential/uncertain.ts';
import { legacySecrets, namedCredentialParameterTypes } from '../kinds/named-credential/schema.ts';
import { userExternalCredential } from '../kinds/permission-set/metadata.ts';
import type { Component, ComponentType, ForeignElement, XmlElement } from './component.ts';
import { messages } from './problems.ts';
import { rootElement, shapes } from './shape.ts';
import { parseXml, UnreadableXml } from './xml-reader.ts';
import {
  childrenOf,
  childText,
  foreignElement,
  readElements,
  requireAll,
  requireOneOf,
} from './xml-values.ts';

/**
 * A component from the file that an org returned for it (or from a record of readMetadata). Secrets that it may
 * hold are not taken over; what keyway does not know is kept in `foreign`.
 *
 * @throws KeywayError `unreadable-metadata`, with the type, the name and the reason
 */
export function fromXml(
  type: 'ExternalCredential',
  fullName: string,
  xml: string,
): Component & { type: 'ExternalCredential' };
export function fromXml(
  type: 'NamedCredential',
  fullName: string,
  xml: string,
): Component & { type: 'NamedCredential' };
export function fromXml(
  type: 'PermissionSet',
  fullName: string,
  xml: string,
): Component & { type: 'PermissionSet' };
export function fromXml(
  type: 'Certificate',
  fullName: string,
  xml: string,
): Component & { type: 'Certificate' };
export function fromXml(type: 'Settings', fullName: string, xml: string): Component & { type: 'Settings' };
export function fromXml(type: ComponentType, fullName: string, xml: string): Component;
export function fromXml(type: ComponentType, fullName: string, xml: string): Component {
  try {
    return read(type, fullName, rootElements(type, fullName, xml));
  } catch (error) {
    if (!(error instanceof UnreadableXml)) throw error;
    throw new KeywayError('unreadable-metadata', `${type} ${fullName} cannot be read: ${error.message}`, {
      data: { type, fullName },
    });
  }
}

function rootElements(type: ComponentType, fullName: string, xml: string): readonly XmlElement[] {
  const root = parseXml(xml);
  const name = root.name.replace(/^.*:/, '');
  const expected = rootElement(type);
  if (name !== expected && !(name === 'records' && root.xsiType?.replace(/^.*:/, '') === expected)) {
    throw new UnreadableXml(messages.wrongRoot(expected, name));
  }
  const own = childText(root, 'fullName');
  if (own !== undefined && own !== fullName) throw new UnreadableXml(messages.otherName(own));
  return childrenOf(root).filter((child) => child.name !== 'fullName' && !isOrgsOwn(type, child));
}

/** What no deploy of keyway could take away: a certificate's chain and end, settings that it does not name. */
function isOrgsOwn(type: ComponentType, { name }: XmlElement): boolean {
  if (type === 'Certificate') return name === 'content' || name === 'expirationDate';
  return type === 'Settings' && !Object.hasOwn(shapes.Settings, name);
}

function read(type: ComponentType, fullName: string, elements: readonly XmlElement[]): Component {
  const secrets: readonly string[] = type === 'NamedCredential' ? legacySecrets : [];
  const withheld = elements.filter(({ name, content }) => secrets.includes(name) && content !== '');
  const aside = elements.flatMap((element) => setAside(type, element));
  const apart = new Set<XmlElement>([...withheld, ...aside.map(({ element }) => element)]);
  const { values, foreign } = readElements(
    elements.filter((element) => !apart.has(element)),
    shapes[type],
  );
  check(type, values);
  return {
    type,
    fullName,
    metadata: values,
    origins: new Map(),
    foreign: [...aside, ...foreign],
    withheld: withheld.map(({ name }) => name),
  } as unknown as Component;
}

/** Repeated elements of a known shape whose kind keyway does not write. */
function setAside(type: ComponentType, element: XmlElement): ForeignElement[] {
  if (element.name === 'objectPermissions' && type === 'PermissionSet') {
    return childText(element, 'object') === userExternalCredential ? [] : [foreignElement(element, '')];
  }
  const known = parameters[element.name];
  const kind = childText(element, 'parameterType');
  if (known === undefined || kind === undefined || known.written.includes(kind)) return [];
  return [foreignElement(element, '', known.reserved.includes(kind))];
}

const parameters: Readonly<Record<string, { written: readonly string[]; reserved: readonly string[] }>> = {
  externalCredentialParameters: {
    written: [
      ...externalCredentialParameterTypes,
      'AuthProtocolVariant',
      'NamedPrincipal',
      'PerUserPrincipal',
      'AwsStsPrincipal',
    ],
    reserved: reservedExternalCredentialParameterTypes,
  },
  namedCredentialParameters: {
    written: [...namedCredentialParameterTypes, 'Authentication'],
    reserved: reservedNamedCredentialParameterTypes,
  },
};

type Values = Readonly<Record<string, unknown>>;

function check(type: ComponentType, values: Values): void {
  requireAll(values, required[type]);
  requireOneOf(values, 'authenticationProtocol', ['AwsSv4', 'Basic', 'Custom', 'Jwt', 'Oauth']);
  requireOneOf(values, 'calloutStatus', ['Disabled', 'Enabled']);
  requireOneOf(values, 'namedCredentialType', ['Legacy', 'PrivateEndpoint', 'SecuredEndpoint']);
  requireOneOf(values, 'principalType', ['Anonymous', 'NamedUser', 'PerUser']);
  requireOneOf(values, 'protocol', ['AwsSv4', 'Jwt', 'JwtExchange', 'NoAuthentication', 'Oauth', 'Password']);
  for (const [list, names] of Object.entries(requiredIn)) {
    for (const item of (values[list] ?? []) as Values[]) requireAll(item, names, `${list}.`);
  }
}

const required: Readonly<Record<ComponentType, readonly string[]>> = {
  Certificate: ['caSigned', 'masterLabel'],
  Settings: [],
  ExternalCredential: ['authenticationProtocol', 'label'],
  NamedCredential: ['label'],
  PermissionSet: ['label'],
};

const requiredIn: Readonly<Record<string, readonly string[]>> = {
  externalCredentialParameters: ['parameterName', 'parameterType'],
  namedCredentialParameters: ['parameterName', 'parameterType'],
  externalCredentialPrincipalAccesses: ['enabled', 'externalCredentialPrincipal'],
  objectPermissions: ['object'],
};
