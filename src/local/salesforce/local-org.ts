import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { KeywayError } from '../../errors/index.ts';
import { createClock } from './clock.ts';
import { createDueWorks } from './due-work.ts';
import { createFaults, type Fault } from './faults.ts';
import { randomCharacters } from './ids.ts';
import {
  type KeyServiceFacts,
  keyServiceFacts,
  type RememberedKeyService,
  rememberedKeyService,
  rememberKeyService,
} from './key-service/facts.ts';
import { startKeyService } from './key-service/key-service.ts';
import type { KeyServiceSettings } from './key-service/switches.ts';
import { createDeployJobs, type JobPace } from './metadata/deploy-jobs.ts';
import { type Org, organization } from './org.ts';
import { createEvents } from './platform-events/events.ts';
import { createKeyCache } from './remote-keys/cache.ts';
import type { OrgKind, Seed } from './seed/options.ts';
import { resetOrg, seedOrg } from './seed/seed.ts';
import { createApp } from './server/app.ts';
import { type Listening, listen } from './server/listen.ts';
import { claimStateDir, statePath } from './state-dir.ts';
import { Database, type View } from './store/database.ts';
import type { Lock, LockHolder } from './store/lock.ts';
import { readState, stateFile } from './store/state-file.ts';

export interface LocalOrgOptions {
  /**
   * The org's folder; default: in memory. An existing org keeps its state: seed, namespace and kind only apply to a
   * new one.
   */
  readonly stateDir?: string;
  /** Default 0: any free port. */
  readonly port?: number;
  readonly seed?: Seed;
  readonly namespace?: string;
  /** Default: developer. */
  readonly kind?: OrgKind;
  /** Returns milliseconds since 1970; default: this machine's time. */
  readonly clock?: () => number;
  /**
   * Whether it serves other processes. If a shared org already uses the stateDir, an unshared one becomes its
   * client; otherwise it waits for its turn.
   */
  readonly shared?: boolean;
  /** Simulated faults; see Fault. */
  readonly faults?: readonly Fault[];
  /** How long deploy jobs stay Pending and InProgress, in milliseconds; default 1 each. */
  readonly pace?: JobPace;
  /**
   * PEM certificates of authorities that callouts trust in addition to the public ones, for services on this
   * machine. A real org only trusts public authorities.
   */
  readonly trustedCa?: readonly string[];
  /** How long to wait for a stateDir that another process uses, in milliseconds; default 30 seconds. */
  readonly lockTimeout?: number;
}

export interface LocalOrgUser {
  readonly id: string;
  readonly username: string;
  readonly alias: string;
  readonly accessToken: string;
}

export interface LocalOrg {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** The administrator's access token. */
  readonly accessToken: string;
  readonly username: string;
  /** 18 characters. */
  readonly orgId: string;
  /** All users who can sign in, the administrator first. */
  readonly users: readonly LocalOrgUser[];
  /** The external key service beside the org. Its address and client stay the same after a restart. */
  readonly keyService: KeyServiceFacts;
  /**
   * Aborted if a change couldn't be saved, for example on a full disk. The reason is the KeywayError. The org
   * answers nothing after that.
   */
  readonly failed: AbortSignal;
  /** Replaces the simulated faults. */
  setFaults(faults: readonly Fault[]): Promise<void>;
  /** Replaces the key service's settings; `{}`: correct answers. */
  setKeyService(settings: KeyServiceSettings): Promise<void>;
  /** Clears the cached cache-only keys. They are fetched again before this resolves. */
  flushKeyCache(): Promise<void>;
  /**
   * Sets the org's time, in milliseconds since 1970. The clock continues from there. Work that becomes due is done
   * before this resolves.
   */
  setTime(milliseconds: number): Promise<void>;
  /** Resets to the seed. The organization's id and the access tokens stay. */
  reset(): Promise<void>;
  /** Closes all connections. The state is on disk. */
  close(): Promise<void>;
}

/** How often an org checks for due work, in milliseconds. It also does so before each request. */
const TICK = 1000;

/**
 * Starts an org on 127.0.0.1.
 *
 * @throws {KeywayError} LocalOrgStateUnreadable, LocalOrgInUse, LocalOrgPortUnavailable, LocalOrgSeedInvalid, FileUnwritable
 */
export const createLocalOrg = async (options: LocalOrgOptions = {}): Promise<LocalOrg> => {
  const { stateDir, shared = false, lockTimeout = 30_000 } = options;
  const listening = await listen(options.port ?? 0);
  const nonce = randomCharacters(24);
  let lock: Lock | undefined;
  try {
    if (stateDir !== undefined) {
      const self = { pid: process.pid, url: listening.url, nonce, shared };
      const claimed = await claimStateDir(stateDir, self, lockTimeout);
      if (!('release' in claimed)) {
        await listening.close();
        return await join(stateDir, claimed);
      }
      lock = claimed;
    }
    return await start(options, listening, nonce, lock);
  } catch (error) {
    await listening.close();
    await lock?.release();
    throw error;
  }
};

