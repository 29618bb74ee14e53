import { ApiError, notEmulated } from '../api-error.ts';
import { fileProperties, namedProperties } from '../metadata/file-properties.ts';
import { componentKey, withoutNamespace } from '../metadata/principals.ts';
import { elementOf, shownFields } from '../metadata/render.ts';
import { contentOf, fileNameOf } from '../metadata/retrieve.ts';
import { METADATA_TYPES, metadataType } from '../metadata/types.ts';
import { type Org, orgKind, orgNamespace } from '../org.ts';
import { NEWEST_VERSION, OLDEST_VERSION } from '../server/versions.ts';
import { READ_METADATA_MAX_NAMES, READ_METADATA_TOO_MANY, SETTINGS_READ_AS } from '../uncertain.ts';
import type { XmlElement } from '../xml/read.ts';
import { children, childText } from './envelope.ts';
import { required, toSoap } from './metadata-deploy.ts';
import type { MetadataOperations } from './metadata-operation.ts';

/** readMetadata, listMetadata, describeMetadata (Metadata WSDL). */
export const readOperations = (org: Org): MetadataOperations => ({
  readMetadata: ({ operation, version }) => {
    const { view } = org.database;
    const type = requireType(required(operation, 'type'));
    const names = children(operation, 'fullNames').map(({ text }) => text.trim());
    if (names.length > READ_METADATA_MAX_NAMES)
      throw new ApiError(500, 'EXCEEDED_ID_LIMIT', READ_METADATA_TOO_MANY);
    const records = names.map((name) => {
      const component = view.get('component', componentKey(type, withoutNamespace(view, name)));
      if (component === undefined) return null;
      const content = contentOf(view, component);
      return {
        '@xsi:type': elementOf(component),
        fullName: component.fullName,
        content: content === undefined ? undefined : Buffer.from(content).toString('base64'),
        ...shownFields(view, component, version),
      };
    });
    return { records };
  },
  listMetadata: ({ operation }) => {
    const { view } = org.database;
    checkAsOf(operation);
    const found = children(operation, 'queries').flatMap((query) => {
      const name = required(query, 'type');
      const type = OTHER_TYPES.includes(name) ? name : requireType(name);
      const own = view.all('component').filter((component) => component.type === type);
      const named = view.all('existing').filter((existing) => existing.type === type);
      return [
        ...own.map((component) => fileProperties(view, component, fileNameOf(component, ''))),
        ...named.map((existing) => namedProperties(view, existing)),
      ];
    });
    return toSoap(found);
  },
  describeMetadata: ({ operation }) => {
    const { view } = org.database;
    checkAsOf(operation);
    const production = orgKind(view) === 'production';
    return {
      metadataObjects: METADATA_TYPES.map(({ directory, suffix, name, metaFile = false }) => ({
        directoryName: directory,
        inFolder: false,
        metaFile,
        suffix,
        xmlName: name,
      })),
      organizationNamespace: orgNamespace(view) ?? '',
      partialSaveAllowed: !production,
      testRequired: production,
    };
  },
});

/** Types of which the local org only knows names from its seed. */
const OTHER_TYPES: readonly string[] = ['InstalledPackage'];

const requireType = (name: string): string => {
  const read = Object.hasOwn(SETTINGS_READ_AS, name)
    ? SETTINGS_READ_AS[name as keyof typeof SETTINGS_READ_AS]
    : name;
  if (metadataType(read) === undefined) throw notEmulated(`metadata type ${name}`);
  return read;
};

const checkAsOf = (operation: XmlElement): void => {
  const text = childText(operation, 'asOfVersion');
  const version = Number(text ?? NEWEST_VERSION);
  if (!(version >= OLDEST_VERSION && version <= NEWEST_VERSION))
    throw new ApiError(500, 'INVALID_TYPE', `asOfVersion ${text} is not supported`);
};
