import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { KeywayError } from '../../errors/index.ts';
import { findHolder, type Lock, type LockHolder, takeLock } from './store/lock.ts';

export const statePath = (stateDir: string): string => join(stateDir, 'state.json');

const inUseError = (stateDir: string, holder: LockHolder): KeywayError =>
  new KeywayError(
    'LocalOrgInUse',
    `The local org in ${stateDir} is in use by process ${holder.pid}, at ${holder.url}.`,
    {
      actions: holder.shared
        ? ['Use that one, or stop it first.']
        : ['Wait until that process has finished, or give this one a state directory of its own.'],
    },
  );

/**
 * Claims a state folder, which one process at a time may write. If another process serves it (`shared`), returns
 * that one. Waits for an unshared one, because its work is short.
 */
export const claimStateDir = async (
  stateDir: string,
  self: LockHolder,
  timeout: number,
): Promise<Lock | LockHolder> => {
  const until = Date.now() + timeout;
  for (;;) {
    const holder = await takeLock(join(stateDir, 'lock'), self);
    if ('release' in holder) return holder;
    if (holder.shared && !self.shared) return holder;
    if (holder.shared || Date.now() >= until) throw inUseError(stateDir, holder);
    await sleep(50);
  }
};

/** The org that a process serves from this folder, if any. */
export const findRunning = async (
  stateDir: string,
): Promise<{ readonly url: string; readonly pid: number } | undefined> => {
  const holder = await findHolder(join(stateDir, 'lock'));
  return holder && { url: holder.url, pid: holder.pid };
};
