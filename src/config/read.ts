import { KeywayError, type Position } from '../errors/index.ts';
import { readBySchema } from './by-schema.ts';
import { checkConfig } from './check.ts';
import {
  baseTree,
  type Environment,
  environmentTree,
  isLocal,
  nullProblems,
  readEnvironments,
} from './environments.ts';
import { apiVersion, type ConfigFormat, type FileHeader, type TypedFormat } from './format.ts';
import { ConfigError, type Problem, removeReported } from './problems.ts';
import type { SecretReference, Sources } from './references.ts';
import { resolveTree } from './resolve.ts';
import { checkSecrets, markSecrets, secretReferences } from './secrets.ts';
import { expandShortForms } from './short-forms.ts';
import { type ConfigPath, locate, type Tree } from './tree.ts';
import { parseYaml } from './yaml.ts';

/** A parsed config file, before an environment is chosen. */
export interface ConfigDocument {
  /** The path as the user gave it, for messages. */
  readonly file: string;
  readonly tree: Tree;
  readonly environments: readonly Environment[];
  readonly problems: readonly Problem[];
}

/** One environment's content outside the sections, with all references resolved except those to secrets. */
export interface ReadFile {
  readonly file: string;
  readonly environment: Environment | undefined;
  /** The file's version, or its replacement. */
  readonly apiVersion: string;
  /** References to secrets by path (`externalCredentials.X.principals.Y.credentials.Z`). */
  readonly secrets: ReadonlyMap<string, SecretReference>;
  /** Returns the position of a path in the file. */
  readonly locate: (path: ConfigPath) => Position;
}

export interface ReadOptions {
  readonly sources: Sources;
  /** From `-a` or SF_ORG_API_VERSION; overrides the file's. */
  readonly apiVersion?: string | undefined;
  /** From sfdx-project.json; used if nothing else sets it. */
  readonly defaultApiVersion?: string | undefined;
}

/**
 * Parses the text of a config file.
 * @throws ConfigError if it isn't YAML, or not a map
 */
export function parseConfig(text: string, file: string, format: ConfigFormat): ConfigDocument {
  const { tree: plain, problems } = parseYaml(text, file);
  if (!plain) throw new ConfigError(problems);
  const tree = markSecrets(expandShortForms(plain, format.sections), format.sections);
  if (tree.kind !== 'map') {
    const message = 'the file must be a map that starts with `version: 1`';
    throw new ConfigError([...problems, { severity: 'error', at: tree.at, message }]);
  }
  const { environments, problems: found } = readEnvironments(tree, format);
  return { file, tree, environments, problems: [...problems, ...removeReported(found, problems)] };
}

/**
 * Reads one environment, or the base if undefined: the config, with all errors and warnings.
 * @throws KeywayError `ApiVersionWrong` if keyway doesn't support the `apiVersion` of the options
 */
export function readConfig<C extends FileHeader>(
  document: ConfigDocument,
  environment: Environment | undefined,
  options: ReadOptions,
  format: TypedFormat<C>,
): { readonly config?: C & ReadFile; readonly problems: readonly Problem[] } {
  const given = parseApiVersion(options.apiVersion);
  const written = environment
    ? environmentTree(document.tree, environment.name, format)
    : baseTree(document.tree);
  const local = isLocal(environment);
  const { tree, problems: unresolved } = resolveTree(written, {
    sources: options.sources,
    local,
    sections: format.sections,
  });
  const { data, problems: invalid } = readBySchema(format.schema, tree);
  const version = given ?? data?.apiVersion ?? options.defaultApiVersion;
  // A missing version is reported separately. Then no field counts as too new.
  const whole = data ? checkConfig(format, data, tree, { apiVersion: version ?? '999.0', local }) : [];
  // Problems of an earlier stage are closer to the cause.
  const stages = [
    [...(environment ? nullProblems(document.tree, environment.name, format) : []), ...unresolved],
    checkSecrets(written, format.sections),
    [...invalid, ...apiVersionProblem(given ?? data?.apiVersion, options.defaultApiVersion, tree)],
    whole,
  ];
  const problems: Problem[] = [...document.problems];
  for (const stage of stages)
    problems.push(...removeReported(stage, problems).map(inEnvironment(environment)));
  if (problems.some(({ severity }) => severity === 'error') || data === undefined || version === undefined)
    return { problems };
  const config: C & ReadFile = {
    ...data,
    file: document.file,
    environment,
    apiVersion: version,
    secrets: secretReferences(tree),
    locate: (path) => locate(tree, path),
  };
  return { config, problems };
}

function inEnvironment(environment: Environment | undefined) {
  return (problem: Problem): Problem =>
    environment ? { ...problem, environments: [environment.name] } : problem;
}

/** Accepts `66` and `66.0`, as the sf CLI does. */
function parseApiVersion(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  const version = /^\d+$/.test(text) ? `${text}.0` : text;
  const reason = apiVersion.safeParse(version).error?.issues[0]?.message;
  if (reason === undefined) return version;
  throw new KeywayError(
    'ApiVersionWrong',
    `The API version "${text}", from -a or SF_ORG_API_VERSION, ${reason}.`,
    {
      actions: ["Use a version such as 66.0, or unset it to use the config's."],
    },
  );
}

function apiVersionProblem(
  version: string | undefined,
  fallback: string | undefined,
  tree: Tree,
): readonly Problem[] {
  if (version !== undefined || (tree.kind === 'map' && tree.entries.has('apiVersion'))) return [];
  const reason =
    fallback === undefined ? undefined : apiVersion.safeParse(fallback).error?.issues[0]?.message;
  if (fallback !== undefined && reason === undefined) return [];
  const cause = reason
    ? `and sourceApiVersion of sfdx-project.json, "${fallback}", ${reason}`
    : 'and there is no sourceApiVersion in sfdx-project.json';
  return [
    {
      severity: 'error',
      at: tree.at,
      message: `"apiVersion" is missing, ${cause}; write apiVersion: "66.0"`,
    },
  ];
}
