import { dirname, resolve } from 'node:path';
import {
  type ConfigDocument,
  ConfigError,
  type Environment,
  processSources,
  projectApiVersion,
  type SourceOptions,
  type Sources,
} from '../config/index.ts';
import { readConfig } from '../kinds/config.ts';

/* What offline operations need. This file imports nothing that talks to an org. */

/** Options of every operation that reads a config. */
export interface ConfigOptions {
  /** Path of the config; default `keyway.yaml`. */
  readonly config?: string | undefined;
  readonly environment?: string | undefined;
  /** As in `66.0`; overrides the config's. */
  readonly apiVersion?: string | undefined;
  /** A dotenv file with values for references. */
  readonly envFile?: string | undefined;
  /** Allows references that run commands; default: whether KEYWAY_ALLOW_COMMANDS is 1. */
  readonly allowCommands?: boolean | undefined;
  /** Values of variables in addition to those of the environment; in memory only. */
  readonly variables?: ReadonlyMap<string, string> | undefined;
  /** Aborts the command of a reference. With an org, also aborts the current request and prevents further ones. */
  readonly signal?: AbortSignal | undefined;
}

export const defaultConfig = 'keyway.yaml';

/**
 * Reads one environment of a document, or its base.
 * @throws ConfigError if it has errors
 */
export function readOne(
  document: ConfigDocument,
  environment: Environment | undefined,
  options: ConfigOptions,
  local?: SourceOptions['local'],
) {
  const sources = sourcesOf(document.file, options, local);
  const { config, problems } = readConfig(document, environment, {
    sources,
    apiVersion: options.apiVersion ?? process.env.SF_ORG_API_VERSION,
    defaultApiVersion: projectApiVersion(document.file),
  });
  if (!config) throw new ConfigError(problems);
  return { config, sources, warnings: problems };
}

/** Where references get their values. The user's own settings are environment variables. */
export function sourcesOf(file: string, options: ConfigOptions, local?: SourceOptions['local']): Sources {
  const { envFile, allowCommands = process.env.KEYWAY_ALLOW_COMMANDS === '1', signal } = options;
  const sources = processSources(file, { envFile, allowCommands, local, signal });
  if (options.variables === undefined) return sources;
  return { ...sources, env: { ...sources.env, ...Object.fromEntries(options.variables) } };
}

/** Placeholders for the values of the embedded org's key service, for runs that only check the config. */
export const localPlaceholders = {
  keyService: 'http://127.0.0.1/keys',
  tokenUrl: 'http://127.0.0.1/oauth2/token',
  clientId: 'local',
  clientSecret: 'local',
};

/** The folder where the embedded org of a config keeps its state. */
export function localStateDir(configFile: string): string {
  return resolve(dirname(resolve(configFile)), '.keyway', 'local-org');
}
