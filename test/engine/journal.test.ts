import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openJournal } from '../../src/engine/journal.ts';

const orgId = '00D000000000001AAA';
let folder: string;
let remarks: string[];
const file = () => join(folder, 'journal', `${orgId}.json`);
const open = () => openJournal(file(), orgId, (sentence) => remarks.push(sentence));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keyway-journal-'));
  remarks = [];
});
afterEach(() => rm(folder, { recursive: true }));

describe('The journal', () => {
  it('is written by one of two runs; the other gets the first one’s entry', () => {
    const [first, second] = [open(), open()];
    expect(first.begin(['0Af1'])).toBeUndefined();
    const entry = second.begin([]);
    expect(entry).toMatchObject({ orgId, earlierJobs: ['0Af1'] });
    second.release();
    expect(first.read()).toEqual(entry);
    first.started('0Af2');
    expect(second.read()).toMatchObject({ deployId: '0Af2' });
    first.release();
    expect(second.read()).toBeUndefined();
    expect(second.begin([])).toBeUndefined();
  });

  it("stays while the job's outcome is unknown, and nobody waits for its process", () => {
    const journal = open();
    journal.begin([]);
    journal.started('0Af1');
    expect(open().isRunning(journal.read()!)).toBe(true);
    journal.abandon();
    journal.release();
    const entry = open().read()!;
    expect(entry.deployId).toBe('0Af1');
    expect(open().isRunning(entry)).toBe(false);
    open().end('another run');
    expect(open().read()).toBeDefined();
    open().end(entry.process?.run);
    expect(open().read()).toBeUndefined();
  });

  it('of a run with several jobs describes the current one', () => {
    const journal = open();
    journal.begin(['0Af0']);
    journal.started('0Af1');
    journal.next(['0Af0', '0Af1']);
    const between = open().read();
    expect(between?.earlierJobs).toEqual(['0Af0', '0Af1']);
    expect(between?.deployId).toBeUndefined();
    journal.started('0Af2');
    expect(open().read()).toMatchObject({ deployId: '0Af2', process: between?.process });
    journal.release();
    expect(open().read()).toBeUndefined();
  });

  it('is written atomically, and leaves no other files', async () => {
    const journal = open();
    journal.begin([]);
    journal.started('0Af1');
    expect(JSON.parse(await readFile(file(), 'utf8'))).toMatchObject({ keyway: 'journal', format: 1 });
    expect((await readdir(join(folder, 'journal'))).filter((name) => name !== '.gitignore')).toEqual([
      `${orgId}.json`,
    ]);
    expect(remarks).toEqual([]);
  });

  it('that is damaged is set aside with a message, and the org is asked', async () => {
    const journal = open();
    journal.begin([]);
    const entry = JSON.parse(await readFile(file(), 'utf8'));
    journal.release();
    for (const damaged of [
      ...['not JSON', '[]', 'null', '', '{"keyway":"journal","format":1'],
      ...[
        { earlierJobs: null },
        { earlierJobs: [5] },
        { process: { id: 'x' } },
        { deployId: {} },
        { orgId: 5 },
      ],
    ]) {
      remarks = [];
      const text = typeof damaged === 'string' ? damaged : JSON.stringify({ ...entry, ...damaged });
      await writeFile(file(), text);
      expect(open().read()).toBeUndefined();
      expect(remarks).toEqual([
        `The journal ${file()} is damaged; it is now ${file()}.damaged. keyway asks the org about unfinished jobs instead.`,
      ]);
      expect(await readFile(`${file()}.damaged`, 'utf8')).toBe(text);
      const next = open();
      expect(next.begin([])).toBeUndefined();
      next.release();
    }
  });

  it('of another org or version is ignored with a message', async () => {
    const journal = open();
    journal.begin([]);
    const entry = JSON.parse(await readFile(file(), 'utf8'));
    journal.release();
    for (const other of [
      { ...entry, orgId: '00D000000000002AAA' },
      { ...entry, format: 2 },
    ]) {
      remarks = [];
      await writeFile(file(), JSON.stringify(other));
      expect(open().read()).toBeUndefined();
      expect(remarks).toEqual([
        expect.stringContaining('was written by another version of keyway and is ignored'),
      ]);
    }
  });

  const left = async (writer: object | undefined, age = 0) => {
    const entry = { keyway: 'journal', format: 1, orgId, startedAt: '', earlierJobs: [], process: writer };
    await mkdir(join(folder, 'journal'), { recursive: true });
    await writeFile(file(), JSON.stringify(entry));
    const touched = new Date(Date.now() - age);
    await utimes(file(), touched, touched);
    const found = open().read();
    return found && open().isRunning(found);
  };
  const host = hostname();

  it('recognises a run of this machine whose process has ended', async () => {
    expect(await left({ id: process.ppid, host, run: 'other' })).toBe(true);
    expect(await left({ id: 2 ** 30, host, run: 'other' })).toBe(false);
    expect(await left({ id: process.ppid, host: 'another-machine', run: 'other' })).toBe(false);
  });

  it("isn't confused by process ids: neither by its own, nor by that of a dead process", async () => {
    expect(await left({ id: process.pid, host, run: 'of a dead container' })).toBe(false);
    expect(await left({ id: process.ppid, host, run: 'other' }, 60_000)).toBe(false);
  });

  it("reads an older version's entry, without a process", async () => {
    expect(await left(undefined)).toBe(false);
    open().end(undefined);
    expect(open().read()).toBeUndefined();
  });
});
