import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { chooseEnvironment, type Problem, projectNamespace } from '../config/index.ts';
import { type ConfigOptions, defaultConfig, readOne } from '../engine/read-one.ts';
import { KeywayError } from '../errors/index.ts';
import { writeWholeFile } from '../errors/write-file.ts';
import { type Config, loadDocument } from '../kinds/config.ts';
import { sourceTree, toComponents, toParts } from '../kinds/metadata.ts';
import { addOwnPrefix } from '../kinds/own-namespace.ts';

export interface RenderOptions extends ConfigOptions {
  /** The folder for force-app/ and manifest/; default: the config's folder. */
  readonly outputDir?: string | undefined;
  /** Writes nothing, and fails if the files on disk differ. */
  readonly check?: boolean | undefined;
}

export interface RenderResult {
  readonly environment: string | null;
  readonly outputDir: string;
  /** All rendered files, relative to `outputDir`. */
  readonly files: readonly string[];
  /** The written files, or with `check` those that differ. */
  readonly changed: readonly string[];
  readonly warnings: readonly Problem[];
}

/** Manifests that only a rendering with removals has. An old one would delete components. */
const optionalFiles = ['manifest/destructiveChangesPost.xml'];

/**
 * Writes source-format metadata and its manifest for the base of the config or one environment.
 * @throws KeywayError `RenderedFilesDiffer` with `check`
 */
export function render(options: RenderOptions): RenderResult {
  const document = loadDocument(options.config ?? defaultConfig);
  const environment =
    options.environment === undefined
      ? undefined
      : chooseEnvironment(document.environments, options.environment, document.file);
  const { config, warnings } = readOne(document, environment, options);
  const outputDir = resolve(options.outputDir ?? dirname(resolve(document.file)));
  const { apiVersion, removed } = config;
  const namespace = projectNamespace(document.file);
  const components = toComponents(config, { apiVersion });
  const shown = namespace === undefined ? components : components.map((one) => addOwnPrefix(namespace, one));
  const tree = sourceTree(shown, { apiVersion, removed });
  const stale = optionalFiles.filter((path) => !tree.has(path) && existsSync(join(outputDir, path)));
  const changed = [
    ...[...tree].filter(([path, text]) => readText(join(outputDir, path)) !== text).map(([path]) => path),
    ...stale,
  ];
  const result = {
    environment: environment?.name ?? null,
    outputDir,
    files: [...tree.keys()],
    changed,
    warnings: [...warnings, ...notRendered(config)],
  };
  if (options.check) {
    if (changed.length === 0) return result;
    throw new KeywayError(
      'RenderedFilesDiffer',
      `These files differ from what ${document.file} renders to:\n  ${changed.join('\n  ')}`,
      {
        actions: ['Run `keyway render` and commit what it writes.'],
        data: { changed },
      },
    );
  }
  for (const path of changed) {
    const target = join(outputDir, path);
    const text = tree.get(path);
    if (text === undefined) rmSync(target);
    else
      writeWholeFile(target, text, {
        makeFolders: true,
        durable: false,
        actions: ['Check the folder and its permissions, or choose another with --output-dir.'],
      });
  }
  return result;
}

/** A file with only a part of a component would remove the rest wherever it is deployed. */
function notRendered(config: Config): readonly Problem[] {
  return toParts(config, { apiVersion: config.apiVersion }).map(({ origins }) => {
    const path = origins.get('') ?? [];
    const message = `${path.join('.')} is not rendered: it is shared, and only the org has the rest of it`;
    return { severity: 'warning', at: config.locate(path), message };
  });
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
