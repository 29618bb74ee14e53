import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { packageFolder } from '../e2e/pack.ts';
import { clientsFolder } from './installed.ts';
import { newSf, type Sf } from './sf.ts';

let sf: Sf;
let folder: string;

/** The packed plugin with its dependencies, linked into a separate CLI. */
beforeAll(async () => {
  sf = await newSf();
  folder = await mkdtemp(join(tmpdir(), 'keyway-plugin-'));
  await cp('plugins/sf-keyway', folder, { recursive: true });
  await mkdir(join(folder, 'node_modules'));
  await symlink(packageFolder, join(folder, 'node_modules/sf-keyway'));
  await symlink(join(clientsFolder(), '@oclif'), join(folder, 'node_modules/@oclif'));
  await promisify(execFile)(process.execPath, ['manifest.js'], { cwd: folder });
  const { exitCode, stderr } = await sf.text('plugins link --no-install', folder);
  if (exitCode !== 0) throw new Error(stderr);
  await cp('keyway.yaml', join(sf.project, 'keyway.yaml'));
});
afterAll(async () => {
  await sf.remove();
  await rm(folder, { recursive: true });
});

describe('keyway as a plugin of the sf CLI', () => {
  it('shows every command with its flags in its help', async () => {
    const { commands, globalFlags } = JSON.parse(await readFile('plugins/sf-keyway/table.json', 'utf8'));
    const { commands: known } = JSON.parse(await readFile(join(folder, 'oclif.manifest.json'), 'utf8'));
    expect(Object.keys(known)).toHaveLength(commands.length);
    for (const words of ['deploy', 'key list', 'credential']) {
      const { stdout, exitCode } = await sf.text(`keyway ${words} --help`);
      const { flags, describe } = commands.find((one: { words: string[] }) => one.words.join(' ') === words);
      expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringContaining(describe) });
      for (const { name } of [...flags, ...globalFlags]) expect(stdout).toContain(`--${name}`);
    }
  });

  it('deploys, and prints the same JSON as keyway', async () => {
    const { exitCode, json } = await sf.json('keyway deploy', '--env', 'local');
    expect({ exitCode, status: json.status }).toEqual({ exitCode: 0, status: 0 });
    expect(json.result.checks.every(({ ok }: { ok: boolean }) => ok)).toBe(true);
    const again = await sf.text('keyway plan --exit-code', '--env', 'local');
    expect(again).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Nothing to do.') });
  });

  it('passes words, exit codes and errors through', async () => {
    expect(await sf.text('keyway explain', 'PlanOutdated')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('PlanOutdated'),
    });
    expect(await sf.text('keyway plan', '--no-such-flag')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('keyway plan has no flag --no-such-flag.'),
    });
    expect(await sf.json('keyway plan', '--env', 'nowhere')).toMatchObject({
      exitCode: 1,
      json: { status: 1, name: expect.any(String) },
    });
  });
});
