import { zipSync } from 'fflate';
import { ours } from '../api-error.ts';
import type { StoredComponent } from '../store/collections.ts';
import type { View } from '../store/database.ts';
import { xmlDocument } from '../xml/write.ts';
import { type FileProperties, fileProperties } from './file-properties.ts';
import type { PackageManifest } from './package-xml.ts';
import { componentKey, withoutNamespace } from './principals.ts';
import { renderComponent } from './render.ts';
import { METADATA_NAMESPACE } from './shapes/shape.ts';
import { METADATA_TYPES, metadataType } from './types.ts';

export interface Retrieved {
  readonly fileProperties: readonly FileProperties[];
  readonly messages: readonly { readonly fileName: string; readonly problem: string }[];
  /** Base64. */
  readonly zipFile: string;
}

/**
 * Retrieves the components of a package as files. A missing one has a message and no file (Metadata API Developer
 * Guide, RetrieveResult). Files are in `unpackaged/` unless a single package was requested.
 */
export const retrieve = (
  view: View,
  manifest: PackageManifest,
  apiVersion: number,
  singlePackage: boolean,
): Retrieved => {
  const root = singlePackage ? '' : 'unpackaged/';
  const found = new Map<string, StoredComponent>();
  const messages: { fileName: string; problem: string }[] = [];
  for (const { type, name } of manifest.members) {
    const known = metadataType(type);
    if (known === undefined || (known.since ?? 0) > apiVersion) {
      const lacks = known === undefined ? 'emulated' : `in version ${apiVersion}.0`;
      messages.push({
        fileName: `${root}package.xml`,
        problem: ours(`metadata type '${type}' is not ${lacks}; asked for '${name}'`),
      });
      continue;
    }
    const components =
      name === '*'
        ? view.all('component').filter((component) => component.type === type)
        : [view.get('component', componentKey(type, withoutNamespace(view, name)))].filter(
            (one) => one !== undefined,
          );
    for (const component of components) found.set(`${type}/${component.fullName}`, component);
    if (components.length === 0 && name !== '*')
      messages.push({
        fileName: `${root}package.xml`,
        problem: `Entity of type '${type}' named '${name}' cannot be found`,
      });
  }
  const components = [...found.values()];
  const files = Object.fromEntries(
    components.flatMap((component) => {
      const fileName = fileNameOf(component, root);
      const text = renderComponent(view, component, apiVersion);
      if (!metadataType(component.type)?.metaFile) return [[fileName, text]];
      return [
        [fileName, contentOf(view, component) ?? ''],
        [`${fileName}-meta.xml`, text],
      ];
    }),
  );
  files[`${root}package.xml`] = packageXml(components, apiVersion);
  const encoder = new TextEncoder();
  const zip = zipSync(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [name, encoder.encode(text)])),
  );
  return {
    fileProperties: components.map((component) =>
      fileProperties(view, component, fileNameOf(component, root)),
    ),
    messages,
    zipFile: Buffer.from(zip).toString('base64'),
  };
};

/** The content file of a certificate or a class. */
export const contentOf = (view: View, { type, fullName }: StoredComponent): string | undefined => {
  const key = componentKey(type, fullName);
  if (type === 'ApexClass') return view.get('apexClass', key)?.body;
  return type === 'Certificate' ? view.get('certificate', key)?.pem : undefined;
};

export const fileNameOf = (component: StoredComponent, root: string): string => {
  const type = metadataType(component.type);
  return `${root}${type?.directory}/${component.fullName}.${type?.suffix}`;
};

const packageXml = (components: readonly StoredComponent[], apiVersion: number): string =>
  xmlDocument('Package', METADATA_NAMESPACE, {
    types: METADATA_TYPES.flatMap(({ name }) => {
      const members = components.filter(({ type }) => type === name).map(({ fullName }) => fullName);
      return members.length > 0 ? [{ members: members.toSorted(), name }] : [];
    }),
    version: `${apiVersion}.0`,
  });
