import type { Position } from '../errors.ts';
import { checkConfig } from './check.ts';
import { baseTree, type Environment, environmentTree, readEnvironments } from './environments.ts';
import { ConfigError, type Problem, readBySchema } from './problems.ts';
import { parseReferences, type SecretReference, type Sources } from './references.ts';
import { resolveTree } from './resolve.ts';
import { type ConfigFile, configSchema, notYet } from './schema/index.ts';
import { checkSecrets, isSecretPlace } from './secrets.ts';
import { type ConfigPath, locate, mapScalars, pick, type Tree } from './tree.ts';
import { parseYaml } from './yaml.ts';

/** A config file as it was written, before an environment is chosen. */
export interface ConfigDocument {
  /** The path as the user gave it; messages name it. */
  readonly file: string;
  readonly tree: Tree;
  readonly environments: readonly Environment[];
  readonly problems: readonly Problem[];
}

/** What the other stages take: one environment's components, every reference resolved but those to secrets. */
export interface Config extends ConfigFile {
  readonly file: string;
  readonly environment: Environment | undefined;
  readonly apiVersion: string;
  /** The references to secrets by path (`externalCredentials.X.principals.Y.credentials.Z`). */
  readonly secrets: ReadonlyMap<string, SecretReference>;
  /** Where a path was written. */
  readonly locate: (path: ConfigPath) => Position;
}

export interface ReadOptions {
  readonly sources: Sources;
  /** From `-a` or SF_ORG_API_VERSION: goes before the file's. */
  readonly apiVersion?: string | undefined;
  /** From sfdx-project.json: taken where nothing else says it. */
  readonly defaultApiVersion?: string | undefined;
}

/**
 * Reads the text of a config file.
 * @throws ConfigError where it is not YAML, or not a map
 */
export function parseConfig(text: string, file: string): ConfigDocument {
  const { tree, problems } = parseYaml(text, file);
  if (!tree) throw new ConfigError(problems);
  if (tree.kind !== 'map') {
    throw new ConfigError([
      { severity: 'error', at: tree.at, message: 'the file must be a map that begins with `version: 1`' },
    ]);
  }
  const { environments, problems: found } = readEnvironments(tree);
  return { file, tree, environments, problems: found };
}

/** One environment, or the base where it is undefined: the config, and all that is wrong or doubtful in it. */
export function readConfig(
  document: ConfigDocument,
  environment: Environment | undefined,
  options: ReadOptions,
): { readonly config?: Config; readonly problems: readonly Problem[] } {
  const written = environment ? environmentTree(document.tree, environment.name) : baseTree(document.tree);
  const local = environment?.targetOrg === 'local' || (environment?.targetOrgs?.includes('local') ?? false);
  const missing = refuseNotYet(written);
  const { tree, problems: unresolved } = resolveTree(pick(written, isFilled), options.sources);
  const { data, problems: invalid } = readBySchema(configSchema, tree);
  const apiVersion = options.apiVersion ?? data?.apiVersion ?? options.defaultApiVersion;
  const problems = [
    ...document.problems,
    ...missing,
    ...unresolved,
    ...checkSecrets(pick(written, isFilled)),
    ...invalid,
  ];
  if (!data) return { problems };
  if (apiVersion === undefined) {
    const message =
      '"apiVersion" is missing, and there is no sourceApiVersion in sfdx-project.json; write apiVersion: "66.0"';
    return { problems: [...problems, { severity: 'error', at: tree.at, message }] };
  }
  problems.push(
    ...checkConfig(data, tree, { apiVersion, local }).filter((problem) => !repeats(problem, unresolved)),
  );
  const config: Config = {
    ...data,
    file: document.file,
    environment,
    apiVersion,
    secrets: secretReferences(tree),
    locate: (path) => locate(tree, path),
  };
  return problems.some(({ severity }) => severity === 'error') ? { problems } : { config, problems };
}

const isFilled = (key: string) => !notYet.some((name) => name === key);

function refuseNotYet(tree: Tree): readonly Problem[] {
  if (tree.kind !== 'map') return [];
  return [...tree.entries]
    .filter(([key]) => !isFilled(key))
    .map(([key, { keyAt }]) => {
      const message = `"${key}" is part of the format, but this version of keyway does not carry it out yet; take it out`;
      return { severity: 'error', at: keyAt, message };
    });
}

/** A text that could not be resolved is no URL either; one problem a place is enough. */
function repeats(problem: Problem, others: readonly Problem[]): boolean {
  return others.some(({ at }) => at.line === problem.at.line && at.column === problem.at.column);
}

function secretReferences(tree: Tree): ReadonlyMap<string, SecretReference> {
  const references = new Map<string, SecretReference>();
  mapScalars(tree, (scalar, path) => {
    if (typeof scalar.value === 'string' && isSecretPlace(path) && path.at(-1) !== 'encrypted') {
      const { parts } = parseReferences(scalar.value);
      if (parts.length > 0) references.set(path.join('.'), { text: scalar.value, at: scalar.at });
    }
    return scalar;
  });
  return references;
}
