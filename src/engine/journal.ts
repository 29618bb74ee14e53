import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { z } from 'zod';
import { makeIgnoredFolder } from './own-folder.ts';

/**
 * What a run writes down before it sends a deploy job, and the job's id as soon as it is known. The file exists
 * only while the run works, or after it was interrupted, so that a later run finds the job. It is only a help:
 * without it, keyway asks the org.
 */
export interface JournalEntry {
  readonly keyway: 'journal';
  readonly format: typeof format;
  readonly orgId: string;
  /** ISO 8601 */
  readonly startedAt: string;
  /** The process that wrote it; undefined in a file of an older version, whose run is over. */
  readonly process?: { readonly id: number; readonly host: string; readonly run: string };
  /** The user's newest jobs before this one was sent: a job that isn't in this list is ours. */
  readonly earlierJobs: readonly string[];
  /** Undefined until the org answers. */
  readonly deployId?: string;
}

const format = 1;

export interface Journal {
  /** Reads what an unfinished run left, this one's or another's. */
  read(): JournalEntry | undefined;
  /** Writes the intent to send a job. If another run has an entry, returns that instead. */
  begin(earlierJobs: readonly string[]): JournalEntry | undefined;
  /** Writes the intent to send another job in the same run, after the previous one has ended. */
  next(earlierJobs: readonly string[]): void;
  /** Records the job's id from the org. */
  started(deployId: string): void;
  /** Leaves the entry, because this run stops waiting and the job's outcome is unknown. The next run looks for it. */
  abandon(): void;
  /** Removes the entry at the end of this run, unless it was abandoned. */
  release(): void;
  /** Removes another run's entry after its job has ended. */
  end(run: string | undefined): void;
  /** Whether the run that wrote an entry is still working. */
  isRunning(entry: JournalEntry): boolean;
}

/** How often a working run touches its journal, in milliseconds. */
const heartbeat = 3000;
/** A run that is silent for longer is over, even if some process has its id now. */
const maxSilence = 15_000;

/** The runs of this process that are still working. */
const ownRuns = new Set<string>();

/** Opens the journal. A problem with it never stops a run; it is remarked once. */
export function openJournal(file: string, orgId: string, remark: (sentence: string) => void): Journal {
  const run = randomUUID();
  let own: JournalEntry | undefined;
  let remarked = false;
  let beating: NodeJS.Timeout | undefined;
  const beat = () => {
    try {
      utimesSync(file, new Date(), new Date());
    } catch {
      // Without the file, no other run waits for this one.
    }
  };
  const atWork = (isAtWork: boolean) => {
    clearInterval(beating);
    if (isAtWork) {
      ownRuns.add(run);
      beating = setInterval(beat, heartbeat).unref();
    } else ownRuns.delete(run);
  };
  const attempt = <T>(work: () => T): T | undefined => {
    try {
      return work();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (!remarked && code !== 'ENOENT') {
        remarked = true;
        remark(
          `The journal ${file} cannot be written (${code ?? error}), so the next run asks the org about unfinished jobs.`,
        );
      }
      return undefined;
    }
  };
  const read = (): JournalEntry | undefined => {
    const text = attempt(() => readFileSync(file, 'utf8'));
    if (text === undefined) return undefined;
    const entry = parsed(text);
    if (entry?.keyway !== 'journal' || (entry.format === format && !isEntry(entry))) {
      const aside = `${file}.damaged`;
      remark(
        `The journal ${file} is damaged; it is now ${aside}. keyway asks the org about unfinished jobs instead.`,
      );
      attempt(() => renameSync(file, aside));
      return undefined;
    }
    if (isEntry(entry) && entry.orgId === orgId) return entry;
    remark(
      `The journal ${file} was written by another version of keyway and is ignored. keyway asks the org instead.`,
    );
    attempt(() => rmSync(file, { force: true }));
    return undefined;
  };
  const write = (entry: JournalEntry, place: (from: string, to: string) => void): void => {
    makeIgnoredFolder(dirname(file));
    const temporary = `${file}.${run}`;
    try {
      writeFileSync(temporary, `${JSON.stringify(entry, null, 2)}\n`);
      place(temporary, file);
    } finally {
      rmSync(temporary, { force: true });
    }
  };
  return {
    read,
    begin(earlierJobs) {
      own = {
        keyway: 'journal',
        format,
        orgId,
        startedAt: new Date().toISOString(),
        process: { id: process.pid, host: hostname(), run },
        earlierJobs,
      };
      const entry = own;
      let other: JournalEntry | undefined;
      attempt(() => {
        try {
          // A link is created only if the file doesn't exist, so that only one of two runs gets it.
          write(entry, linkSync);
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
          other = read();
          if (!other) write(entry, renameSync);
        }
      });
      if (other) own = undefined;
      atWork(own !== undefined);
      return other;
    },
    next(earlierJobs) {
      if (!own) return;
      const { deployId: _before, ...rest } = own;
      own = { ...rest, earlierJobs };
      const entry = own;
      attempt(() => write(entry, renameSync));
    },
    started(deployId) {
      if (!own) return;
      own = { ...own, deployId };
      const entry = own;
      attempt(() => write(entry, renameSync));
    },
    abandon() {
      if (!own) return;
      const entry: JournalEntry = { ...own, process: { id: 0, host: hostname(), run } };
      own = undefined;
      atWork(false);
      attempt(() => write(entry, renameSync));
    },
    release() {
      if (own) attempt(() => rmSync(file, { force: true }));
      own = undefined;
      atWork(false);
    },
    end(other) {
      // Another run may have started meanwhile.
      const entry = read();
      if (entry && entry.process?.run === other) attempt(() => rmSync(file, { force: true }));
    },
    isRunning: (entry) => isRunning(entry, () => attempt(() => statSync(file).mtimeMs)),
  };
}

/**
 * Whether the run that wrote an entry is still working. A process id proves nothing: another process may have it,
 * and in a container it is nearly always the same. So an entry with our own process id must belong to one of our
 * runs, and any other run must have touched its journal recently. For a run on another machine this is unknown; the
 * org knows its job.
 */
function isRunning({ process: writer }: JournalEntry, touchedAt: () => number | undefined): boolean {
  if (!writer || writer.id <= 0 || writer.host !== hostname()) return false;
  if (writer.id === process.pid) return ownRuns.has(writer.run);
  return isAlive(writer.id) && Date.now() - (touchedAt() ?? 0) < maxSilence;
}

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Undefined if it isn't JSON. */
function parsed(text: string): Partial<Record<keyof JournalEntry, unknown>> | undefined {
  try {
    return Object(JSON.parse(text));
  } catch {
    return undefined;
  }
}

const entrySchema = z.object({
  keyway: z.literal('journal'),
  format: z.literal(format),
  orgId: z.string(),
  startedAt: z.string(),
  process: z.object({ id: z.number().int(), host: z.string(), run: z.string() }).optional(),
  earlierJobs: z.array(z.string()),
  deployId: z.string().optional(),
});

function isEntry(entry: unknown): entry is JournalEntry {
  return entrySchema.safeParse(entry).success;
}
