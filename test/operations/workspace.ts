import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from '@jest/globals';

/** A temporary folder with a config, and environment variables that are restored after each test. */
export function workspace(config: string): { readonly config: string; readonly directory: string } {
  const directory = mkdtempSync(join(tmpdir(), 'keyway-test-'));
  cleanups.push(() => rmSync(directory, { recursive: true, force: true }));
  const file = join(directory, 'keyway.yaml');
  writeFileSync(file, config);
  return { config: file, directory };
}

export function setEnvironment(values: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(values)) {
    const before = process.env[name];
    cleanups.push(() => assign(name, before));
    assign(name, value);
  }
}

/** Registers something to undo after the test. */
export function undoAfterTest(undo: () => unknown): void {
  cleanups.push(undo);
}

const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const undo of cleanups.splice(0).reverse()) await undo();
});

function assign(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
