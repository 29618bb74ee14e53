import { KeywayError } from '../errors/index.ts';
import type { MetadataComponent } from './component.ts';
import { type MetadataType, typeNamed } from './metadata-type.ts';
import { destructiveChangesXml, packageXml } from './package-xml.ts';
import { messages } from './problems.ts';
import { toXml } from './to-xml.ts';

export interface TreeOptions {
  /** As in `66.0`. */
  readonly apiVersion: string;
  /** Names to delete from the org, by section of the config. */
  readonly removed?: Readonly<Record<string, readonly string[] | undefined>> | undefined;
}

export interface SourceTreeOptions extends TreeOptions {
  /** Folder of the components; default `force-app/main/default`. */
  readonly root?: string;
  /** Folder of package.xml; default `manifest`. */
  readonly manifest?: string;
}

export interface ZipTreeOptions extends TreeOptions {
  /** Resolved secret fields, by type and developer name (separated by a space), then by field. */
  readonly secrets?: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** A folder as texts by path, with `/` between names. */
export type Tree = ReadonlyMap<string, string>;

/**
 * Renders components in the source format of the `sf` CLI, with their manifest. Contains no secret.
 *
 * @param types of all components and deletions, in order of dependency
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
 * Renders components in metadata format, as zipped for a deploy, with package.xml at the root. The only place where
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

/** The path of a component in the zip, by which an org reports a failure. */
function fileName({ folder, suffix }: MetadataType, { fullName }: MetadataComponent): string {
  return `${folder}/${checkedName(fullName)}.${suffix}`;
}

/** The file beside a component's metadata. */
function contentFile(type: MetadataType, component: MetadataComponent): [string, string][] {
  return type.content === undefined ? [] : [[fileName(type, component), type.content]];
}

/** The path of a component's metadata in a zip, beside its content if it has one. */
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

/** Only a developer name can become part of a path: no dot, no slash, no space. */
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
