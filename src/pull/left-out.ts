import { findWritten } from '../config/edit/places.ts';
import type { ConfigDocument } from '../config/index.ts';
import type { Config } from '../kinds/config.ts';
import { metadataTypes } from '../kinds/index.ts';
import type { Component } from '../kinds/metadata.ts';
import { type MetadataType, typeNamed } from '../metadata/metadata-type.ts';
import type { Read } from './read.ts';
import { contentOf, keyOf, type LeftOut, namesIn, pathOf } from './types.ts';
import { pullOf } from './wanted.ts';

/** Why a component of the org isn't added: the config says that it must not exist. */
export function refusalByConfig(
  config: Config,
  document: ConfigDocument,
  component: Component,
): readonly LeftOut[] {
  const { type, fullName: name } = component;
  const environment = config.environment?.name;
  const { section }: MetadataType = typeNamed(metadataTypes, type);
  if (config.removed?.[section]?.includes(name))
    return [{ type, name, reason: `is listed under removed.${section}` }];
  const isTakenOut =
    environment !== undefined && findWritten(document, environment, pathOf(component)) === null;
  return isTakenOut ? [{ type, name, reason: `is null in environment ${environment}` }] : [];
}

/** Whether to mention that this component was left out. */
export function isMentioned({ type, name }: LeftOut, only: readonly string[], config: Config): boolean {
  if (!pullOf(type)?.isOmittedSilently) return true;
  const isAsked = only.some((one) => one.toLowerCase() === name.toLowerCase());
  return isAsked || contentOf(config, { type, fullName: name }) !== undefined;
}

/** Components that the config has and the org doesn't. */
export function absentFrom({ components, leftOut }: Read, config: Config): readonly string[] {
  const known = new Set([...components.map(keyOf), ...leftOut.map(({ type, name }) => `${type}:${name}`)]);
  return namesIn(config)
    .filter((one) => !known.has(keyOf(one)))
    .map(
      ({ type, fullName }) =>
        `${type} ${fullName} is in ${config.file} but not in the org; keyway left it as it is`,
    );
}
