import { dirname, resolve } from 'node:path';
import {
  type Config,
  type ConfigDocument,
  ConfigError,
  chooseEnvironment,
  type Environment,
  loadDocument,
  type Problem,
  processSources,
  projectApiVersion,
  readConfig,
} from '../config/index.ts';
import { connect, type Org, readSfDefault, resolveTarget } from '../org/index.ts';
import { guardOrg, guardTarget } from './guard.ts';

/** What every verb that reads a config takes. */
export interface ConfigOptions {
  /** Path of the config; default `keyway.yaml`. */
  readonly config?: string | undefined;
  readonly environment?: string | undefined;
  /** As in `66.0`; goes before the config's. */
  readonly apiVersion?: string | undefined;
}

/** What every verb that needs an org takes. */
export interface OrgOptions extends ConfigOptions {
  /** `local`, or an alias or username known to the sf CLI; goes before the environment's. */
  readonly targetOrg?: string | undefined;
}

/** One environment's config and the org that it is for. */
export interface Session {
  readonly config: Config;
  readonly warnings: readonly Problem[];
  readonly org: Org;
  readonly close: () => Promise<void>;
}

/** What people are told beside a result. */
export interface Remarks {
  readonly heading: string;
  readonly warnings: readonly Problem[];
}

export const defaultConfig = 'keyway.yaml';

/** The config's document, and one environment of it chosen and read. Throws ConfigError where it has errors. */
export function openConfig(options: ConfigOptions): {
  document: ConfigDocument;
  config: Config;
  warnings: readonly Problem[];
} {
  const document = loadDocument(options.config ?? defaultConfig);
  const environment = chooseEnvironment(document.environments, options.environment, document.file);
  return { document, ...readOne(document, environment, options) };
}

export function readOne(
  document: ConfigDocument,
  environment: Environment | undefined,
  options: ConfigOptions,
) {
  const { config, problems } = readConfig(document, environment, {
    sources: processSources(document.file),
    apiVersion: options.apiVersion ?? process.env.SF_ORG_API_VERSION,
    defaultApiVersion: projectApiVersion(document.file),
  });
  if (!config) throw new ConfigError(problems);
  return { config, warnings: problems };
}

/**
 * Reads the config, finds out which org is meant, stops where it is another environment's, and logs in.
 * Whoever opens a session closes it: the embedded org ends with it.
 */
export async function openSession(options: OrgOptions): Promise<Session> {
  const { document, config, warnings } = openConfig(options);
  const environmentTarget = singleTarget(config.environment);
  const target = resolveTarget({
    flag: options.targetOrg,
    environmentTarget,
    env: process.env,
    // Read only where nothing else names an org: it is a file more to open.
    sfDefault:
      options.targetOrg === undefined && environmentTarget === undefined ? await readSfDefault() : undefined,
  });
  guardTarget(target, config.environment, document.environments);
  const org = await connect(target, {
    apiVersion: config.apiVersion,
    stateDir: localStateDir(document.file),
  });
  try {
    guardOrg(org, config.environment, document.environments);
  } catch (error) {
    await org.close();
    throw error;
  }
  return { config, warnings, org, close: () => org.close() };
}

/** Where the embedded org of a config keeps its state. */
export function localStateDir(configFile: string): string {
  return resolve(dirname(resolve(configFile)), '.keyway', 'local-org');
}

function singleTarget(environment: Environment | undefined): string | undefined {
  return (
    environment?.targetOrg ?? (environment?.targetOrgs?.length === 1 ? environment.targetOrgs[0] : undefined)
  );
}
