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

/* The config file of keyway: the mechanism of src/config with the sections of all kinds. */

/** One environment's components, as the other stages use them. All references are resolved, except those to secrets. */
export interface Config extends ConfigFile, ReadFile {
  readonly apiVersion: string;
}

export const configFormat = formatOf(sections);

/** The format as JSON Schema, for editors. */
export function jsonSchema(): Json {
  return jsonSchemaOf(configFormat);
}

/** Opens the text of a config for changes in place. */
export function editableConfig(text: string): EditableConfig {
  return new EditableConfig(text, (path) => shortKeyAt(sections, path));
}

/** Whether a path of a file is an HTTP header, in short or long form. */
export function isHeaderPlace(path: ConfigPath): boolean {
  return isHeaderPlaceOf(sections, path);
}

/** Converts plain data to the form that people write: the short form wherever it is complete. */
export function toWrittenForm(value: unknown, path: ConfigPath): unknown {
  return withShortForms(value, path, sections);
}

/** Whether a path of a file, or of an environment's overlay, holds a secret. */
export function isSecretPlace(path: ConfigPath): boolean {
  return isSecretPlaceOf(sections, path);
}

/** Formats the text of a config in the standard layout, without a change in meaning. */
export function formattedConfig(text: string): string {
  const schema = jsonSchema();
  return formatted(text, {
    fieldsAt: (path) => fieldsAt(schema, path),
    shortKeyAt: (path) => shortKeyAt(sections, path),
  });
}

/** Cache of the last document, because some runs read a file repeatedly; a fleet reads it for each org. */
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
 * Parses the text of a config file.
 * @throws ConfigError if it isn't YAML, or not a map
 */
export function parseConfig(text: string, file: string): ConfigDocument {
  return parse(text, file, configFormat);
}

/**
 * Reads one environment, or the base if undefined: the config, with all errors and warnings.
 * @throws KeywayError `ApiVersionWrong` if keyway doesn't support the `apiVersion` of the options
 */
export function readConfig(
  document: ConfigDocument,
  environment: Environment | undefined,
  options: ReadOptions,
): { readonly config?: Config; readonly problems: readonly Problem[] } {
  return read(document, environment, options, configFormat);
}
