import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Place, placeWithOrg } from '../operations/org-and-config.ts';
import { keyway } from './keyway.ts';

/** The flags of a command according to `--help`: those with a value, and those with several. */
interface Flags {
  readonly one: readonly string[];
  readonly several: readonly string[];
}

async function helpOf(path: readonly string[]): Promise<string> {
  const { stdout, stderr } = await keyway([...path, '--help']);
  return stdout + stderr;
}

/** `  keyway key create [options]  make a key` */
function commandsIn(help: string, path: readonly string[]): readonly string[] {
  const prefix = ['keyway', ...path].join(' ');
  const [list = ''] = help.split('\nExamples:');
  const lines = list.split('\n').slice(1);
  return lines.flatMap((line) => {
    const found = new RegExp(`^ {2}${prefix} ([a-z][a-z-]+)`).exec(line)?.[1];
    return found === undefined ? [] : [found];
  });
}

function flagsIn(help: string): Flags {
  const flags = { one: [] as string[], several: [] as string[] };
  let name: string | undefined;
  for (const line of (help.split('\nExamples:')[0] ?? '').split('\n')) {
    name = /^ +(?:-\w, )?--([a-z-]+)/.exec(line)?.[1] ?? name;
    if (name === undefined) continue;
    if (line.includes('[array]')) flags.several.push(name);
    else if (/\[(?:string|number)\]/.test(line)) flags.one.push(name);
  }
  return flags;
}

/** A value for each required positional of a command: `keyway credential <action>` gets `status`. */
function needed(help: string): readonly string[] {
  const [usage = ''] = help.split('\n');
  return [...usage.matchAll(/<([a-z-]+)(?:\.\.)?>/g)].map(
    ([, name]) => new RegExp(`^ +${name} [^[]*\\[[^\\n]*choices: "([a-z-]+)"`, 'm').exec(help)?.[1] ?? 'x',
  );
}

async function listCommands(path: readonly string[]): Promise<readonly (readonly string[])[]> {
  const help = await helpOf(path);
  const below = commandsIn(help, path);
  if (below.length === 0) return [path];
  const found: (readonly string[])[] = [];
  // One after another, because they share the process's output.
  for (const name of below) found.push(...(await listCommands([...path, name])));
  return found;
}

let commands: readonly {
  readonly path: readonly string[];
  readonly flags: Flags;
  readonly more: readonly string[];
}[];
beforeAll(async () => {
  const found: (typeof commands)[number][] = [];
  for (const path of await listCommands([])) {
    const help = await helpOf(path);
    found.push({ path, flags: flagsIn(help), more: needed(help) });
  }
  commands = found;
});

const config = join(mkdtempSync(join(tmpdir(), 'keyway-flags-')), 'keyway.yaml');

describe('Every flag of every command', () => {
  it('is found by going through the help', () => {
    const names = commands.map(({ path }) => path.join(' '));
    expect(names).toEqual(
      expect.arrayContaining(['deploy', 'pull', 'key create', 'cckm upload', 'local-org']),
    );
    expect(commands.flatMap(({ flags }) => flags.several)).toContain('only');
  });

  it('refuses a second value if it takes one', async () => {
    for (const { path, flags, more } of commands) {
      for (const flag of flags.one) {
        const words = [...path, ...more, `--${flag}`, '1', `--${flag}`, '2'];
        const { exitCode, stderr } = await keyway(words);
        expect([words.join(' '), exitCode, stderr]).toEqual([
          words.join(' '),
          1,
          `Error [UsageWrong]: --${flag} is given twice.\n  Pass it once.\n`,
        ]);
      }
    }
  });

  it('can be repeated if it takes several values', async () => {
    for (const { path, flags } of commands) {
      for (const flag of flags.several.filter((name) => name !== 'write-credentials')) {
        const words = [...path, 'x', 'x', '--config', config, `--${flag}`, 'wrong-1', `--${flag}`, 'wrong-2'];
        const { exitCode, stderr } = await keyway(words);
        expect(exitCode).not.toBe(0);
        expect(stderr).not.toContain('is given twice');
      }
    }
  });
});

describe('A list in flags', () => {
  let place: Place;
  beforeAll(async () => {
    place = await placeWithOrg();
  });
  afterAll(() => place.close());
  const run = (...words: string[]) => keyway([...words, '--config', place.config]);

  it('accepts repetition, commas and spaces', async () => {
    const { stdout } = await run('deploy', '--only', 'metadata', '--only', 'credentials, assignments');
    expect(stdout.match(/✔ \w+/g)).toEqual(['✔ Metadata', '✔ Credentials', '✔ Assignments', '✔ Verified']);
  });

  it('accepts each name of pull', async () => {
    const { stdout } = await run('pull', 'AcmeKeys', 'AcmeKeyAccess', '--dry-run');
    expect(stdout).toContain('Nothing to write');
    expect((await run('pull', 'Nope', 'AcmeKeys')).stderr).toContain('named Nope');
  });

  it.each([
    [['--write-credentials']],
    [['--write-credentials=all']],
    [['--write-credentials', ' AcmeKms-KeyService ']],
  ])('writes what %j names', async (flags) => {
    expect((await run('deploy', ...flags)).stdout).toContain('✔ Credentials  AcmeKms-KeyService replaced');
  });

  it.each([
    [['--write-credentials=Nope'], 'no credentials of Nope'],
    [['--write-credentials=acmekms-keyservice'], 'did you mean "AcmeKms-KeyService"?\n'],
    [['--only', 'metadat'], '--only metadat is not known'],
    [['--allow', 'everything'], '--allow everything is not known'],
  ])('refuses an unknown name: %j', async (flags, sentence) => {
    const { exitCode, stderr } = await run('deploy', ...flags);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining(sentence)]);
  });
});
