import { dirname, join, resolve } from 'node:path';
import { defaultConfig, localStateDir } from '../engine/read-one.ts';
import { KeywayError } from '../errors/index.ts';
import type { LocalCipherTrust } from '../local/ciphertrust/index.ts';
import type { LocalOrg } from '../local/salesforce/index.ts';

export interface LocalOrgPlace {
  /** The org's state folder; default: `.keyway/local-org` beside the config. */
  readonly stateDir?: string | undefined;
  readonly config?: string | undefined;
}

export interface LocalOrgStart extends LocalOrgPlace {
  readonly port?: number | undefined;
  /** Adds the org to those of the sf CLI under this name. */
  readonly alias?: string | undefined;
  /** Path of a seed file for an org that doesn't exist yet. */
  readonly seed?: string | undefined;
  /** PEM certificates of authorities that the org's callouts trust in addition to the public ones. */
  readonly trustedCa?: readonly string[] | undefined;
}

/**
 * Starts the embedded org as a server for other clients, until it is closed. Its sign-in under an alias stays
 * afterwards, like those of the sf CLI. The next start under that alias renews it.
 */
export async function startLocalOrg(start: LocalOrgStart): Promise<LocalOrg> {
  const { createLocalOrg } = await import('../local/salesforce/index.ts');
  const seeded = start.seed === undefined ? {} : await readSeed(resolve(start.seed));
  const org = await createLocalOrg({
    ...seeded,
    stateDir: stateDirOf(start),
    port: start.port ?? 0,
    shared: true,
    ...(start.trustedCa ? { trustedCa: start.trustedCa } : {}),
  });
  if (start.alias === undefined) return org;
  try {
    const { saveLogin } = await import('../salesforce/index.ts');
    const { url: instanceUrl, accessToken, orgId, username } = org;
    await saveLogin({ alias: start.alias, instanceUrl, accessToken, orgId, username });
    return org;
  } catch (error) {
    await org.close();
    throw error;
  }
}

/** The name of CipherTrust's connection to the org. */
export const localConnection = 'local-org';

/**
 * Starts the embedded org with a CipherTrust beside it. Each trusts the other. CipherTrust has a connection to the
 * org and two keys to upload, `local-data` and `local-search`. Both keep their state.
 */
export async function startLocalOrgWithCipherTrust(
  start: LocalOrgStart,
): Promise<{ readonly org: LocalOrg; readonly cipherTrust: LocalCipherTrust }> {
  const { createLocalCipherTrust } = await import('../local/ciphertrust/index.ts');
  const stateDir = join(dirname(stateDirOf(start)), 'local-ciphertrust');
  const cipherTrust = await createLocalCipherTrust({ stateDir, sourceKeys: ['local-data', 'local-search'] });
  try {
    const org = await startLocalOrg({ ...start, trustedCa: [...(start.trustedCa ?? []), cipherTrust.ca] });
    const { url, accessToken } = org;
    cipherTrust.connect({ connection: localConnection, url, accessToken });
    return { org, cipherTrust };
  } catch (error) {
    await cipherTrust.close();
    throw error;
  }
}

async function readSeed(path: string) {
  const { readSeedFile } = await import('../local/salesforce/seed/seed-file.ts');
  return readSeedFile(path);
}

/** Resets the embedded org to its seed. */
export async function resetLocalOrg(place: LocalOrgPlace): Promise<{ readonly stateDir: string }> {
  const { createLocalOrg } = await import('../local/salesforce/index.ts');
  const stateDir = stateDirOf(place);
  const org = await createLocalOrg({ stateDir });
  try {
    await org.reset();
  } finally {
    await org.close();
  }
  return { stateDir };
}

export interface LocalOrgStatus {
  readonly stateDir: string;
  readonly running: boolean;
  readonly instanceUrl: string | null;
}

/** Whether a server uses this state, and its address. */
export async function localOrgStatus(place: LocalOrgPlace): Promise<LocalOrgStatus> {
  const { findRunning } = await import('../local/salesforce/index.ts');
  const stateDir = stateDirOf(place);
  const running = await findRunning(stateDir);
  return { stateDir, running: running !== undefined, instanceUrl: running?.url ?? null };
}

function stateDirOf({ stateDir, config }: LocalOrgPlace): string {
  return stateDir === undefined ? localStateDir(config ?? defaultConfig) : resolve(stateDir);
}

/** @throws KeywayError `UsageWrong` */
export function portOf(value: unknown): number {
  const port = value ?? 0;
  if (typeof port === 'number' && Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new KeywayError('UsageWrong', '--port takes a number from 0 to 65535; 0 takes a free one.');
}
