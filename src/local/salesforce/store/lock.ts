import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileUnwritable } from '../../../errors/write-file.ts';
import { randomCharacters } from '../ids.ts';

/** Who has a state directory, and where it can be reached. */
export interface LockHolder {
  readonly pid: number;
  readonly url: string;
  /** What the server at `url` answers to prove that it is the one. */
  readonly nonce: string;
  /** Started to serve others, so that others may join it. */
  readonly shared: boolean;
}

export interface Lock {
  release(): Promise<void>;
}

/** Path at which a local org says which one it is; no session is needed. */
export const INSTANCE_PATH = '/local-org/instance';

/**
 * Takes the lock, or says who has it. One that a dead process left behind is taken over: its process must be gone,
 * or nobody may answer at its address (process ids are used again).
 */
export const takeLock = async (path: string, self: LockHolder): Promise<Lock | LockHolder> => {
  const own = `${path}.${randomCharacters(12)}`;
  const content = JSON.stringify(self);
  for (;;) {
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await writeFile(own, content, { mode: 0o600 });
      await link(own, path);
      return { release: () => release(path, content) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST')
        throw fileUnwritable(path, error, [
          'Free space on the disk, or make the folder writable, then run it again.',
        ]);
    } finally {
      await rm(own, { force: true });
    }
    const found = await readFile(path, 'utf8').catch(() => undefined);
    if (found === undefined) continue;
    const holder = parse(found);
    if (holder !== undefined && (await isAlive(holder))) return holder;
    await removeStale(path, own, found);
  }
};

/** Who has the lock, if anybody that lives. */
export const findHolder = async (path: string): Promise<LockHolder | undefined> => {
  const holder = parse((await readFile(path, 'utf8').catch(() => undefined)) ?? '');
  return holder !== undefined && (await isAlive(holder)) ? holder : undefined;
};

const release = async (path: string, content: string): Promise<void> => {
  if ((await readFile(path, 'utf8').catch(() => undefined)) === content) await rm(path, { force: true });
};

/** Moves the stale lock away; should it have changed in between, it was somebody's and goes back. */
const removeStale = async (path: string, aside: string, expected: string): Promise<void> => {
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  if ((await readFile(aside, 'utf8').catch(() => expected)) !== expected)
    await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
};

const parse = (text: string): LockHolder | undefined => {
  try {
    const holder = JSON.parse(text) as Partial<LockHolder>;
    return typeof holder.pid === 'number' && typeof holder.url === 'string'
      ? (holder as LockHolder)
      : undefined;
  } catch {
    return undefined;
  }
};

const isAlive = async (holder: LockHolder): Promise<boolean> => {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      const response = await fetch(holder.url + INSTANCE_PATH, { signal: AbortSignal.timeout(2000) });
      return (await response.text()) === holder.nonce;
    } catch (error) {
      if ((error as Error).name === 'TimeoutError') return true;
      await sleep(20);
    }
  }
  return false;
};
