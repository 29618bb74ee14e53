import type { Removed } from '../config/format.ts';
import { KeywayError } from '../errors/index.ts';
import { contentOfNewCertificate } from '../kinds/external-credential/uncertain.ts';
import type { Component, ComponentType } from './component.ts';
import { destructiveChangesXml, type Members, packageXml } from './package-xml.ts';
import { messages } from './problems.ts';
import { toXml } from './to-xml.ts';

interface Place {
  readonly folder: string;
  readonly suffix: string;
  /** Where `removed:` names some; certificates and settings are never deleted. */
  readonly section?: keyof Removed;
}

/** Folder and suffix of each type (registry of source-deploy-retrieve). */
const places: Readonly<Record<ComponentType, Place>> = {
  Certificate: { folder: 'certs', suffix: 'crt' },
  Settings: { folder: 'settings', suffix: 'settings' },
  ExternalCredential: {
    folder: 'externalCredentials',
    suffix: 'externalCredential',
    section: 'externalCredentials',
  },
  NamedCredential: { folder: 'namedCredentials', suffix: 'namedCredential', section: 'namedCredentials' },
  PermissionSet: { folder: 'permissionsets', suffix: 'permissionset', section: 'permissionSets' },
};

export interface TreeOptions {
  /** As in `66.0`. */
  readonly apiVersion: string;
  /** What is to be deleted from the org. */
  readonly removed?: Removed | undefined;
}

export interface SourceTreeOptions extends TreeOptions {
  /** Where components go; default `force-app/main/default`. */
  readonly root?: string;
  /** Where package.xml goes; default `manifest`. */
  readonly manifest?: string;
}

export interface ZipTreeOptions extends TreeOptions {
  /** Resolved secret fields of legacy named credentials: by developer name, then by field. */
  readonly secrets?: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** A folder as text by path, with `/` between names. */
export type Tree = ReadonlyMap<string, string>;

/**
 * Components in the source format of the `sf` CLI, with their manifest. Without any secret.
 *
 * @throws KeywayError `not-a-developer-name`, `same-file`, `cannot-render`
 */
export function sourceTree(components: readonly Component[], options: SourceTreeOptions): Tree {
  const { root = 'force-app/main/default', manifest = 'manifest' } = options;
  return tree([
    ...components.flatMap((component): [string, string][] => [
      ...contentFile(component).map(([name, text]): [string, string] => [`${root}/${name}`, text]),
      [`${root}/${fileName(component)}-meta.xml`, toXml(component)],
    ]),
    ...packages(components, options).map(([name, text]): [string, string] => [`${manifest}/${name}`, text]),
  ]);
}

/**
 * Components in metadata format, as they are zipped for a deploy: package.xml at the root. The only place where
 * secrets of legacy named credentials are written, in memory.
 *
 * @throws KeywayError `not-a-developer-name`, `same-file`, `cannot-render`
 */
export function zipTree(components: readonly Component[], options: ZipTreeOptions): Tree {
  return tree([
    ...packages(components, options),
    ...components.flatMap((component): [string, string][] => [
      ...contentFile(component),
      [metadataFile(component), zipXml(component, options)],
    ]),
  ]);
}

/** The path in the zip that a component is at: what an org names when it reports a failure. */
export function fileName({ type, fullName }: Pick<Component, 'type' | 'fullName'>): string {
  const { folder, suffix } = places[type];
  return `${folder}/${checkedName(fullName)}.${suffix}`;
}

/** What a component has beside its metadata: a certificate its chain, which only the org can fill. */
function contentFile(component: Component): [string, string][] {
  return component.type === 'Certificate' ? [[fileName(component), contentOfNewCertificate]] : [];
}

/** Where the metadata of a component stands in a zip: beside its content, where it has one. */
function metadataFile(component: Component): string {
  return component.type === 'Certificate' ? `${fileName(component)}-meta.xml` : fileName(component);
}

function zipXml(component: Component, { secrets }: ZipTreeOptions): string {
  return toXml(component, { secrets: secrets?.get(component.fullName) });
}

function packages(components: readonly Component[], options: TreeOptions): [string, string][] {
  const { apiVersion, removed = {} } = options;
  const types = Object.keys(places) as ComponentType[];
  const deployed: Members = Object.fromEntries(
    types.map((type) => [
      type,
      components.filter((item) => item.type === type).map(({ fullName }) => fullName),
    ]),
  );
  const deleted: Members = Object.fromEntries(
    types.map((type) => {
      const { section } = places[type];
      return [type, (section === undefined ? [] : (removed[section] ?? [])).map(checkedName)];
    }),
  );
  const files: [string, string][] = [['package.xml', packageXml(deployed, apiVersion)]];
  if (Object.values(deleted).some((names) => names.length > 0)) {
    files.push(['destructiveChangesPost.xml', destructiveChangesXml(deleted)]);
  }
  return files;
}

/** Nothing but a developer name becomes part of a path: no dot, no slash, no space. */
function checkedName(name: string): string {
  if (name.length <= 97 && /^(?:[A-Za-z][A-Za-z0-9]{0,14}__)?[A-Za-z](?:_?[A-Za-z0-9])*$/.test(name))
    return name;
  throw new KeywayError('not-a-developer-name', messages.notADeveloperName(name));
}

function tree(files: readonly [string, string][]): Tree {
  const seen = new Set<string>();
  for (const [path] of files) {
    if (seen.has(path.toLowerCase())) throw new KeywayError('same-file', messages.sameFile(path));
    seen.add(path.toLowerCase());
  }
  return new Map(files);
}
