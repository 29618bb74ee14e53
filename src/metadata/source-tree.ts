import { KeywayError } from '../errors/index.ts';
import type { MetadataComponent } from './component.ts';
import { type MetadataType, typeNamed } from './metadata-type.ts';
import { destructiveChangesXml, packageXml } from './package-xml.ts';
import { messages } from './problems.ts';
import { toXml } from './to-xml.ts';

export interface TreeOptions {
  /** As in `66.0`. */
  readonly apiVersion: string;
  /** What is to be deleted from the org: names by section of the config. */
  readonly removed?: Readonly<Record<string, readonly string[] | undefined>> | undefined;
}

export interface SourceTreeOptions extends TreeOptions {
  /** Where components go; default `force-app/main/default`. */
  readonly root?: string;
  /** Where package.xml goes; default `manifest`. */
  readonly manifest?: string;
}

export interface ZipTreeOptions extends TreeOptions {
  /** Resolved secret fields: by type and developer name (type and name with a space between), then by field. */
  readonly secrets?: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** A folder as text by path, with `/` between names. */
export type Tree = ReadonlyMap<string, string>;

/**
 * Components in the source format of the `sf` CLI, with their manifest. Without any secret.
 *
 * @param types of all components, and of what is to be deleted, in the order in which one needs the other
 * @throws KeywayError `DeveloperNameInvalid`, `SameFile`, `CannotRender`
 */
export function sourceTree(
  types: readonly MetadataType[],
  components: readonly MetadataComponent[],
  options: SourceTreeOptions,
): Tree {
  const { root = 'force-app/main/default', manifest = 'manifest' } = options;
  return tree([
    ...components.flatMap((component): [string, string][] => {
      const type = typeNamed(types, component.type);
      return [
        ...contentFile(type, component).map(([name, text]): [string, string] => [`${root}/${name}`, text]),
        [`${root}/${fileName(type, component)}-meta.xml`, toXml(type, component)],
      ];
    }),
    ...packages(types, components, options).map(([name, text]): [string, string] => [
      `${manifest}/${name}`,
      text,
    ]),
  ]);
}

/**
 * Components in metadata format, as they are zipped for a deploy: package.xml at the root. The only place where
 * secrets are written, in memory.
 *
 * @throws KeywayError `DeveloperNameInvalid`, `SameFile`, `CannotRender`
 */
export function zipTree(
  types: readonly MetadataType[],
  components: readonly MetadataComponent[],
  options: ZipTreeOptions,
): Tree {
  return tree([
    ...packages(types, components, options),
    ...components.flatMap((component): [string, string][] => {
      const type = typeNamed(types, component.type);
      return [
        ...contentFile(type, component),
        [
          metadataFile(type, component),
          toXml(type, component, {
            secrets: options.secrets?.get(`${component.type} ${component.fullName}`),
          }),
        ],
      ];
    }),
  ]);
}

/** The path in the zip that a component is at: what an org names when it reports a failure. */
function fileName({ folder, suffix }: MetadataType, { fullName }: MetadataComponent): string {
  return `${folder}/${checkedName(fullName)}.${suffix}`;
}

/** What a component has beside its metadata. */
function contentFile(type: MetadataType, component: MetadataComponent): [string, string][] {
  return type.content === undefined ? [] : [[fileName(type, component), type.content]];
}

/** Where the metadata of a component stands in a zip: beside its content, where it has one. */
function metadataFile(type: MetadataType, component: MetadataComponent): string {
  const name = fileName(type, component);
  return type.content === undefined ? name : `${name}-meta.xml`;
}

function packages(
  types: readonly MetadataType[],
  components: readonly MetadataComponent[],
  { apiVersion, removed = {} }: TreeOptions,
): [string, string][] {
  const deployed = new Map(
    types.map(({ type }) => [
      type,
      components.filter((item) => item.type === type).map(({ fullName }) => fullName),
    ]),
  );
  const deleted = new Map(
    types.map(({ type, section }) => [type, (removed[section] ?? []).map(checkedName)]),
  );
  const files: [string, string][] = [['package.xml', packageXml(deployed, apiVersion)]];
  if ([...deleted.values()].some((names) => names.length > 0)) {
    files.push(['destructiveChangesPost.xml', destructiveChangesXml(deleted)]);
  }
  return files;
}

/** Nothing but a developer name becomes part of a path: no dot, no slash, no space. */
function checkedName(name: string): string {
  if (name.length <= 97 && /^(?:[A-Za-z][A-Za-z0-9]{0,14}__)?[A-Za-z](?:_?[A-Za-z0-9])*$/.test(name))
    return name;
  throw new KeywayError('DeveloperNameInvalid', messages.notADeveloperName(name));
}

function tree(files: readonly [string, string][]): Tree {
  const seen = new Set<string>();
  for (const [path] of files) {
    if (seen.has(path.toLowerCase())) throw new KeywayError('SameFile', messages.sameFile(path));
    seen.add(path.toLowerCase());
  }
  return new Map(files);
}
