import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { KeywayError } from '../errors/index.ts';
import { commandRunner } from './command-reference.ts';
import type { LocalName, Sources } from './references.ts';
import { displayText } from './wording.ts';

/** Ten thousand credentials take 3 MB. A larger file isn't a config. */
const maxOfConfig = 8 * 1024 ** 2;
/** Limit for a secret or a dotenv file. */
const maxOfOthers = 1024 ** 2;

/**
 * Reads the text of a config file. `file` is the path as the user gave it, relative to `directory`.
 * @throws KeywayError `ConfigNotFound`, `ConfigUnreadable`
 */
export function configText(file: string, directory: string): string {
  try {
    return readText(resolve(directory, file), maxOfConfig);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new KeywayError('ConfigNotFound', `There is no ${displayText(file)} here.`, {
        actions: ['Run `keyway init` to create one, or pass the path with --config.'],
      });
    }
    const { reason, action } = unreadable[code ?? ''] ?? {
      reason: `cannot be read: ${code}`,
      action: 'Check the file and its permissions.',
    };
    throw new KeywayError('ConfigUnreadable', `${displayText(file)} ${reason}.`, { actions: [action] });
  }
}

const unreadable: Readonly<Record<string, { readonly reason: string; readonly action: string }>> = {
  EISDIR: { reason: 'is a folder', action: 'Pass the file in it, such as --config keyway.yaml.' },
  EACCES: { reason: "isn't readable for you", action: 'Check its permissions.' },
  EFBIG: {
    reason: "is larger than 8 MB, so it isn't a config",
    action: 'Pass another file with --config.',
  },
  ERR_ENCODING_INVALID_ENCODED_DATA: { reason: 'is not UTF-8 text', action: 'Save it as UTF-8.' },
};

/** Reads a text file up to a size limit, also from a pipe or device. */
function readText(path: string, mostBytes = maxOfOthers): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(mostBytes + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read)
      read = readSync(file, bytes, length, bytes.length - length, null);
    if (length > mostBytes) throw Object.assign(new Error('too large'), { code: 'EFBIG' });
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length));
  } finally {
    closeSync(file);
  }
}

export interface SourceOptions {
  readonly local?: Readonly<Record<LocalName, string>> | undefined;
  /** A dotenv file. The process's own environment overrides it. */
  readonly envFile?: string | undefined;
  /** Allows `${command:…}`. */
  readonly allowCommands?: boolean | undefined;
  /** Aborts a running command. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Resolves references from the process and from files beside the config.
 * @throws KeywayError `FileUnreadable`
 */
export function processSources(
  file: string,
  { local, envFile, allowCommands, signal }: SourceOptions = {},
): Sources {
  const directory = dirname(resolve(file));
  return {
    env: envFile === undefined ? process.env : { ...readEnvFile(envFile), ...process.env },
    readFile: (path) => readText(resolve(directory, path)),
    ...(allowCommands ? commandRunner(directory, signal) : {}),
    ...(local ? { local } : {}),
  };
}

function readEnvFile(file: string): NodeJS.Dict<string> {
  try {
    return parseEnv(readText(resolve(file)));
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new KeywayError('FileUnreadable', `${displayText(file)} cannot be read: ${code}.`, {
      actions: ['Pass a dotenv file (one NAME=value per line) with --env-file.'],
    });
  }
}

/**
 * `sourceApiVersion` of the sfdx-project.json beside the config or above it, found as in the sf CLI.
 * @throws KeywayError `ProjectUnreadable`
 */
export function projectApiVersion(file: string): string | undefined {
  return projectSetting(file, 'sourceApiVersion');
}

/**
 * `namespace` of that file, which is the namespace of the project's org; undefined if it has none.
 * @throws KeywayError `ProjectUnreadable`
 */
export function projectNamespace(file: string): string | undefined {
  return projectSetting(file, 'namespace');
}

function projectSetting(file: string, name: string): string | undefined {
  for (let directory = dirname(resolve(file)); ; directory = dirname(directory)) {
    const path = join(directory, 'sfdx-project.json');
    let text: string | undefined;
    try {
      text = readFileSync(path, 'utf8');
    } catch {
      // Not here: look above.
    }
    if (text !== undefined) return settingIn(text, path, name);
    if (directory === dirname(directory)) return undefined;
  }
}

function settingIn(text: string, path: string, name: string): string | undefined {
  try {
    const project: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    const value = (project as Readonly<Record<string, unknown>> | null)?.[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  } catch {
    throw new KeywayError('ProjectUnreadable', `${path} is not JSON.`, {
      actions: ['Fix it, or set apiVersion in the config.'],
    });
  }
}
