import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { KeywayError } from '../errors/index.ts';
import { writeWholeFile } from '../errors/write-file.ts';
import { loadDocument } from '../kinds/config.ts';

/** Reads the text of a config; undefined if the file doesn't exist. */
export function readFile(file: string): string | undefined {
  if (!existsSync(resolve(file))) return undefined;
  // Throws the error for a file that can't be read or isn't a config.
  loadDocument(file);
  return readFileSync(resolve(file), 'utf8');
}

/**
 * Writes the whole file atomically, but never over somebody else's change.
 * @param before the file's text when it was read; undefined if it didn't exist
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

/** Environment variables that a config refers to, in the order of their use. */
export function variablesIn(text: string): readonly string[] {
  return [...text.matchAll(/(?<!\$)\$\{env:([A-Za-z_][A-Za-z0-9_]*)/g)].map((match) => match[1] ?? '');
}
