import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { KeywayError } from '../errors/index.ts';
import { writeWholeFile } from '../errors/write-file.ts';
import { loadDocument } from '../kinds/config.ts';

/** The text of a config; undefined where there is no such file. */
export function readFile(file: string): string | undefined {
  if (!existsSync(resolve(file))) return undefined;
  // Says what is wrong with a file that cannot be read, or is no config.
  loadDocument(file);
  return readFileSync(resolve(file), 'utf8');
}

/**
 * Written whole or not at all, and never over what somebody else wrote meanwhile.
 * @param before the file as it was read; undefined where there was none
 * @throws KeywayError `ConfigChanged`, `FileUnwritable`
 */
export function writeFile(file: string, before: string | undefined, text: string): void {
  const path = resolve(file);
  const now = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  if (now !== before) {
    throw new KeywayError('ConfigChanged', `${file} was changed while the org was read.`, {
      actions: ['Nothing was written. Run it again.'],
    });
  }
  writeWholeFile(path, text, {
    shown: file,
    actions: ['Check the file and its permissions, or choose another with --config.'],
  });
}

/** Environment variables that a config refers to, in the order in which they stand. */
export function variablesIn(text: string): readonly string[] {
  return [...text.matchAll(/(?<!\$)\$\{env:([A-Za-z_][A-Za-z0-9_]*)/g)].map((match) => match[1] ?? '');
}
