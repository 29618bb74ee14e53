import { ours } from '../api-error.ts';
import { decodeUtf8 } from '../server/body.ts';
import { type DeployMessage, failure } from './deploy-message.ts';
import type { DeployOptions } from './deploy-options.ts';
import { type PackageManifest, readPackageXml } from './package-xml.ts';
import { ComponentProblem } from './problem.ts';
import { METADATA_TYPES, type MetadataType, metadataType } from './types.ts';
import { ZipProblem } from './zip.ts';

export interface SourceFile {
  readonly type: MetadataType;
  readonly fullName: string;
  /** The path in the zip with its folder, as results name it. */
  readonly fileName: string;
  readonly content: Buffer;
  /** The content file, for types with two files. */
  readonly attachment?: Buffer;
}

export interface Deletion {
  readonly type: string;
  readonly fullName: string;
  readonly fileName: string;
}

/** The content of a deploy, sorted. `failures` has the problems found so far. */
export interface DeploySource {
  /** From package.xml, else from the endpoint. */
  readonly apiVersion: number;
  readonly manifest: string;
  readonly files: readonly SourceFile[];
  readonly before: readonly Deletion[];
  readonly after: readonly Deletion[];
  readonly manifests: readonly string[];
  readonly failures: readonly DeployMessage[];
}

const about = (fileName: string) => ({
  type: '',
  fullName: fileName.split('/').at(-1) ?? fileName,
  fileName,
});

/**
 * Reads the manifests and finds the components. package.xml is at the root or in the only folder there: `sf project
 * deploy start --metadata-dir` creates a folder `zip`. Throws ZipProblem if there is none.
 */
export const readSource = (
  zip: ReadonlyMap<string, Buffer>,
  endpointVersion: number,
  options: Pick<DeployOptions, 'allowMissingFiles' | 'autoUpdatePackage'>,
): DeploySource => {
  const root = rootOf([...zip.keys()]);
  const failures: DeployMessage[] = [];
  const read = (name: string): PackageManifest | undefined => {
    const content = zip.get(root + name);
    if (content === undefined) return undefined;
    try {
      return readPackageXml(decodeUtf8(content));
    } catch (error) {
      if (!(error instanceof ComponentProblem)) throw error;
      failures.push(failure(about(root + name), error.message, error));
      return undefined;
    }
  };
  const manifest = read('package.xml') ?? { members: [], version: undefined };
  const deletions = (name: string): readonly Deletion[] =>
    (read(name)?.members ?? []).flatMap(({ type, name: fullName }) => {
      const deletion = { type, fullName, fileName: root + name };
      if (fullName !== '*') return [deletion];
      failures.push(failure(deletion, ours('the wildcard * is not allowed in destructive changes')));
      return [];
    });
  const before = deletions('destructiveChangesPre.xml');
  const after = [...deletions('destructiveChanges.xml'), ...deletions('destructiveChangesPost.xml')];
  const destructive = ['destructiveChangesPre.xml', 'destructiveChanges.xml', 'destructiveChangesPost.xml'];
  const files = componentFiles(zip, root, destructive, failures);
  failures.push(...compare(files, manifest, `${root}package.xml`, options));
  return {
    apiVersion: manifest.version ?? endpointVersion,
    manifest: `${root}package.xml`,
    files,
    before,
    after,
    manifests: ['package.xml', ...destructive].map((name) => root + name).filter((name) => zip.has(name)),
    failures,
  };
};

const rootOf = (names: readonly string[]): string => {
  if (names.includes('package.xml')) return '';
  const found = names.filter((name) => /^[^/]+\/package\.xml$/.test(name));
  if (found.length === 1) return (found[0] as string).slice(0, -'package.xml'.length);
  if (found.length > 1)
    throw new ZipProblem('a zip of several packages (singlePackage=false) is not emulated');
  throw new ZipProblem('No package.xml found');
};

const componentFiles = (
  zip: ReadonlyMap<string, Buffer>,
  root: string,
  destructive: readonly string[],
  failures: DeployMessage[],
): readonly SourceFile[] => {
  const files: SourceFile[] = [];
  for (const [fileName, content] of zip) {
    const path = fileName.startsWith(root) ? fileName.slice(root.length) : fileName;
    if (path === 'package.xml' || destructive.includes(path)) continue;
    const [directory, name = '', ...deeper] = path.split('/');
    const type = METADATA_TYPES.find((candidate) => candidate.directory === directory);
    const ending = `.${type?.suffix}`;
    if (type?.metaFile && deeper.length === 0 && name.endsWith(`${ending}-meta.xml`)) {
      const own = fileName.slice(0, -'-meta.xml'.length);
      const fullName = name.slice(0, -`${ending}-meta.xml`.length);
      const attachment = zip.get(own);
      files.push({ type, fullName, fileName: own, content, ...(attachment ? { attachment } : {}) });
    } else if (type?.metaFile && deeper.length === 0 && name.endsWith(ending)) {
      if (!zip.has(`${fileName}-meta.xml`))
        failures.push(
          failure(
            { type: type.name, fullName: name.slice(0, -ending.length), fileName },
            `${name} does not have a -meta.xml file`,
          ),
        );
    } else if (type && deeper.length === 0 && name.endsWith(ending))
      files.push({ type, fullName: name.slice(0, -ending.length), fileName, content });
    else
      failures.push(
        failure(about(fileName), ours(`the local org does not emulate what this file is: ${path}`)),
      );
  }
  return files;
};

/** package.xml must match the files (Metadata API Developer Guide, deploy()). */
const compare = (
  files: readonly SourceFile[],
  manifest: PackageManifest,
  fileName: string,
  options: Pick<DeployOptions, 'allowMissingFiles' | 'autoUpdatePackage'>,
): readonly DeployMessage[] => {
  const failures: DeployMessage[] = [];
  const listed = new Set<string>();
  for (const { type, name } of manifest.members) {
    if (metadataType(type) === undefined) {
      failures.push(
        failure({ type, fullName: name, fileName }, ours(`metadata type ${type} is not emulated`)),
      );
      continue;
    }
    const matching = files.filter(
      (file) => file.type.name === type && (name === '*' || file.fullName === name),
    );
    for (const file of matching) listed.add(file.fileName);
    if (matching.length === 0 && name !== '*' && !options.allowMissingFiles)
      failures.push(
        failure(
          { type, fullName: name, fileName },
          `An object '${name}' of type ${type} was named in package.xml, but was not found in zipped directory`,
        ),
      );
  }
  for (const file of files)
    if (!listed.has(file.fileName) && !options.autoUpdatePackage)
      failures.push(
        failure(
          { type: file.type.name, fullName: file.fullName, fileName: file.fileName },
          'Not in package.xml',
        ),
      );
  return failures;
};
