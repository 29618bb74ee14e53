import type { ConfigPath, XmlElement } from '../metadata/component.ts';
import { fromXml as read } from '../metadata/from-xml.ts';
import { type Meaning, meaningOf } from '../metadata/meaning.ts';
import { typeNamed } from '../metadata/metadata-type.ts';
import { completePart as complete, partOf as part } from '../metadata/part.ts';
import { configOfComponent, type Note } from '../metadata/read-config.ts';
import { renderComponents } from '../metadata/render.ts';
import {
  type SourceTreeOptions,
  sourceTree as sourceTreeOf,
  type Tree,
  type ZipTreeOptions,
  zipTree as zipTreeOf,
} from '../metadata/source-tree.ts';
import { lineOrigin as lineOriginOf, toXml as write, type XmlOptions } from '../metadata/to-xml.ts';
import { type Component, type ConfigFile, metadataTypes } from './index.ts';

/* The mechanism of src/metadata with the metadata types of all kinds. */

export type { Component } from './index.ts';
export type ComponentType = Component['type'];

/** In order of dependency. */
export const componentTypes: readonly ComponentType[] = metadataTypes.map(({ type }) => type);

type KnownType = (typeof metadataTypes)[number];

/** The sections of a config that become metadata. */
export type ConfigComponents = Pick<ConfigFile, KnownType['section']>;

/** Sections with components by name. The other sections describe a single component. */
type NamedSection = Exclude<KnownType, { readonly member: string }>['section'];

/** Config sections made from components, with notes on what they leave out. */
export type ConfigFromComponents = Readonly<
  { [Section in NamedSection]: NonNullable<ConfigComponents[Section]> } & ConfigComponents
> & { readonly notes: readonly Note[] };

/**
 * Converts a config to components of the Metadata API, ordered by type, then by name in byte order. References must
 * be resolved, except in secret fields: those stay as written (`${env:NAME}`) and aren't rendered; see `toXml`.
 * Leaves out components of which the config describes only a part; see `toParts`.
 *
 * @param options.apiVersion as in `66.0`
 * @throws KeywayError `CannotRender` with all problems, if the API version is too old for a field or Salesforce
 *   doesn't accept a principal's name
 */
export function toComponents(
  config: ConfigComponents,
  options: { readonly apiVersion: string },
): readonly Component[] {
  return rendered(config, options).filter(({ isPart }) => !isPart);
}

/**
 * Converts the components of which a config describes only a part. `completePart` adds the rest from the org.
 *
 * @throws KeywayError `CannotRender`, as `toComponents`
 */
export function toParts(
  config: ConfigComponents,
  options: { readonly apiVersion: string },
): readonly Component[] {
  return rendered(config, options).filter(({ isPart }) => isPart);
}

function rendered(config: ConfigComponents, options: { readonly apiVersion: string }): readonly Component[] {
  // The compiler checks each type's shape and tables against Salesforce's types where they are defined.
  return renderComponents(metadataTypes, config, options) as readonly Component[];
}

/** The part of an org's component that a partial config would describe. */
export function partOf<C extends Component>(component: C): C {
  return part(typeNamed(metadataTypes, component.type), component) as C;
}

/** An org's component with the desired part, and everything else as in the org. */
export function completePart<C extends Component>(wanted: C, actual: C): C {
  return complete(wanted, actual) as C;
}

/**
 * Converts components to a config. `toComponents` of the result has the same meaning, and renders the same bytes if
 * keyway rendered the components. Values are unchanged: when you write them into a file, escape `${` as `$${`.
 * `notes` lists what a config can't express.
 */
export function toConfig(components: readonly Component[]): ConfigFromComponents {
  const sections: Record<string, object> = Object.fromEntries(
    metadataTypes.filter((type) => !('member' in type)).map(({ section }) => [section, {}]),
  );
  const found: Note[] = [];
  for (const component of components) {
    const type = typeNamed(metadataTypes, component.type);
    const { config, notes } = configOfComponent(type, component);
    const { section } = type;
    sections[section] = 'member' in type ? config : { ...sections[section], [component.fullName]: config };
    found.push(...notes);
  }
  return { ...sections, notes: found } as unknown as ConfigFromComponents;
}

/**
 * Parses a component from the file that an org returned, given as text or as its root element. Drops any secrets in
 * it. Keeps unknown elements in `foreign`.
 *
 * @throws KeywayError `UnreadableMetadata`, with the type, the name and the reason
 */
export function fromXml<Type extends ComponentType>(
  type: Type,
  fullName: string,
  xml: string | XmlElement,
): Extract<Component, { readonly type: Type }> {
  const component = read(typeNamed(metadataTypes, type), fullName, xml);
  return component as Extract<Component, { readonly type: Type }>;
}

/** The meaning of a component, for comparing a config with an org. */
export function normalise(component: Component): Meaning {
  return meaningOf(typeNamed(metadataTypes, component.type), component);
}

/**
 * Renders a component as the file that an org would return.
 *
 * @throws KeywayError `CannotRender` if a value contains a character that XML doesn't allow; the message doesn't
 * contain the value
 */
export function toXml(component: Component, options?: XmlOptions): string {
  return write(typeNamed(metadataTypes, component.type), component, options);
}

/**
 * Finds the place in the config that produced a line of `toXml(component, options)`, so that an org's error on that
 * line can point into keyway.yaml.
 *
 * @param line counted from 1
 */
export function lineOrigin(component: Component, line: number, options?: XmlOptions): ConfigPath | undefined {
  return lineOriginOf(typeNamed(metadataTypes, component.type), component, line, options);
}

/** Renders components in the source format of the `sf` CLI, with their manifest. Contains no secret. */
export function sourceTree(components: readonly Component[], options: SourceTreeOptions): Tree {
  return sourceTreeOf(metadataTypes, components, options);
}

/** Renders components in metadata format, as zipped for a deploy, with package.xml at the root. */
export function zipTree(components: readonly Component[], options: ZipTreeOptions): Tree {
  return zipTreeOf(metadataTypes, components, options);
}
