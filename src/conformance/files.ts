import { escapeXml } from '../salesforce/soap.ts';
import type { Files } from './fact.ts';

/** The path of each metadata type's files in a zip: folder and suffix (Metadata API Developer Guide). */
const places = {
  ApexClass: ['classes', 'cls'],
  AuthProvider: ['authproviders', 'authprovider'],
  Certificate: ['certs', 'crt'],
  CspTrustedSite: ['cspTrustedSites', 'cspTrustedSite'],
  ExternalAuthIdentityProvider: ['externalAuthIdentityProviders', 'externalAuthIdentityProvider'],
  ExternalCredential: ['externalCredentials', 'externalCredential'],
  NamedCredential: ['namedCredentials', 'namedCredential'],
  OutboundNetworkConnection: ['outboundNetworkConnections', 'outboundNetworkConnection'],
  PermissionSet: ['permissionsets', 'permissionset'],
  Settings: ['settings', 'settings'],
} as const satisfies Readonly<Record<string, readonly [folder: string, suffix: string]>>;

export type FileType = keyof typeof places;

export const fileTypes = Object.keys(places) as readonly FileType[];

export function pathOf(type: FileType, name: string): string {
  const [folder, suffix] = places[type];
  return `${folder}/${name}.${suffix}`;
}

/** Type and name of a component from its file's path; undefined for a manifest and for metadata beside the content. */
export function componentAt(path: string): { readonly type: FileType; readonly name: string } | undefined {
  for (const [type, [folder, suffix]] of Object.entries(places))
    if (path.startsWith(`${folder}/`) && path.endsWith(`.${suffix}`))
      return { type: type as FileType, name: path.slice(folder.length + 1, -suffix.length - 1) };
  return undefined;
}

type Value = string | number | boolean;

/** Elements by name. A list becomes repeated elements. */
export type Content = Readonly<{ [name: string]: Value | readonly (Value | Content)[] }>;

function elements(content: Content): string {
  const element = (name: string, value: Value | Content) =>
    `<${name}>${typeof value === 'object' ? elements(value) : escapeXml(String(value))}</${name}>`;
  return Object.entries(content)
    .flatMap(([name, value]) =>
      typeof value === 'object' ? value.map((one) => element(name, one)) : [element(name, value)],
    )
    .join('');
}

export const document = (root: string, content: Content): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://soap.sforce.com/2006/04/metadata">${elements(content)}</${root}>\n`;

/** The file of one component. */
export const file = (type: FileType, name: string, content: Content): Files => ({
  [pathOf(type, name)]: document(type, content),
});

/** The text of the first element with that name, at any level; undefined if there is none. */
export function textIn(xml: string, element: string): string | undefined {
  return new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1];
}

/** The texts of elements with these names, as `name text`, in the order of the names. */
export function textsIn(xml: string, names: readonly string[]): string {
  return names.map((name) => `${name} ${textIn(xml, name) ?? 'absent'}`).join(', ');
}
