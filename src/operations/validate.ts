import {
  type ConfigDocument,
  ConfigError,
  type Problem,
  projectApiVersion,
  sortProblems,
} from '../config/index.ts';
import { type ConfigOptions, defaultConfig, localPlaceholders, sourcesOf } from '../engine/read-one.ts';
import { loadDocument, readConfig } from '../kinds/config.ts';

export interface ValidateResult {
  readonly file: string;
  readonly environments: readonly string[];
  /** Errors and warnings, ordered by place. */
  readonly problems: readonly Problem[];
  readonly valid: boolean;
}

/** Checks a config, its base and all its environments offline. */
export function validate(options: ConfigOptions): ValidateResult {
  const file = options.config ?? defaultConfig;
  let document: ConfigDocument;
  try {
    document = loadDocument(file);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { file, environments: [], problems: error.problems, valid: false };
  }
  const defaultApiVersion = projectApiVersion(file);
  const problems = [undefined, ...document.environments].flatMap(
    (environment) =>
      readConfig(document, environment, {
        sources: sourcesOf(file, options, localPlaceholders),
        apiVersion: options.apiVersion ?? process.env.SF_ORG_API_VERSION,
        defaultApiVersion,
      }).problems,
  );
  return {
    file,
    environments: document.environments.map(({ name }) => name),
    problems: sortProblems(problems),
    valid: !problems.some(({ severity }) => severity === 'error'),
  };
}
