import { resolve } from 'node:path';
import { KeywayError } from '../errors.ts';
import type { LocalOrg } from '../local-org/index.ts';
import { defaultConfig, localStateDir } from './session.ts';

export interface LocalOrgPlace {
  /** Where the org keeps its state; default `.keyway/local-org` beside the config. */
  readonly stateDir?: string | undefined;
  readonly config?: string | undefined;
}

/** Starts the embedded org as a server that other clients can use, until it is closed. */
export async function startLocalOrg(
  place: LocalOrgPlace & { readonly port?: number | undefined },
): Promise<LocalOrg> {
  const { createLocalOrg } = await import('../local-org/index.ts');
  return createLocalOrg({ stateDir: stateDirOf(place), port: place.port ?? 0, shared: true });
}

/** Takes the embedded org back to its seed. */
export async function resetLocalOrg(place: LocalOrgPlace): Promise<{ readonly stateDir: string }> {
  const { createLocalOrg } = await import('../local-org/index.ts');
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

/** Whether a server runs on this state, and where. */
export async function localOrgStatus(place: LocalOrgPlace): Promise<LocalOrgStatus> {
  const { findRunning } = await import('../local-org/index.ts');
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
