import { ours } from '../api-error.ts';
import { NEWEST_VERSION, OLDEST_PACKAGE_VERSION } from '../server/versions.ts';
import { PARSE_ERROR_PREFIX } from '../uncertain.ts';
import { readXml, type XmlElement, XmlError } from '../xml/read.ts';
import { ComponentProblem } from './problem.ts';
import { METADATA_NAMESPACE } from './shapes/shape.ts';

export interface PackageMember {
  readonly type: string;
  /** A name, or `*`. */
  readonly name: string;
}

export interface PackageManifest {
  readonly members: readonly PackageMember[];
  /** 66 for `66.0`; undefined if the file has none. */
  readonly version: number | undefined;
}

/** Manifest elements for distributed packages (Metadata WSDL, Package): accepted, without effect here. */
const IGNORED = [
  'fullName',
  'description',
  'apiAccessLevel',
  'namespacePrefix',
  'uninstallClass',
  'postInstallClass',
  'setupWeblink',
];

/**
 * Parses package.xml or a destructive manifest (Metadata API Developer Guide, "Sample package.xml Manifest Files").
 * Throws ComponentProblem.
 */
export const readPackageXml = (text: string): PackageManifest => {
  let root: XmlElement;
  try {
    root = readXml(text);
  } catch (error) {
    if (error instanceof XmlError) throw new ComponentProblem(PARSE_ERROR_PREFIX + error.message, error);
    throw error;
  }
  if (root.name !== 'Package' || root.namespace !== METADATA_NAMESPACE)
    throw new ComponentProblem(ours(`the root is not {${METADATA_NAMESPACE}}Package`), root);
  return packageOf(root);
};

/** The content of a `Package` element, which a retrieve request also contains. */
export const packageOf = (root: XmlElement): PackageManifest => {
  const members: PackageMember[] = [];
  let version: number | undefined;
  for (const element of root.children) {
    if (element.name === 'types') members.push(...typeMembers(element));
    else if (element.name === 'version') version = versionOf(element);
    else if (!IGNORED.includes(element.name))
      throw new ComponentProblem(
        `${PARSE_ERROR_PREFIX}Element {${element.namespace}}${element.name} invalid at this location in type Package`,
        element,
      );
  }
  return { members, version };
};

const typeMembers = (types: XmlElement): readonly PackageMember[] => {
  const names: string[] = [];
  let type: string | undefined;
  for (const element of types.children) {
    const text = element.text.trim();
    if (element.name === 'members') names.push(text);
    else if (element.name === 'name' && type === undefined) type = text;
    else
      throw new ComponentProblem(
        `${PARSE_ERROR_PREFIX}Element {${element.namespace}}${element.name} invalid at this location in type PackageTypeMembers`,
        element,
      );
  }
  if (type === undefined || type === '') throw new ComponentProblem('Required field is missing: name', types);
  return names.map((name) => ({ type, name }));
};

const versionOf = (element: XmlElement): number => {
  const text = element.text.trim();
  const version = Number(/^(\d{1,3})\.0$/.exec(text)?.[1]);
  if (version >= OLDEST_PACKAGE_VERSION && version <= NEWEST_VERSION) return version;
  throw new ComponentProblem(
    ours(
      `the package's version "${text}" is not one from ${OLDEST_PACKAGE_VERSION}.0 to ${NEWEST_VERSION}.0`,
    ),
    element,
  );
};
