import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { KeywayError } from '../errors/index.ts';
import { fileUnwritable, writeWholeFile } from '../errors/write-file.ts';
import { makeIgnoredFolder } from './own-folder.ts';
import { type Snapshot, snapshotFormat } from './snapshot.ts';

/*
 * The history of an org: one file for each run, in <directory>/<18-character org id>/. It serves people and
 * `rollback`. No deploy reads it.
 */

export interface History {
  readonly directory: string;
  /** @throws KeywayError `FileUnwritable` */
  write(snapshot: Snapshot): void;
  /** Removes the entry of a run that sent nothing. */
  remove(id: string): void;
  /** Lists the entries, newest first. Leaves out unreadable ones and remarks on them. */
  list(): { readonly entries: readonly Snapshot[]; readonly remarks: readonly string[] };
}

export function openHistory(directory: string, orgId: string): History {
  const folder = join(directory, orgId);
  return {
    directory: folder,
    write(snapshot) {
      const actions = ['Choose a folder that you can write to: --history-dir FOLDER'];
      try {
        makeIgnoredFolder(directory);
      } catch (cause) {
        throw fileUnwritable(`the history ${folder}`, cause, actions);
      }
      writeWholeFile(join(folder, `${snapshot.id}.json`), `${JSON.stringify(snapshot, null, 2)}\n`, {
        shown: `the history ${folder}`,
        actions,
        makeFolders: true,
        mode: 0o600,
      });
    },
    remove(id) {
      rmSync(join(folder, `${id}.json`), { force: true });
    },
    list() {
      const remarks: string[] = [];
      const entries = filesIn(folder).flatMap((name) => {
        const path = join(folder, name);
        const read = readEntry(path, orgId);
        if (typeof read !== 'string') return [read];
        remarks.push(`${path} ${read}`);
        return [];
      });
      return { entries: entries.sort((left, right) => (left.id < right.id ? 1 : -1)), remarks };
    },
  };
}

/** Sorts by time, to the millisecond. The suffix distinguishes two machines. */
export function newHistoryId(now: Date): string {
  return `${now.toISOString().replace(/[-:.]/g, '')}-${randomBytes(2).toString('hex')}`;
}

/**
 * Finds an entry by its id, by the part after the hyphen, or by an unambiguous beginning. Without an id, finds the
 * newest entry whose run changed something.
 * @throws KeywayError `HistoryEmpty`, `HistoryUnknown`
 */
export function chooseEntry(entries: readonly Snapshot[], id: string | undefined, folder: string): Snapshot {
  if (id === undefined) {
    const newest = entries.find(({ outcome }) => outcome !== 'nothing changed');
    if (newest) return newest;
    throw new KeywayError('HistoryEmpty', `The history has no deploy to this org: ${folder}.`, {
      actions: [
        'The history is on the machine that deployed. To use that folder, pass --history-dir.',
        'To roll back without a history: keyway rollback --to GIT-REF',
      ],
    });
  }
  const found = entries.filter(
    (entry) => entry.id === id || entry.id.startsWith(id) || entry.id.endsWith(`-${id}`),
  );
  if (found.length === 1) return found[0] as Snapshot;
  const problem = found.length === 0 ? 'matches no entry of' : `matches ${found.length} entries of`;
  throw new KeywayError('HistoryUnknown', `"${id}" ${problem} the history ${folder}.`, {
    actions: ['To list the entries: keyway history'],
  });
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.json'));
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    throw new KeywayError('FileUnreadable', `The history ${folder} cannot be read: ${code}.`, {
      actions: ['Choose a folder that you can read: --history-dir FOLDER'],
    });
  }
}

function readEntry(path: string, orgId: string): Snapshot | string {
  try {
    const value = JSON.parse(readFileSync(path, 'utf8')) as Partial<Snapshot> | null;
    if (value?.keyway !== 'history') return "isn't a history entry; skipped.";
    if (value.format !== snapshotFormat) return 'was written by another version of keyway; skipped.';
    if (value.org?.id !== orgId) return 'belongs to another org; skipped.';
    return value as Snapshot;
  } catch {
    return "can't be read; skipped.";
  }
}
