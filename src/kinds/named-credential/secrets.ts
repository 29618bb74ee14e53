import type { Plain } from '../../metadata/metadata-type.ts';
import type { Change } from '../change.ts';
import { componentKey } from '../compare.ts';
import { notCompared } from '../credential/compare.ts';
import { resolveSecrets } from '../credential/resolve-secrets.ts';
import type { Desired } from '../desired.ts';
import type { Compared, Comparison, NeededSecrets, Verification } from '../kind.ts';
import type { Check } from '../link-check.ts';
import type { Component } from '../metadata.ts';
import { readableFrom } from '../readable.ts';
import { changeKey, type Planned, type Run } from '../run.ts';
import type { OrgState } from '../state.ts';
import type { Readable } from '../wanted-value.ts';
import { legacySecrets } from './schema.ts';

/*
 * Secrets of legacy named credentials. They go into the zip of a metadata job, in memory and nowhere else; but for
 * the AWS access key no org shows them again.
 */

/** The fields of a component whose secrets the config refers to. */
function secretFields(component: Component): readonly string[] {
  if (component.type !== 'NamedCredential') return [];
  return legacySecrets.filter((field) => component.metadata[field] !== undefined);
}

/** Those that have some. */
export function secretsOf({ components }: Desired): readonly string[] {
  return components.filter((component) => secretFields(component).length > 0).map(({ fullName }) => fullName);
}

/**
 * Secrets that are sent with a component that does not differ otherwise: on request, and where the org shows another value
 * than the reference has here.
 */
export function compareSecrets({ desired, state, changes, rewrite, readable }: Comparison): Compared {
  const alike = desired.components.filter(
    (component) =>
      secretFields(component).length > 0 &&
      !changes.some(({ type, name }) => type === component.type && name === component.fullName),
  );
  const isAsked = ({ fullName }: Component) => rewrite === 'all' || rewrite.includes(fullName);
  return {
    changes: alike.flatMap((component): readonly Change[] => {
      const replaced = secretFields(component).map((path) => ({ path, from: 'set', to: 'replaced' }));
      const fields = isAsked(component) ? replaced : driftOf(component, state, readable).drift;
      const { fullName: name } = component;
      return fields.length === 0
        ? []
        : [{ type: 'NamedCredential', name, action: 'update', risks: [], fields }];
    }),
    notes: alike.flatMap((component) => {
      const { compared } = driftOf(component, state, readable);
      const hidden = secretFields(component).filter((field) => !compared.includes(field));
      return isAsked(component) || hidden.length === 0 ? [] : [notCompared(component.fullName, hidden)];
    }),
  };
}

/** Fields that the org shows and whose references have a value here, and those of them that differ. */
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
    // The config holds them as secrets: neither value is shown.
    drift: known
      .filter(({ isLevel }) => !isLevel)
      .map(({ path }) => ({ path, from: 'another value', to: 'replaced' })),
  };
}

/** The same when it is verified: a value that was changed in the org shows. */
export function checkSecrets({ desired, state, session }: Verification): readonly Check[] {
  return desired.components.flatMap((component) =>
    driftOf(component, state, readableFrom(session.sources)).drift.map(({ path }) => ({
      link: 'NamedCredential',
      name: component.fullName,
      ok: false,
      message: `differs in ${path}`,
    })),
  );
}

/** The values that a plan sends. */
export function sentSecrets(
  { config, session }: Pick<Run, 'config' | 'session'>,
  { plan }: Planned,
): NeededSecrets {
  const isSent = (name: string) =>
    plan.changes.some(
      (change) => change.type === 'NamedCredential' && change.name === name && change.action !== 'delete',
    );
  const { legacy, problems } = resolveSecrets(
    config,
    session.sources,
    ({ kind, name }) => kind === 'legacy' && isSent(name),
  );
  const values = [...legacy].map(
    ([name, value]) => [changeKey({ type: 'NamedCredential', name }), value] as const,
  );
  return { values: new Map(values), problems };
}
