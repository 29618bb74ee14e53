import type { ConfigPath, ForeignElement, MetadataComponent, XmlElement } from './component.ts';
import type { Entries } from './entries.ts';
import type { Rendering } from './rendering.ts';
import type { Shape } from './shape.ts';

/**
 * A metadata type: what its files look like, and how they and a section of the config say the same. Its tables are read
 * in both directions, from config to metadata and back.
 */
export interface MetadataType<
  Type extends string = string,
  Section extends string = string,
  Metadata extends object = Plain,
> {
  readonly type: Type;
  /** What people call a component of it, as in `named credential`. */
  readonly noun: string;
  /** The section of the config: components by developer name, unless there is one `member` only. */
  readonly section: Section;
  /** The one component that the section as a whole is about. */
  readonly member?: string;
  /**
   * Of a component only those fields count that the config names; one that an org does not show has this value. By default
   * every field counts.
   */
  readonly unnamed?: string;
  /** The major number of the API version that brought it; absent where that is older than what keyway works with. */
  readonly since?: number;
  /** The root of its files; the type's own name, unless it is said. */
  readonly root?: string;
  /** Folder and suffix of its files (registry of source-deploy-retrieve). */
  readonly folder: string;
  readonly suffix: string;
  /** What the file beside the metadata holds, for types that have one. */
  readonly content?: string;
  /** The elements that keyway reads and writes. */
  readonly shape: Shape<Metadata>;
  /** Elements without which a file cannot be read. */
  readonly required: readonly (keyof Metadata & string)[];
  /** Elements that stand once, and the fields of the config that they are. */
  readonly fields: readonly ElementField<keyof Metadata & string>[];
  /** Elements that repeat, and what of the config they are. */
  readonly parts: readonly Part[];
  /** What a config says of a component of which it says only the repeated elements: the rest is the org's own. */
  readonly part?: Plain;
  /** Elements that are neither read nor said to be lost, since no deploy takes them away. */
  readonly isOrgsOwn?: (element: XmlElement) => boolean;
  /** More that a config cannot say of a component, for people. */
  readonly notes?: (component: MetadataComponent) => readonly string[];
  /** What is said of an element that a config cannot say, where there is more to say than that. */
  readonly foreignNote?: (foreign: ForeignElement) => string | undefined;
}

/** An element that stands once in a file, and the field of the config that it is. */
export interface ElementField<Element extends string = string> {
  readonly element: Element;
  /** The field, from the component's own place in the config; by default the element's name. */
  readonly at?: ConfigPath;
  /** What an org has where the config says nothing: rendered, and left out of a config that is read back. */
  readonly usual?: Scalar;
  /** What a file means that has no such element; by default what is usual. */
  readonly absent?: Scalar;
  /** Files leave the element out where it would say what its absence means. */
  readonly omitsAbsent?: true;
  /** Always this: a config has no field for it. */
  readonly fixed?: Scalar;
  /** The org changes it by itself: not compared. */
  readonly isOrgs?: true;
  /** Its name in the meaning of a component; by default the element's. */
  readonly meaning?: string;
  /** Only some configs have the field. */
  readonly when?: (config: Plain) => boolean;
  /** Its value is a secret: rendered into the zip in memory only, never compared, never read back. */
  readonly secret?: true;
  /** Of a secret that orgs return all the same: kept aside when it is read, so that it can be compared. */
  readonly readBack?: true;
  /** The major number of the API version that brought it, and what messages call it. */
  readonly since?: number;
  readonly called?: string;
}

export type Scalar = string | number | boolean;
export type Plain = Readonly<Record<string, unknown>>;

/** Repeated elements of a file, and what of the config they are: both directions side by side. */
export interface Part {
  readonly element: string;
  /** The elements that a config stands for, in order, and where in it they come from; undefined if it leaves them alone. */
  readonly render: (config: Plain, path: ConfigPath, rendering: Rendering) => readonly Located[] | undefined;
  /** The config with what the elements say, and what they say beyond that, for people. */
  readonly read: (items: readonly Plain[], config: Plain) => Read;
  /** What the elements mean, for comparing. */
  readonly mean: (items: readonly Plain[], entries: Entries) => void;
  /** Elements of this name that keyway does not write; `reserved` where Salesforce keeps them for itself. */
  readonly setAside?: (element: XmlElement) => 'foreign' | 'reserved' | undefined;
}

export interface Read {
  readonly config: Plain;
  readonly notes: readonly string[];
}

/** An element with the place in the config that it came from. */
export interface Located<T = Plain> {
  readonly item: T;
  readonly origin: ConfigPath;
}

/** @throws Error for a type that is not among them: a bug */
export function typeNamed<T extends MetadataType>(types: readonly T[], name: string): T {
  const found = types.find(({ type }) => type === name);
  if (found === undefined) throw new Error(`There is no metadata type ${name}.`);
  return found;
}
