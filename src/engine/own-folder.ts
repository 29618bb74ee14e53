import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Makes a folder for the files of runs. They belong to this machine, so keyway also makes git ignore the folder. */
export function makeIgnoredFolder(folder: string): void {
  if (existsSync(folder)) return;
  mkdirSync(folder, { recursive: true });
  const parent = dirname(folder);
  const ignored = basename(parent) === '.keyway' ? parent : folder;
  const file = join(ignored, '.gitignore');
  if (!existsSync(file)) writeFileSync(file, '*\n');
}
