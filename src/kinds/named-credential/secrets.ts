import { notCompared } from '../credential/compare.ts';
import { resolveSecrets } from '../credential/resolve-secrets.ts';
import type { Desired } from '../desired.ts';
import type { Compared, Comparison, NeededSecrets } from '../kind.ts';
import type { Component } from '../metadata.ts';
import { changeKey, type Planned, type Run } from '../run.ts';
import { legacySecrets } from './schema.ts';

/*
 * Secrets of legacy named credentials. They go into the zip of a metadata job, in memory and nowhere else; no org shows
 * them again.
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

/** Secrets that are sent again on request, with a component that does not differ otherwise. */
export function compareSecrets({ desired, changes, rewrite }: Comparison): Compared {
  const alike = desired.components.filter(
    (component) =>
      secretFields(component).length > 0 &&
      !changes.some(({ type, name }) => type === component.type && name === component.fullName),
  );
  const isAsked = ({ fullName }: Component) => rewrite === 'all' || rewrite.includes(fullName);
  return {
    changes: alike.filter(isAsked).map((component) => ({
      type: 'NamedCredential',
      name: component.fullName,
      action: 'update',
      risks: [],
      fields: secretFields(component).map((path) => ({ path, from: 'set', to: 'replaced' })),
    })),
    notes: alike
      .filter((component) => !isAsked(component))
      .map((component) => notCompared(component.fullName, secretFields(component))),
  };
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
