import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type CipherTrust, openCipherTrust } from '../../ciphertrust/connection.ts';
import { fingerprintOf } from '../../ciphertrust/trust.ts';
import { chooseEnvironment, type Environment, type Problem, type Sources } from '../../config/index.ts';
import { resolveWithCommands } from '../../config/references.ts';
import {
  type ConfigOptions,
  defaultConfig,
  localPlaceholders,
  readOne,
  sourcesOf,
} from '../../engine/read-one.ts';
import { KeywayError } from '../../errors/index.ts';
import { loginOf, readCa } from '../../kinds/cipher-trust/login.ts';
import type { CipherTrustSettings } from '../../kinds/cipher-trust/schema.ts';
import { loadDocument } from '../../kinds/config.ts';

/** How to reach CipherTrust and sign in. These options override the config's `cipherTrust:`. */
export interface CipherTrustPlace extends ConfigOptions {
  /** If given, keyway doesn't read the config. */
  readonly url?: string | undefined;
  readonly domain?: string | undefined;
  readonly authDomain?: string | undefined;
  readonly caFile?: string | undefined;
  readonly fingerprint?: string | undefined;
  /** References, such as `${env:NAME}`; default KEYWAY_CCKM_USERNAME and KEYWAY_CCKM_PASSWORD. */
  readonly usernameFrom?: string | undefined;
  readonly passwordFrom?: string | undefined;
  /** The same for a refresh token; default KEYWAY_CCKM_REFRESH_TOKEN. */
  readonly refreshTokenFrom?: string | undefined;
  /** Time to wait for jobs and keys, in milliseconds. */
  readonly wait?: number | undefined;
  readonly onProgress?: ((text: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A connection to CipherTrust, with its settings from the config. */
export interface CipherTrustSession {
  readonly cipherTrust: CipherTrust;
  /** Names of the connection to the org and of the organization. */
  readonly settings: Pick<CipherTrustSettings, 'connection' | 'organization'>;
  readonly environment: Environment | undefined;
  /** Whether a config was read. */
  readonly configured: boolean;
  readonly sources: Sources;
}

/** Remarks shown in addition to a result. */
export interface CipherTrustRemarks {
  readonly cipherTrust: { readonly url: string };
  readonly heading: string;
  readonly warnings: readonly Problem[];
}

/**
 * Opens CipherTrust, runs an operation with it, and always closes it. Sends no request itself.
 *
 * @throws KeywayError `CipherTrustUnknown` if neither the flags nor the config have its URL; ConfigError;
 * `FileUnreadable`
 */
export async function withCipherTrust<T>(
  place: CipherTrustPlace,
  run: (session: CipherTrustSession) => Promise<T>,
): Promise<T & CipherTrustRemarks> {
  const found = find(place);
  const { settings, sources, folder } = found;
  const { url, caFile } = settings;
  const fingerprint = settings.fingerprint;
  const cipherTrust = openCipherTrust({
    url,
    domain: settings.domain,
    authDomain: settings.authDomain,
    ca: caFile === undefined ? undefined : readCa(resolve(folder, caFile), caFile),
    fingerprint: fingerprint === undefined ? undefined : fingerprintOf(fingerprint),
    login: () => resolveWithCommands(sources, () => loginOf(place, settings, sources)),
    signal: place.signal,
  });
  try {
    const { environment, configured, warnings } = found;
    const result = await run({ cipherTrust, settings, environment, configured, sources });
    const heading = headingOf(cipherTrust);
    return { ...result, cipherTrust: { url: `https://${cipherTrust.host}` }, heading, warnings };
  } finally {
    cipherTrust.close();
  }
}

interface Found {
  readonly settings: CipherTrustSettings;
  readonly sources: Sources;
  /** The folder that relative paths start from. */
  readonly folder: string;
  readonly environment: Environment | undefined;
  readonly configured: boolean;
  readonly warnings: readonly Problem[];
}

function find(place: CipherTrustPlace): Found {
  const { url, domain, authDomain, caFile, fingerprint, config: file = defaultConfig } = place;
  const given = Object.fromEntries(
    Object.entries({ domain, authDomain, fingerprint }).filter(([, value]) => value !== undefined),
  );
  if (url !== undefined) {
    const settings = { url, ...given, ...(caFile === undefined ? {} : { caFile }) };
    const sources = sourcesOf(file, place);
    return { settings, sources, folder: '.', environment: undefined, configured: false, warnings: [] };
  }
  if (!existsSync(file) && file === defaultConfig) throw unknown(`There is no ${file} here and no --url`);
  const document = loadDocument(file);
  const environment = chooseEnvironment(document.environments, place.environment, document.file);
  const { config, sources, warnings } = readOne(document, environment, place, localPlaceholders);
  if (config.cipherTrust === undefined)
    throw unknown(`${document.file} has no cipherTrust: and there is no --url`);
  const ca = caFile === undefined ? {} : { caFile: resolve(caFile) };
  return {
    settings: { ...config.cipherTrust, ...given, ...ca },
    sources,
    folder: dirname(resolve(document.file)),
    environment,
    configured: true,
    warnings,
  };
}

function unknown(why: string): KeywayError {
  return new KeywayError('CipherTrustUnknown', `${why}, so keyway doesn't know where CipherTrust is.`, {
    actions: ['Pass --url https://host, or add cipherTrust: { url: https://host } to the config.'],
  });
}

/** @throws KeywayError `UsageWrong` */
export function requireOption(value: string | undefined, what: string): string {
  if (value !== undefined && value !== '') return value;
  throw new KeywayError('UsageWrong', `This command needs ${what}.`, {
    actions: ['To see what each command takes, run keyway cckm --help.'],
  });
}

export function headingOf({ host }: Pick<CipherTrust, 'host'>): string {
  return `CipherTrust at ${host}`;
}
