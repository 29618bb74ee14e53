import { randomInt } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';

/*
 * A file is replaced by a copy that is whole and on the disk. Node's `writeFile` goes on until everything is written or an
 * error comes; one `write`, which libraries for this call, may stop in the middle on a full disk without an error.
 */

/**
 * Replaces a file, or makes it: whole, or not at all. Without a mode it keeps the one it has.
 *
 * @param durable whether it must survive a power failure; without, thousands of files are written in a tenth of the time
 */
export function replaceFile(file: string, text: string, mode?: number, durable = true): void {
  const { path, copy, before } = placesOf(file);
  try {
    const descriptor = openSync(copy, 'wx', mode ?? 0o666);
    try {
      writeFileSync(descriptor, text);
      keepOwner(descriptor, before, mode);
      if (durable) fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(copy, path);
  } catch (error) {
    rmSync(copy, { force: true });
    throw error;
  }
}

/** The same without holding up what else the process does. */
export async function replaceFileLater(file: string, text: string, mode?: number): Promise<void> {
  const { path, copy, before } = placesOf(file);
  let handle: FileHandle | undefined;
  try {
    handle = await open(copy, 'wx', mode ?? 0o666);
    await handle.writeFile(text);
    keepOwner(handle.fd, before, mode);
    await handle.sync();
    await handle.close();
    await rename(copy, path);
  } catch (error) {
    await handle?.close().catch(() => undefined);
    await rm(copy, { force: true });
    throw error;
  }
}

/** Where a file is, behind links; its copy beside it; and what is there now. */
function placesOf(file: string): { path: string; copy: string; before: Stats | undefined } {
  const before = statSync(file, { throwIfNoEntry: false });
  const path = before === undefined ? file : realpathSync(file);
  return { path, copy: `${path}.${randomInt(2 ** 47)}`, before };
}

/** A copy that root makes of somebody's file stays theirs. */
function keepOwner(descriptor: number, before: Stats | undefined, mode: number | undefined): void {
  if (before === undefined) return;
  if (mode === undefined) fchmodSync(descriptor, before.mode & 0o7777);
  if (process.getuid?.() === 0) fchownSync(descriptor, before.uid, before.gid);
}
