import type { ConfigPath, ForeignElement, MetadataComponent, XmlElement } from './component.ts';
import type { Entries } from './entries.ts';
import type { Rendering } from './rendering.ts';
import type { Shape } from './shape.ts';

/**
 * A metadata type: the format of its files, and the mapping between them and a section of the config. Its tables
 * work in both directions.
 */
export interface MetadataType<
  Type extends string = string,
  Section extends string = string,
  Metadata extends object = Plain,
> {
  readonly type: Type;
  /** What people call its components, as in `named credential`. */
  readonly noun: string;
  /** The config section: components by developer name, unless there is a single `member`. */
  readonly section: Section;
  /** The only component, which the whole section describes. */
  readonly member?: string;
  /**
   * If set, only fields that the config names are compared, and a field that an org doesn't show has this value. By
   * default all fields are compared.
   */
  readonly unnamed?: string;
  /** The major API version that introduced it; absent if keyway's oldest version has it. */
  readonly since?: number;
  /** The root element of its files; default: the type's name. */
  readonly root?: string;
  /** Folder and suffix of its files (registry of source-deploy-retrieve). */
  readonly folder: string;
  readonly suffix: string;
  /** The content of the file beside the metadata, for types that have one. */
  readonly content?: string;
  /** The elements that keyway reads and writes. */
  readonly shape: Shape<Metadata>;
  /** Elements that a file must have. */
  readonly required: readonly (keyof Metadata & string)[];
  /** Elements that occur once, and their config fields. */
  readonly fields: readonly ElementField<keyof Metadata & string>[];
  /** Elements that repeat, and their parts of the config. */
  readonly parts: readonly Part[];
  /** The config of a component of which only the repeated elements are described. The rest belongs to the org. */
  readonly part?: Plain;
  /** Elements that are neither read nor reported as lost, because no deploy removes them. */
  readonly belongsToOrg?: (element: XmlElement) => boolean;
  /** Additional notes for people on what a config can't express. */
  readonly notes?: (component: MetadataComponent) => readonly string[];
  /** A specific note on an element that a config can't express. */
  readonly foreignNote?: (foreign: ForeignElement) => string | undefined;
}

/** An element that occurs once in a file, and its config field. */
export interface ElementField<Element extends string = string> {
  readonly element: Element;
  /** The field's path, from the component's place in the config; default: the element's name. */
  readonly at?: ConfigPath;
  /** The default value. It is rendered, and left out of a config that is read back. */
  readonly defaultValue?: Scalar;
  /** The value that a file without the element has; default: `usual`. */
  readonly absent?: Scalar;
  /** Files leave the element out if it has the value of its absence. */
  readonly omitsAbsent?: true;
  /** A constant value, for which the config has no field. */
  readonly fixed?: Scalar;
  /** The org changes it by itself, so it isn't compared. */
  readonly isChangedByOrg?: true;
  /** Its name in a component's meaning; default: the element's. */
  readonly meaning?: string;
  /** Whether a config has the field at all. */
  readonly when?: (config: Plain) => boolean;
  /** Whether its value is a secret: rendered only into the zip, in memory; never compared and never read back. */
  readonly secret?: true;
  /** Whether orgs return the secret anyway. It is then kept for comparison. */
  readonly readBack?: true;
  /** The major API version that introduced it, and its name in messages. */
  readonly since?: number;
  readonly called?: string;
}

export type Scalar = string | number | boolean;
export type Plain = Readonly<Record<string, unknown>>;

/** Repeated elements of a file and their part of the config, in both directions. */
export interface Part {
  readonly element: string;
  /** Renders the elements in order, with their origins; undefined if the config doesn't describe them. */
  readonly render: (config: Plain, path: ConfigPath, rendering: Rendering) => readonly Located[] | undefined;
  /** Adds the elements to the config. Returns notes for people on what it can't express. */
  readonly read: (items: readonly Plain[], config: Plain) => Read;
  /** Adds the meaning of the elements, for comparing. */
  readonly addMeaning: (items: readonly Plain[], entries: Entries) => void;
  /** Whether keyway doesn't write an element with this name; `reserved` if Salesforce reserves it. */
  readonly setAside?: (element: XmlElement) => 'foreign' | 'reserved' | undefined;
}

export interface Read {
  readonly config: Plain;
  readonly notes: readonly string[];
}

/** An element with its place in the config. */
export interface Located<T = Plain> {
  readonly item: T;
  readonly origin: ConfigPath;
}

/** @throws Error for an unknown type, which is a bug */
export function typeNamed<T extends MetadataType>(types: readonly T[], name: string): T {
  const found = types.find(({ type }) => type === name);
  if (found === undefined) throw new Error(`There is no metadata type ${name}.`);
  return found;
}
