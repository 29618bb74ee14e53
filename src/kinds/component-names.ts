import { toPlain } from '../config/tree.ts';
import { loadDocument } from './config.ts';
import { metadataTypes } from './index.ts';

/** A component that a config file names. */
export interface NamedComponent {
  /** As in `named credential`. */
  readonly noun: string;
  readonly name: string;
}

/**
 * The components of a config file, valid or not.
 * @throws as `loadDocument`
 */
export function componentNames(file: string): readonly NamedComponent[] {
  const config = (toPlain(loadDocument(file).tree) ?? {}) as Readonly<Record<string, unknown>>;
  return metadataTypes.flatMap(({ section, noun }) =>
    keysOf(config[section]).map((name) => ({ noun, name })),
  );
}

/** The names in a section. A key without fields is a setting, not a name. */
function keysOf(section: unknown): readonly string[] {
  if (typeof section !== 'object' || section === null || Array.isArray(section)) return [];
  return Object.entries(section).flatMap(([name, item]) => (typeof item === 'boolean' ? [] : [name]));
}