const start = async (
  options: LocalOrgOptions,
  listening: Listening,
  nonce: string,
  lock: Lock | undefined,
): Promise<LocalOrg> => {
  const file = options.stateDir === undefined ? undefined : stateFile(statePath(options.stateDir));
  const clock = createClock(options.clock);
  const database = new Database(file);
  const kept = await file?.load();
  if (kept !== undefined) database.restore(kept);
  else
    await database.transaction((tx) =>
      seedOrg(tx, {
        seed: options.seed ?? {},
        kind: options.kind ?? 'developer',
        namespace: options.namespace,
        now: clock.now(),
      }),
    );
  const faults = createFaults(options.faults);
  const events = createEvents(database, clock);
  const { trustedCa = [] } = options;
  const due = createDueWorks(clock);
  const org: Org = { database, clock, faults, events, due, url: listening.url, trustedCa };
  const last = rememberedKeyService(database.view);
  const keyService = await startKeyService(last, { view: () => database.view, now: () => clock.now() });
  const { remembered } = keyService;
  if (!isDeepStrictEqual(remembered, last))
    await database
      .transaction((tx) => rememberKeyService(tx, remembered))
      .catch(async (error) => {
        await keyService.close();
        throw error;
      });
  const reset = (): Promise<void> =>
    database.transaction((tx) => {
      resetOrg(tx, clock.now());
      rememberKeyService(tx, remembered);
    });
  const keyCache = createKeyCache(org);
  due.add(keyCache);
  const flushKeyCache = (): Promise<void> => {
    keyCache.flush();
    return due.run();
  };
  const jobs = createDeployJobs(org, () => options.pace ?? { pending: 1, inProgress: 1 });
  const app = createApp(
    org,
    { nonce, reset, keyService: keyService.switches, keyCache, flushKeyCache },
    jobs,
  );
  jobs.resume();
  // Time passes without requests too. Nothing runs twice, and a closed org does nothing.
  const ticking = setInterval(() => void due.run().catch(() => undefined), TICK).unref();
  listening.serve((request, bindings) => app.fetch(request, bindings as object));
  return {
    url: listening.url,
    ...describe(database.view),
    failed: database.failed ?? new AbortController().signal,
    setFaults: async (list) => faults.set(list),
    setKeyService: async (settings) => keyService.switches.set(settings),
    flushKeyCache,
    setTime: async (milliseconds) => {
      clock.set(milliseconds);
      await due.run();
    },
    reset,
    close: async () => {
      jobs.stop();
      clearInterval(ticking);
      await Promise.all([listening.close(), keyService.close()]);
      await database.close();
      await file?.idle();
      await lock?.release();
    },
  };
};

/** The org's facts and all users with a session, the administrator first. */
const describe = (
  view: View,
): Pick<LocalOrg, 'accessToken' | 'username' | 'orgId' | 'users' | 'keyService'> => {
  const users = view.all('session').flatMap(({ userId, token }) => {
    const user = view.get('user', userId);
    if (user === undefined) return [];
    return [{ id: userId, username: String(user.Username), alias: String(user.Alias), accessToken: token }];
  });
  const administratorId = view.get('setting', 'administrator')?.value;
  users.sort((a, b) => Number(b.id === administratorId) - Number(a.id === administratorId));
  const administrator = users[0] as LocalOrgUser;
  const { accessToken, username } = administrator;
  const orgId = String(organization(view).Id);
  const keyService = keyServiceFacts(rememberedKeyService(view) as RememberedKeyService);
  return { accessToken, username, orgId, users, keyService };
};

/** Becomes a client of the org that another process serves from this folder. Closing leaves that org running. */
const join = async (stateDir: string, holder: LockHolder): Promise<LocalOrg> => {
  const database = new Database();
  for (let attempt = 0; ; attempt += 1) {
    const state = await readState(statePath(stateDir));
    if (state !== undefined) database.restore(state);
    if (rememberedKeyService(database.view) !== undefined) break;
    if (attempt > 100)
      throw new KeywayError(
        'LocalOrgInUse',
        `Process ${holder.pid} has ${stateDir} but has no org in it yet.`,
      );
    await sleep(20);
  }
  const facts = describe(database.view);
  const control = async (method: string, what: string, body: object): Promise<void> => {
    const response = await fetch(`${holder.url}/local-org/${what}`, {
      method,
      headers: { authorization: `Bearer ${facts.accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok)
      throw new KeywayError(
        'LocalOrgInUse',
        `The local org at ${holder.url} refused: ${await response.text()}`,
      );
  };
  return {
    url: holder.url,
    ...facts,
    // The serving process reports it.
    failed: new AbortController().signal,
    setFaults: (faults) => control('PUT', 'faults', { faults }),
    setKeyService: (settings) => control('PUT', 'key-service', settings),
    flushKeyCache: () => control('POST', 'key-cache/flush', {}),
    setTime: (milliseconds) => control('POST', 'clock', { now: new Date(milliseconds).toISOString() }),
    reset: () => control('POST', 'reset', {}),
    close: async () => {},
  };
};
