import { isDeepStrictEqual } from 'node:util';
import { configText } from '../config/files.ts';
import { toPlain } from '../config/tree.ts';
import { defaultConfig } from '../engine/read-one.ts';
import { KeywayError } from '../errors/index.ts';
import { writeWholeFile } from '../errors/write-file.ts';
import { formattedConfig, parseConfig } from '../kinds/config.ts';

export interface FormatOptions {
  readonly config?: string | undefined;
  /** Only checks; writes nothing. */
  readonly check?: boolean | undefined;
}

export interface FormatResult {
  readonly file: string;
  /** Whether the file was reformatted, or with `check` would be. */
  readonly changed: boolean;
}

/**
 * Formats a config: order of fields, spaces, short forms. Keeps its meaning and its comments.
 * @throws ConfigError if it isn't YAML; KeywayError `FormatUnsafe`, without writing anything
 */
export function format({ config: file = defaultConfig, check = false }: FormatOptions): FormatResult {
  const text = configText(file, process.cwd());
  const meaning = toPlain(parseConfig(text, file).tree);
  const formatted = formattedConfig(text);
  if (formatted === text) return { file, changed: false };
  if (!isDeepStrictEqual(toPlain(parseConfig(formatted, file).tree), meaning))
    throw new KeywayError('FormatUnsafe', `${file} can't be formatted without changing its meaning.`, {
      actions: ['Nothing was written. Please report this as a bug, with a file that shows it.'],
    });
  if (!check) writeWholeFile(file, formatted);
  return { file, changed: true };
}
