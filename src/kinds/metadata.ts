import type { ConfigPath, XmlElement } from '../metadata/component.ts';
import { fromXml as read } from '../metadata/from-xml.ts';
import { type Meaning, meaningOf } from '../metadata/meaning.ts';
import { typeNamed } from '../metadata/metadata-type.ts';
import { completed as complete, partOf as part } from '../metadata/part.ts';
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

/* Components of an org: the mechanism of src/metadata with the metadata types of the kinds. */

export type { Component } from './index.ts';
export type ComponentType = Component['type'];

/** In the order in which one needs the other. */
export const componentTypes: readonly ComponentType[] = metadataTypes.map(({ type }) => type);

type KnownType = (typeof metadataTypes)[number];

/** What of a config becomes metadata. */
export type ConfigComponents = Pick<ConfigFile, KnownType['section']>;

/** Sections of components by name; the others are about one component as a whole. */
type NamedSection = Exclude<KnownType, { readonly member: string }>['section'];

/** A config's sections made from components, and what they leave out. */
export type ConfigFromComponents = Readonly<
  { [Section in NamedSection]: NonNullable<ConfigComponents[Section]> } & ConfigComponents
> & { readonly notes: readonly Note[] };

/**
 * A config as components of the Metadata API: type by type, each by name in byte order. References must be resolved,
 * but for those in secret fields, which stay as they are written (`${env:NAME}`) and are left out of what is rendered;
 * see `toXml`. Components of which the config says only a part are not among them: see `toParts`.
 *
 * @param options.apiVersion as in `66.0`
 * @throws KeywayError `CannotRender` with all problems, when the API version is too old for what is used or a
 *   principal's name is not one that Salesforce takes
 */
export function toComponents(
  config: ConfigComponents,
  options: { readonly apiVersion: string },
): readonly Component[] {
  return rendered(config, options).filter(({ isPart }) => !isPart);
}

/**
 * The components of which a config says only a part. Each needs the org's to be whole: see `completed`.
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
  // Each type's shape and tables are held against Salesforce's types where they are defined.
  return renderComponents(metadataTypes, config, options) as readonly Component[];
}

/** What of an org's component a config of a part would say. */
export function partOf<C extends Component>(component: C): C {
  return part(typeNamed(metadataTypes, component.type), component) as C;
}

/** An org's component with a part as it is wanted, and everything else as the org has it. */
export function completed<C extends Component>(wanted: C, actual: C): C {
  return complete(wanted, actual) as C;
}

/**
 * Components as a config would say them: `toComponents` of it means the same, and renders the same bytes where
 * keyway rendered them. Values stand as they are: whoever writes them into a file must write `${` as `$${`.
 * What a config has no words for is in `notes`.
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
 * A component from the file that an org returned for it, as text or as its root. Secrets that it may
 * hold are not taken over; what keyway does not know is kept in `foreign`.
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

/** What a component means, for comparing what a config says with what an org has. */
export function normalise(component: Component): Meaning {
  return meaningOf(typeNamed(metadataTypes, component.type), component);
}

/**
 * A component as the file that an org would return.
 *
 * @throws KeywayError `CannotRender` if a value holds a character that XML cannot carry; the value is not in it
 */
export function toXml(component: Component, options?: XmlOptions): string {
  return write(typeNamed(metadataTypes, component.type), component, options);
}

/**
 * Where in the config a line of `toXml(component, options)` comes from, so that what an org says of a line can be
 * shown in keyway.yaml.
 *
 * @param line counted from 1
 */
export function lineOrigin(component: Component, line: number, options?: XmlOptions): ConfigPath | undefined {
  return lineOriginOf(typeNamed(metadataTypes, component.type), component, line, options);
}

/** Components in the source format of the `sf` CLI, with their manifest. Without any secret. */
export function sourceTree(components: readonly Component[], options: SourceTreeOptions): Tree {
  return sourceTreeOf(metadataTypes, components, options);
}

/** Components in metadata format, as they are zipped for a deploy: package.xml at the root. */
export function zipTree(components: readonly Component[], options: ZipTreeOptions): Tree {
  return zipTreeOf(metadataTypes, components, options);
}
