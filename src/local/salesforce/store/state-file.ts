import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { KeywayError } from '../../../errors/index.ts';
import type { Persistence, Snapshot } from './database.ts';

const FORMAT = 1;

/** The state of an org in one file, written whole: what is on disk was true at some moment. */
export interface StateFile extends Persistence {
  /** What the file holds; undefined when there is none. Throws a KeywayError when it can't be read. */
  load(): Promise<Snapshot | undefined>;
  /** Resolves when nothing is left to be written. */
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

/** Holds an access token and secrets: mode 0600. */
export const stateFile = (path: string): StateFile => {
  let writing: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  const write = async (snapshot: () => string): Promise<void> =>
    writeFileAtomic(path, `{"format":${FORMAT},"state":${snapshot()}}\n`, { mode: 0o600 });

  /** Those who come while a write is under way share the one after it. */
  const save = (snapshot: () => string): Promise<void> => {
    if (writing === undefined) {
      writing = write(snapshot).finally(() => {
        writing = undefined;
      });
      return writing;
    }
    next ??= writing
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        return save(snapshot);
      });
    return next;
  };

  return {
    save,
    idle: async () => {
      while (writing !== undefined || next !== undefined) await (next ?? writing)?.catch(() => undefined);
    },
    load: async () => {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await removeLeftovers(path);
      return readState(path);
    },
  };
};

/** What a state file holds, for one who only reads; undefined when there is none. */
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
  let content: { format?: unknown; state?: unknown };
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw unreadable(path, 'it is not JSON', error);
  }
  if (typeof content !== 'object' || content === null || typeof content.format !== 'number')
    throw unreadable(path, 'it is not the state of a local org');
  if (content.format > FORMAT) throw unreadable(path, 'a newer version of keyway wrote it');
  if (typeof content.state !== 'object' || content.state === null)
    throw unreadable(path, 'it is not the state of a local org');
  return content.state as Snapshot;
};

/** A process that was killed while it wrote leaves its unfinished copy beside the file. */
const removeLeftovers = async (path: string): Promise<void> => {
  const names = await readdir(dirname(path));
  const leftovers = names.filter(
    (name) => /^\d+$/.test(name.slice(basename(path).length + 1)) && name.startsWith(`${basename(path)}.`),
  );
  await Promise.all(leftovers.map((name) => rm(join(dirname(path), name), { force: true })));
};
