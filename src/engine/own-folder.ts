import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Makes a folder for what a run writes down, which is of this machine and not for git: what keyway makes, git ignores. */
export function makeOwnFolder(folder: string): void {
  if (existsSync(folder)) return;
  mkdirSync(folder, { recursive: true });
  const parent = dirname(folder);
  const ignored = basename(parent) === '.keyway' ? parent : folder;
  const file = join(ignored, '.gitignore');
  if (!existsSync(file)) writeFileSync(file, '*\n');
}
