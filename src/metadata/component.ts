/** Where in keyway.yaml something stands: `['externalCredentials', 'AcmeKms', 'authentication', 'tokenUrl']`. */
export type ConfigPath = readonly (string | number)[];

/**
 * Where each top-level child of a component came from, by element name, and by element name and index where
 * it can stand more than once (`externalCredentialParameters.3`). The empty key is the component itself: what
 * keyway rendered as a default came from there. Empty for what was read from XML.
 */
export type Origins = ReadonlyMap<string, ConfigPath>;

/** An element of an XML file: text, or elements in it. */
export interface XmlElement {
  readonly name: string;
  readonly content: string | readonly XmlElement[];
}

/** What a component of an org holds and a config cannot say: deploying the config's component would take it away. */
export interface ForeignElement {
  /** `''` at the top, otherwise the key of the element that it stands in: `externalCredentialParameters.0`. */
  readonly parent: string;
  readonly element: XmlElement;
  /** A short name for people, stable: `classAccesses.KeyRotation`. */
  readonly path: string;
  /** The rest of it for people: `enabled=true`. */
  readonly value: string;
  /** Salesforce keeps such elements for itself: neither shown as a difference nor said to be lost. */
  readonly reserved: boolean;
}

/** A component as the Metadata API knows it, its metadata typed by the WSDL (`@salesforce/types/metadata`). */
export interface MetadataComponent<Type extends string = string, Metadata extends object = object> {
  readonly type: Type;
  readonly fullName: string;
  readonly metadata: Readonly<Metadata>;
  readonly origins: Origins;
  /** Only in what was read from XML. */
  readonly foreign?: readonly ForeignElement[];
  /** Secret fields that the XML held and that were not taken over: names only. */
  readonly withheld?: readonly string[];
  /** Of those, the values that orgs return all the same; for comparing, and written nowhere. */
  readonly readBack?: ReadonlyMap<string, string>;
  /** The config says only a part of it; the rest is the org's own. */
  readonly isPart?: true;
}

/** Order by the bytes of UTF-8, as an org sorts; the order of JavaScript strings differs beyond U+D7FF. */
export function compareBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

/** Takes out the keys that have no value, so that `exactOptionalPropertyTypes` holds. */
export function present<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

/** Salesforce keeps no difference between an empty text and none. */
export function filled<T>(value: T | undefined): T | undefined {
  return value === '' ? undefined : value;
}
