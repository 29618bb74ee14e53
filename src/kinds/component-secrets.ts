import type { Problem } from '../config/index.ts';
import { type MetadataType, type Plain, typeNamed } from '../metadata/metadata-type.ts';
import type { Change } from './change.ts';
import { componentKey } from './compare.ts';
import type { Config } from './config.ts';
import { describeNotCompared } from './credential/compare.ts';
import { resolveSecret } from './credential/resolve-secrets.ts';
import { metadataTypes } from './index.ts';
import type { Compared, Comparison, Kind, NeededSecrets, Verification } from './kind.ts';
import type { Check } from './link-check.ts';
import type { Component, ComponentType } from './metadata.ts';
import { readableFrom } from './readable.ts';
import { changeKey, type Planned, type Run, type SecretValues } from './run.ts';
import type { OrgState } from './state.ts';
import { findUnsetReferences, type WrittenReferences } from './unset-references.ts';
import type { Readable } from './wanted-value.ts';

/*
 * Secrets in metadata fields. They only go into the zip of a metadata job, in memory. No org shows them again,
 * except those that a type declares as read back.
 */

/** What a kind adds if its components have such fields. */
export function componentSecrets(
  type: ComponentType,
): Required<Pick<Kind, 'secretsOf' | 'compare' | 'notes' | 'secrets' | 'verify'>> {
  return {
    secretsOf: ({ components }) =>
      components
        .filter((component) => component.type === type && secretFields(component).length > 0)
        .map(({ fullName }) => fullName),
    compare: (comparison) => compareSecrets(type, comparison),
    notes: ({ config, sources }, { plan }) =>
      findUnsetReferences(type, referencesOf(type, config), plan, sources),
    secrets: (run, planned) => sentSecrets(type, run, planned),
    verify: (verification) => checkSecrets(type, verification),
  };
}

/** The fields of a component for which the config has secret references. */
function secretFields({ type, metadata }: Component): readonly string[] {
  const values: Plain = { ...metadata };
  const { fields }: MetadataType = typeNamed(metadataTypes, type);
  return fields
    .filter(({ element, secret }) => secret && values[element] !== undefined)
    .map(({ element }) => element);
}

/**
 * Secrets that are sent with an otherwise unchanged component: on request, or if the org shows another value than
 * the reference has here.
 */
function compareSecrets(
  own: ComponentType,
  { desired, state, changes, rewrite, readable }: Comparison,
): Compared {
  const alike = desired.components.filter(
    (component) =>
      component.type === own &&
      secretFields(component).length > 0 &&
      !changes.some(({ type, name }) => type === component.type && name === component.fullName),
  );
  const isAsked = ({ fullName }: Component) => rewrite === 'all' || rewrite.includes(fullName);
  return {
    changes: alike.flatMap((component): readonly Change[] => {
      const replaced = secretFields(component).map((path) => ({ path, from: 'set', to: 'replaced' }));
      const fields = isAsked(component) ? replaced : driftOf(component, state, readable).drift;
      const { fullName: name } = component;
      return fields.length === 0 ? [] : [{ type: own, name, action: 'update', risks: [], fields }];
    }),
    notes: alike.flatMap((component) => {
      const { compared } = driftOf(component, state, readable);
      const hidden = secretFields(component).filter((field) => !compared.includes(field));
      return isAsked(component) || hidden.length === 0
        ? []
        : [describeNotCompared(component.fullName, hidden)];
    }),
  };
}

/** Fields that the org shows and whose references have a value here, and which of them differ. */
function driftOf(component: Component, { components }: OrgState, readable: Readable) {
  const { type, fullName, metadata } = component;
  const values: Plain = { ...metadata };
  const shown = [...(components.get(componentKey(type, fullName))?.readBack ?? [])];
  const known = shown.flatMap(([path, from]) => {
    const text = values[path];
    const to =
      typeof text === 'string' ? readable({ key: path, encrypted: false, text, path: [] }) : undefined;
    return to === undefined ? [] : [{ path, isLevel: from === to }];
  });
  return {
    compared: known.map(({ path }) => path),
    // The config treats them as secrets, so neither value is shown.
    drift: known
      .filter(({ isLevel }) => !isLevel)
      .map(({ path }) => ({ path, from: 'another value', to: 'replaced' })),
  };
}

/** The check for the same drift in a verification. */
function checkSecrets(own: ComponentType, { desired, state, session }: Verification): readonly Check[] {
  const components = desired.components.filter(({ type }) => type === own);
  return components.flatMap((component) =>
    driftOf(component, state, readableFrom(session.sources)).drift.map(({ path }) => ({
      link: own,
      name: component.fullName,
      ok: false,
      message: `differs in ${path}`,
    })),
  );
}

/** The references in a type's secret fields. */
function referencesOf(
  own: ComponentType,
  { secrets }: Pick<Config, 'secrets'>,
): readonly WrittenReferences[] {
  const { section } = typeNamed(metadataTypes, own);
  return [...secrets.values()].flatMap(({ text, path }) => {
    const [first, name = '', key = ''] = path.map(String);
    return first === section && path.length === 3 ? [{ name, values: [{ key, text }] }] : [];
  });
}

/** The values that a plan sends. */
function sentSecrets(
  own: ComponentType,
  { config, session }: Pick<Run, 'config' | 'session'>,
  { plan }: Planned,
): NeededSecrets {
  const { section } = typeNamed(metadataTypes, own);
  const values = new Map<string, SecretValues>();
  const problems: Problem[] = [];
  for (const { text, path, at } of config.secrets.values()) {
    const [first, name = '', field = ''] = path.map(String);
    const isSent = plan.changes.some(
      (change) => change.type === own && change.name === name && change.action !== 'delete',
    );
    if (first !== section || !isSent) continue;
    const resolved = resolveSecret(text, session.sources, { storedWhole: true });
    const key = changeKey({ type: own, name });
    if ('value' in resolved) values.set(key, new Map(values.get(key)).set(field, resolved.value));
    else {
      const message = `"${field}" in ${section}.${name} ${resolved.problem}`;
      problems.push({ severity: 'error', at, message });
    }
  }
  return { values, problems };
}
