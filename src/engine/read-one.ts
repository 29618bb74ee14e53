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

/*
 * What the verbs that stay offline need; they import nothing that talks to an org.
 */

/** What every verb that reads a config takes. */
export interface ConfigOptions {
  /** Path of the config; default `keyway.yaml`. */
  readonly config?: string | undefined;
  readonly environment?: string | undefined;
  /** As in `66.0`; goes before the config's. */
  readonly apiVersion?: string | undefined;
  /** A dotenv file for references. */
  readonly envFile?: string | undefined;
  /** References to commands may run; default whether KEYWAY_ALLOW_COMMANDS is 1. */
  readonly allowCommands?: boolean | undefined;
  /** Values of variables beside those of the environment; in memory only. */
  readonly variables?: ReadonlyMap<string, string> | undefined;
  /** Ends the command of a reference; where there is an org, it also cuts the request that is under way, and sends nothing more. */
  readonly signal?: AbortSignal | undefined;
}

export const defaultConfig = 'keyway.yaml';

/** Reads one environment of a document, or its base. Throws ConfigError where it has errors. */
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

/** Where references get their values from; settings of the user's own are environment variables. */
export function sourcesOf(file: string, options: ConfigOptions, local?: SourceOptions['local']): Sources {
  const { envFile, allowCommands = process.env.KEYWAY_ALLOW_COMMANDS === '1', signal } = options;
  const sources = processSources(file, { envFile, allowCommands, local, signal });
  if (options.variables === undefined) return sources;
  return { ...sources, env: { ...sources.env, ...Object.fromEntries(options.variables) } };
}

/** Stand in for the values of the key service beside the embedded org where only the config is checked. */
export const localPlaceholders = {
  keyService: 'http://127.0.0.1/keys',
  tokenUrl: 'http://127.0.0.1/oauth2/token',
  clientId: 'local',
  clientSecret: 'local',
};

/** Where the embedded org of a config keeps its state. */
export function localStateDir(configFile: string): string {
  return resolve(dirname(resolve(configFile)), '.keyway', 'local-org');
}
