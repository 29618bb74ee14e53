import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { KeywayError } from '../../../errors/index.ts';
import { replaceFileLater } from '../../../errors/replace-file.ts';
import { fileUnwritable } from '../../../errors/write-file.ts';
import { COLLECTION_NAMES } from './collections.ts';
import type { Persistence, Snapshot } from './database.ts';

const FORMAT = 1;

/** The state of an org in one file, written atomically, so that the file is always a consistent state. */
export interface StateFile extends Persistence {
  /** Reads the file; undefined if there is none. Throws a KeywayError if it can't be read. */
  load(): Promise<Snapshot | undefined>;
  /** Resolves when nothing is left to write. */
  idle(): Promise<void>;
}

const unreadable = (path: string, why: string, cause?: unknown): KeywayError =>
  new KeywayError('LocalOrgStateUnreadable', `The local org's state in ${path} can't be read: ${why}.`, {
    actions: [
      `Delete ${path}: the next command starts the local org anew.`,
      'What was deployed to it is made again by "keyway deploy".',
    ],
    cause,
  });

const unwritable = (path: string, cause: unknown): KeywayError =>
  fileUnwritable(path, cause, [
    'Free space on the disk, or make the folder writable, then run it again.',
    'The local org still has what it had before; the last change is not kept.',
  ]);

/**
 * Mode 0600, because it contains an access token and secrets. After a failed write there are no further ones, so
 * the file stays unchanged.
 */
export const stateFile = (path: string): StateFile => {
  let writing: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const failing = new AbortController();

  const write = async (snapshot: () => string): Promise<void> => {
    try {
      const state = snapshot();
      const text = `{"format":${FORMAT},"crc32":${crc32(state)},"state":${state}}\n`;
      await replaceFileLater(path, text, 0o600);
    } catch (cause) {
      failing.abort(unwritable(path, cause));
      throw failing.signal.reason;
    }
  };

  /** Callers that arrive during a write share the next one. */
  const save = async (snapshot: () => string): Promise<void> => {
    failing.signal.throwIfAborted();
    if (writing === undefined) {
      writing = write(snapshot).finally(() => {
        writing = undefined;
      });
      return writing;
    }
    next ??= writing
      .catch(() => undefined)
      .finally(() => {
        next = undefined;
      })
      .then(() => save(snapshot));
    return next;
  };

  return {
    save,
    failed: failing.signal,
    saved: async () => (next ?? writing)?.catch(() => undefined),
    idle: async () => {
      while (writing !== undefined || next !== undefined) await (next ?? writing)?.catch(() => undefined);
    },
    load: async () => {
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        await removeLeftovers(path);
      } catch (cause) {
        throw unwritable(path, cause);
      }
      return readState(path);
    },
  };
};

/** Reads a state file without opening it for writing; undefined if there is none. */
export const readState = async (path: string): Promise<Snapshot | undefined> => {
  try {
    return parse(path, await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof KeywayError) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw unreadable(path, (error as Error).message, error);
  }
};

const parse = (path: string, text: string): Snapshot => {
  let content: { format?: unknown; crc32?: unknown; state?: unknown };
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw unreadable(path, 'it is not JSON', error);
  }
  if (typeof content !== 'object' || content === null || typeof content.format !== 'number')
    throw unreadable(path, 'it is not the state of a local org');
  if (content.format > FORMAT) throw unreadable(path, 'a newer version of keyway wrote it');
  // Older versions of keyway wrote no checksum.
  const whole = content.crc32 === undefined || crc32(JSON.stringify(content.state ?? null)) === content.crc32;
  if (!whole || !isSnapshot(content.state))
    throw unreadable(path, 'it was damaged, or changed by hand, since keyway wrote it');
  return content.state;
};

/** The parts that every org's stored state has. */
const isSnapshot = (state: unknown): state is Snapshot => {
  if (typeof state !== 'object' || state === null) return false;
  const collections = Object.entries(state);
  const isKept = collections.every(
    ([name, rows]) =>
      COLLECTION_NAMES.some((known) => known === name) &&
      Array.isArray(rows) &&
      rows.every((row) => Array.isArray(row) && row.length === 2 && typeof row[0] === 'string'),
  );
  return isKept && ['organization', 'user', 'session'].every((name) => name in state);
};

/** A process that is killed during a write leaves its unfinished copy beside the file. */
const removeLeftovers = async (path: string): Promise<void> => {
  const names = await readdir(dirname(path));
  const leftovers = names.filter(
    (name) => /^\d+$/.test(name.slice(basename(path).length + 1)) && name.startsWith(`${basename(path)}.`),
  );
  await Promise.all(leftovers.map((name) => rm(join(dirname(path), name), { force: true })));
};
