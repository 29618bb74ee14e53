import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { KeywayError } from './index.ts';
import { replaceFile } from './replace-file.ts';

export interface WriteOptions {
  /** The path as the user knows it; default: the path. */
  readonly shown?: string;
  /** What the user can do, in one sentence each. */
  readonly actions?: readonly string[];
  /** Whether to create the folders above it. */
  readonly makeFolders?: boolean;
  /** Whether it must survive a power failure; false for files that can be generated again. */
  readonly durable?: boolean;
  /** Permissions, as in `0o600`. */
  readonly mode?: number;
}

/**
 * Writes a file atomically, whenever the run ends.
 * @throws KeywayError `FileUnwritable`
 */
export function writeWholeFile(
  file: string,
  text: string,
  { shown = file, actions = [], makeFolders = false, durable, mode }: WriteOptions = {},
): void {
  const path = resolve(file);
  try {
    if (makeFolders) makeFolder(dirname(path));
    replaceFile(path, text, mode, durable);
  } catch (cause) {
    throw fileUnwritable(shown, cause, actions);
  }
}

/**
 * Creates a new file atomically.
 *
 * @param exists builds the error if the file already exists
 * @throws KeywayError `FileUnwritable`
 */
export function writeNewFile(
  file: string,
  text: string,
  exists: () => KeywayError,
  { shown = file, actions = [], mode = 0o666 }: Omit<WriteOptions, 'durable' | 'makeFolders'> = {},
): void {
  const path = resolve(file);
  let descriptor: number;
  try {
    descriptor = openSync(path, 'wx', mode);
  } catch (cause) {
    throw (cause as NodeJS.ErrnoException).code === 'EEXIST'
      ? exists()
      : fileUnwritable(shown, cause, actions);
  }
  try {
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } catch (cause) {
    rmSync(path, { force: true });
    throw fileUnwritable(shown, cause, actions);
  } finally {
    closeSync(descriptor);
  }
}

/** Creates folders one by one, because Node's own `recursive` never ends below a folder such as /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

/** The error for a file that can't be written, for code that writes it by other means. */
export function fileUnwritable(shown: string, cause: unknown, actions: readonly string[] = []): KeywayError {
  const { code } = cause as NodeJS.ErrnoException;
  return new KeywayError('FileUnwritable', `keyway can't write ${shown} (${code ?? cause}).`, {
    cause,
    actions,
  });
}
