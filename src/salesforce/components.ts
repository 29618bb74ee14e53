import type { XmlElement } from '../metadata/component.ts';
import type { MetadataType } from '../metadata/metadata-type.ts';
import { rootOf } from '../metadata/to-xml.ts';
import type { Org } from './connect.ts';
import { readMetadata } from './metadata.ts';
import { query } from './query.ts';
import { retrieve } from './retrieve.ts';
import { soql } from './soql.ts';

/** readMetadata takes ten names of a type a call. */
const fewOfAType = 10;

/** Components of one type by name. */
export interface WantedComponents {
  readonly type: MetadataType;
  readonly names: readonly string[];
}

/**
 * Components as an org gives them, by type and name; those that it does not have are not in it: the text of a file or,
 * read without one, its root.
 * Few are read by readMetadata, a call a type; for many there is one retrieve of all.
 */
export async function readComponents(
  org: Org,
  wanted: readonly WantedComponents[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, string | XmlElement>>> {
  const asked = wanted.filter(({ names }) => names.length > 0);
  if (asked.every(({ names }) => names.length <= fewOfAType)) {
    const read = asked.map(async ({ type, names }) => {
      // readMetadata knows settings by their own types of the WSDL; `Settings` is the type of packages and lists.
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
      // What has content has its metadata in a file beside it.
      const ending = content === undefined ? suffix : `${suffix}-meta.xml`;
      const found = names.flatMap((name) => {
        // A file's name is the component's, with what a path cannot hold in percent codes, and the org's own namespace perhaps.
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

/** A permission set, group or profile that gives access to principals. */
export interface PrincipalGranter {
  readonly kind: 'permission set' | 'profile' | 'permission set group';
  readonly name: string;
  /** Of a managed package; undefined for the org's own. */
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

/** Everything that gives access to any principal of the org (Object Reference, SetupEntityAccess), each once. */
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
