import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { KeywayError } from './index.ts';

export interface WriteOptions {
  /** The file as the user knows it; the path otherwise. */
  readonly shown?: string;
  /** What the user can do, a sentence each. */
  readonly actions?: readonly string[];
  /** Whether to make the folders above it. */
  readonly makeFolders?: boolean;
  /** Permissions, as in `0o600`. */
  readonly mode?: number;
}

/** Writes a file: whole, or not at all, whenever the run ends. @throws KeywayError `FileUnwritable` */
export function writeWholeFile(
  file: string,
  text: string,
  { shown = file, actions = [], makeFolders = false, mode }: WriteOptions = {},
): void {
  const path = resolve(file);
  try {
    if (makeFolders) mkdirSync(dirname(path), { recursive: true });
    writeFileAtomic.sync(path, text, mode === undefined ? {} : { mode });
  } catch (cause) {
    throw fileUnwritable(shown, cause, actions);
  }
}

/** The error for a file that can't be written, for who writes it by other means. */
export function fileUnwritable(shown: string, cause: unknown, actions: readonly string[] = []): KeywayError {
  const { code } = cause as NodeJS.ErrnoException;
  return new KeywayError('FileUnwritable', `keyway can't write ${shown} (${code ?? cause}).`, {
    cause,
    actions,
  });
}
