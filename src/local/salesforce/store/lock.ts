import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileUnwritable } from '../../../errors/write-file.ts';
import { randomCharacters } from '../ids.ts';

/** The process that holds a state folder, and its address. */
export interface LockHolder {
  readonly pid: number;
  readonly url: string;
  /** The server at `url` answers this to prove its identity. */
  readonly nonce: string;
  /** Whether it serves other processes, so that they can join it. */
  readonly shared: boolean;
}

export interface Lock {
  release(): Promise<void>;
}

/** The path at which a local org identifies itself, without a session. */
export const INSTANCE_PATH = '/local-org/instance';

/**
 * Takes the lock, or returns its holder. Takes over a stale lock if its process is gone or nobody answers at its
 * address (process ids are reused).
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

/** The live holder of the lock, if any. */
export const findHolder = async (path: string): Promise<LockHolder | undefined> => {
  const holder = parse((await readFile(path, 'utf8').catch(() => undefined)) ?? '');
  return holder !== undefined && (await isAlive(holder)) ? holder : undefined;
};

const release = async (path: string, content: string): Promise<void> => {
  if ((await readFile(path, 'utf8').catch(() => undefined)) === content) await rm(path, { force: true });
};

/** Moves the stale lock away. If it changed in between, it belongs to somebody and is moved back. */
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
