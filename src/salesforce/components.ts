import type { XmlElement } from '../metadata/component.ts';
import type { MetadataType } from '../metadata/metadata-type.ts';
import { rootOf } from '../metadata/to-xml.ts';
import type { Org } from './connect.ts';
import { readMetadata } from './metadata.ts';
import { query } from './query.ts';
import { retrieve } from './retrieve.ts';
import { soql } from './soql.ts';

/** readMetadata accepts ten names of a type in each call. */
const maxReadPerType = 10;

/** Names of components of one type. */
export interface WantedComponents {
  readonly type: MetadataType;
  readonly names: readonly string[];
}

/**
 * Reads components by type and name, as the text of their files or, without a file, as its root element. Leaves out
 * those that the org doesn't have. Reads a few by readMetadata, one call for each type, and many by a single
 * retrieve.
 */
export async function readComponents(
  org: Org,
  wanted: readonly WantedComponents[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, string | XmlElement>>> {
  const asked = wanted.filter(({ names }) => names.length > 0);
  if (asked.every(({ names }) => names.length <= maxReadPerType)) {
    const read = asked.map(async ({ type, names }) => {
      // readMetadata has a separate WSDL type for each kind of settings. Packages and lists use `Settings`.
      const found = await readMetadata(org, rootOf(type), names);
      return [
        type.type,
        new Map([...found].flatMap(([name, xml]) => (xml === undefined ? [] : [[name, xml]]))),
      ] as const;
    });
    return new Map(await Promise.all(read));
  }
  const retrieved = await retrieve(org, new Map(asked.map(({ type, names }) => [type.type, names])));
  return new Map(
    asked.map(({ type, names }) => {
      const { folder, suffix, content } = type;
      // A type with a content file has its metadata in a file beside it.
      const ending = content === undefined ? suffix : `${suffix}-meta.xml`;
      const found = names.flatMap((name) => {
        // A file is named after its component, percent-encoded, possibly with the org's own namespace.
        const own = org.namespacePrefix === null ? [] : [`${org.namespacePrefix}__${name}`];
        const xml = [name, encodeURIComponent(name), ...own]
          .map((file) => retrieved.files.get(`${folder}/${file}.${ending}`))
          .find((text) => text !== undefined);
        return xml === undefined ? [] : [[name, xml] as const];
      });
      return [type.type, new Map(found)];
    }),
  );
}

/** A permission set, group or profile that grants principals. */
export interface PrincipalGranter {
  readonly kind: 'permission set' | 'profile' | 'permission set group';
  readonly name: string;
  /** The namespace of its managed package; undefined for the org's own. */
  readonly namespace: string | undefined;
}

interface AccessRecord {
  readonly Parent: {
    readonly Name: string;
    readonly Type: string;
    readonly IsOwnedByProfile: boolean;
    readonly NamespacePrefix: string | null;
    readonly Profile: { readonly Name: string } | null;
  };
}

/** Everything that grants any principal of the org (Object Reference, SetupEntityAccess), without duplicates. */
export async function readPrincipalGranters(org: Org): Promise<readonly PrincipalGranter[]> {
  const rows = await query<AccessRecord>(
    org,
    soql`SELECT Parent.Name, Parent.Type, Parent.IsOwnedByProfile, Parent.NamespacePrefix, Parent.Profile.Name FROM SetupEntityAccess WHERE SetupEntityType = ${'ExternalCredentialParameter'}`,
    'reading what gives access to principals',
  );
  const granters = rows.map(({ Parent: { Name, Type, IsOwnedByProfile, NamespacePrefix, Profile } }) => ({
    kind: IsOwnedByProfile
      ? ('profile' as const)
      : Type === 'Group'
        ? ('permission set group' as const)
        : ('permission set' as const),
    name: IsOwnedByProfile ? (Profile?.Name ?? Name) : Name,
    namespace: NamespacePrefix === org.namespacePrefix ? undefined : (NamespacePrefix ?? undefined),
  }));
  return [...new Map(granters.map((one) => [JSON.stringify(one), one])).values()];
}
