/** A path in keyway.yaml: `['externalCredentials', 'AcmeKms', 'authentication', 'tokenUrl']`. */
export type ConfigPath = readonly (string | number)[];

/**
 * The config path of each top-level child of a component, by element name, or by element name and index if it can
 * repeat (`externalCredentialParameters.3`). The empty key is the component itself, which is also the source of
 * rendered defaults. Empty if the component was read from XML.
 */
export type Origins = ReadonlyMap<string, ConfigPath>;

/** An element of an XML file, with text or child elements. */
export interface XmlElement {
  readonly name: string;
  readonly content: string | readonly XmlElement[];
}

/** A part of an org's component that a config can't express. Deploying the config's component would remove it. */
export interface ForeignElement {
  /** `''` at the top, otherwise the key of its parent element: `externalCredentialParameters.0`. */
  readonly parent: string;
  readonly element: XmlElement;
  /** A short, stable name for people: `classAccesses.KeyRotation`. */
  readonly path: string;
  /** The other content for people: `enabled=true`. */
  readonly value: string;
  /** Whether Salesforce reserves such elements. Then they are neither shown as a difference nor reported as lost. */
  readonly reserved: boolean;
}

/** A component in the Metadata API, its metadata typed by the WSDL (`@salesforce/types/metadata`). */
export interface MetadataComponent<Type extends string = string, Metadata extends object = object> {
  readonly type: Type;
  readonly fullName: string;
  readonly metadata: Readonly<Metadata>;
  readonly origins: Origins;
  /** Only set if it was read from XML. */
  readonly foreign?: readonly ForeignElement[];
  /** Names of secret fields in the XML whose values were dropped. */
  readonly withheld?: readonly string[];
  /** Values of those that orgs return anyway. Used to compare, and never written. */
  readonly readBack?: ReadonlyMap<string, string>;
  /** The config describes only a part of it. The rest belongs to the org. */
  readonly isPart?: true;
}

/** Compares by UTF-8 bytes, as an org sorts. JavaScript's string order differs above U+D7FF. */
export function compareBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

/** Removes keys without a value, so that `exactOptionalPropertyTypes` holds. */
export function present<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

/** Salesforce doesn't distinguish an empty text from none. */
export function filled<T>(value: T | undefined): T | undefined {
  return value === '' ? undefined : value;
}
