import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { KeywayError } from '../errors.ts';
import { type ConfigDocument, parseConfig } from './read.ts';
import type { LocalName, Sources } from './references.ts';

/** A config is written by people; more than this is a mistake. */
const mostBytes = 4 * 1024 * 1024;

/**
 * Reads a config file. `file` is the path as the user gave it, relative to `directory`.
 * @throws KeywayError `ConfigNotFound`, `ConfigUnreadable`; ConfigError
 */
export function loadDocument(file: string, directory: string = process.cwd()): ConfigDocument {
  let bytes: Buffer;
  try {
    bytes = readFileSync(resolve(directory, file));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new KeywayError('ConfigNotFound', `There is no ${file} here.`, {
        actions: ['Write a first one with `keyway init`, or name yours with --config.'],
      });
    }
    throw new KeywayError(
      'ConfigUnreadable',
      `${file} cannot be read: ${(cause as NodeJS.ErrnoException).code}.`,
      {
        actions: ['Check that it is a file that you may read.'],
      },
    );
  }
  if (bytes.length > mostBytes)
    throw new KeywayError('ConfigUnreadable', `${file} is larger than 4 MB; it cannot be a config.`);
  try {
    return parseConfig(new TextDecoder('utf-8', { fatal: true }).decode(bytes), file);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new KeywayError('ConfigUnreadable', `${file} is not UTF-8 text.`, {
      actions: ['Save it as UTF-8.'],
    });
  }
}

/** References read from the process and from files beside the config. */
export function processSources(file: string, local?: Readonly<Record<LocalName, string>>): Sources {
  const directory = dirname(resolve(file));
  return {
    env: process.env,
    readFile: (path) => readFileSync(resolve(directory, path), 'utf8'),
    ...(local ? { local } : {}),
  };
}

/**
 * `sourceApiVersion` of the sfdx-project.json beside the config or above it, as the sf CLI looks for it.
 * @throws KeywayError `ProjectUnreadable`
 */
export function projectApiVersion(file: string): string | undefined {
  for (let directory = dirname(resolve(file)); ; directory = dirname(directory)) {
    const path = join(directory, 'sfdx-project.json');
    let text: string | undefined;
    try {
      text = readFileSync(path, 'utf8');
    } catch {
      // Not here: look above.
    }
    if (text !== undefined) return versionIn(text, path);
    if (directory === dirname(directory)) return undefined;
  }
}

function versionIn(text: string, path: string): string | undefined {
  try {
    const version = (JSON.parse(text) as { sourceApiVersion?: unknown }).sourceApiVersion;
    return typeof version === 'string' && /^\d+\.0$/.test(version) ? version : undefined;
  } catch {
    throw new KeywayError('ProjectUnreadable', `${path} is not JSON.`, {
      actions: ['Mend it, or write apiVersion into the config.'],
    });
  }
}
