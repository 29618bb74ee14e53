import { EditableConfig, formatted } from '../config/edit/index.ts';
import { fieldsAt } from '../config/field-order.ts';
import { configText } from '../config/files.ts';
import { formatOf } from '../config/format.ts';
import type { ConfigPath, Environment, Problem } from '../config/index.ts';
import { type Json, jsonSchema as jsonSchemaOf } from '../config/json-schema.ts';
import { isHeaderPlace as isHeaderPlaceOf } from '../config/open-secrets.ts';
import {
  type ConfigDocument,
  parseConfig as parse,
  type ReadFile,
  type ReadOptions,
  readConfig as read,
} from '../config/read.ts';
import { isSecretPlace as isSecretPlaceOf } from '../config/section.ts';
import { shortKeyAt, withShortForms } from '../config/short-forms.ts';
import { type ConfigFile, sections } from './index.ts';

/* The config file of keyway: the mechanism of src/config with the sections of the kinds. */

/** What the other stages take: one environment's components, every reference resolved but those to secrets. */
export interface Config extends ConfigFile, ReadFile {
  readonly apiVersion: string;
}

export const configFormat = formatOf(sections);

/** The format as JSON Schema, for editors. */
export function jsonSchema(): Json {
  return jsonSchemaOf(configFormat);
}

/** The text of a config that can be changed at places. */
export function editableConfig(text: string): EditableConfig {
  return new EditableConfig(text, (path) => shortKeyAt(sections, path));
}

/** Whether an HTTP header, short or long, stands at a path of a file. */
export function isHeaderPlace(path: ConfigPath): boolean {
  return isHeaderPlaceOf(sections, path);
}

/** Plain data as people write it into a file: short where that says everything. */
export function asWritten(value: unknown, path: ConfigPath): unknown {
  return withShortForms(value, path, sections);
}

/** Whether a secret stands at a path of a file, or of what an environment lays over it. */
export function isSecretPlace(path: ConfigPath): boolean {
  return isSecretPlaceOf(sections, path);
}

/** The text of a config as every config is laid out; its meaning stays. */
export function formattedConfig(text: string): string {
  const schema = jsonSchema();
  return formatted(text, {
    fieldsAt: (path) => fieldsAt(schema, path),
    shortKeyAt: (path) => shortKeyAt(sections, path),
  });
}

/** The last document, for runs that read a file more than once; a fleet reads it for each org. */
let last: { readonly file: string; readonly text: string; readonly document: ConfigDocument } | undefined;

/**
 * Reads a config file. `file` is the path as the user gave it, relative to `directory`.
 * @throws KeywayError `ConfigNotFound`, `ConfigUnreadable`; ConfigError
 */
export function loadDocument(file: string, directory: string = process.cwd()): ConfigDocument {
  const text = configText(file, directory);
  if (last?.file !== file || last.text !== text) last = { file, text, document: parseConfig(text, file) };
  return last.document;
}

/**
 * Reads the text of a config file.
 * @throws ConfigError where it is not YAML, or not a map
 */
export function parseConfig(text: string, file: string): ConfigDocument {
  return parse(text, file, configFormat);
}

/**
 * One environment, or the base where it is undefined: the config, and all that is wrong or doubtful in it.
 * @throws KeywayError `ApiVersionWrong` where `apiVersion` of the options is none that keyway works with
 */
export function readConfig(
  document: ConfigDocument,
  environment: Environment | undefined,
  options: ReadOptions,
): { readonly config?: Config; readonly problems: readonly Problem[] } {
  return read(document, environment, options, configFormat);
}
