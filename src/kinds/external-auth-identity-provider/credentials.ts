import { resolveReferences } from '../../config/index.ts';
import type { Change, FieldChange } from '../change.ts';
import type { Config } from '../config.ts';
import { notCompared } from '../credential/compare.ts';
import type { Comparison, NeededSecrets } from '../kind.ts';
import { changeKey, type Planned, type Run } from '../run.ts';
import type { WantedValue } from '../wanted-value.ts';
import type { StoredValues } from './connect.ts';
import { credentialNames } from './uncertain.ts';

/** What the org is to sign in to a provider with. */
export interface WantedProviderCredentials {
  readonly name: string;
  readonly values: readonly WantedValue[];
}

declare module '../desired.ts' {
  interface Desired {
    readonly providerCredentials?: readonly WantedProviderCredentials[];
  }
}

declare module '../state.ts' {
  interface OrgState {
    /** By the provider's name. */
    readonly providerCredentials?: ReadonlyMap<string, StoredValues>;
  }
}

export const credentialsType = 'IdentityProviderCredential' as const;
const section = 'externalAuthIdentityProviders';

export function wantedProviderCredentials(config: Config): readonly WantedProviderCredentials[] {
  return Object.entries(config[section] ?? {}).flatMap(([name, { credentials }]) =>
    credentials === undefined
      ? []
      : [
          {
            name,
            values: credentialNames.flatMap((key): readonly WantedValue[] => {
              const text = credentials[key];
              const path = [section, name, 'credentials', key];
              return text === undefined ? [] : [{ key, encrypted: key !== 'clientId', text, path }];
            }),
          },
        ],
  );
}

/** Stored where the org lacks a part, shows another client id, or somebody asks for it. */
export function compareProviderCredentials(comparison: Comparison): readonly Change[] {
  const { desired, state, changes, readable, rewrite } = comparison;
  return (desired.providerCredentials ?? []).flatMap(({ name, values }): readonly Change[] => {
    const isNew = changes.some(
      (change) =>
        change.type === 'ExternalAuthIdentityProvider' && change.name === name && change.action === 'create',
    );
    const stored: StoredValues = isNew ? new Map() : (state.providerCredentials?.get(name) ?? new Map());
    const asked = rewrite === 'all' || rewrite.includes(name);
    const fields = values.flatMap((value): readonly FieldChange[] => {
      if (!stored.has(value.key)) return [{ path: value.key, to: 'set' }];
      const there = stored.get(value.key);
      const here = value.encrypted || there === undefined ? undefined : readable(value);
      const isOther = here !== undefined && here !== there;
      return asked || isOther ? [{ path: value.key, from: 'set', to: 'replaced' }] : [];
    });
    if (fields.length === 0) return [];
    return [
      { type: credentialsType, name, action: stored.size === 0 ? 'create' : 'update', risks: [], fields },
    ];
  });
}

/** The parts of what is stored that nobody can compare, and that a plan does not write: each is said. */
export function uncomparedCredentials(
  { desired, state, readable }: Comparison,
  changes: readonly Change[],
): readonly string[] {
  return (desired.providerCredentials ?? [])
    .filter(({ name }) => !changes.some((change) => change.name === name))
    .flatMap(({ name, values }) => {
      const stored = state.providerCredentials?.get(name);
      const hidden = values.filter(
        (value) => value.encrypted || stored?.get(value.key) === undefined || readable(value) === undefined,
      );
      const keys = hidden.map(({ key }) => key);
      return keys.length === 0 ? [] : [notCompared(name, keys)];
    });
}

/** All values of a provider whose credentials a plan stores: what is left out of a request, the org would lose. */
export function providerSecrets(
  { config, session }: Pick<Run, 'config' | 'session'>,
  { plan, desired }: Planned,
): NeededSecrets {
  const resolved = plan.changes
    .filter(({ type }) => type === credentialsType)
    .map((change) => {
      const wanted = (desired.providerCredentials ?? []).find(({ name }) => name === change.name);
      const values = (wanted?.values ?? []).map(({ key, text, path }) => {
        const { at } = config.secrets.get(path.join('.')) ?? { at: config.locate(path) };
        const answer = resolveReferences(text, session.sources);
        const message = answer.ok ? (answer.value === '' ? 'is empty' : undefined) : answer.message;
        return { key, at, message, value: answer.ok ? answer.value : '' };
      });
      return { change, values };
    });
  return {
    values: new Map(
      resolved.map(({ change, values }) => [
        changeKey(change),
        new Map(values.map(({ key, value }) => [key, value])),
      ]),
    ),
    problems: resolved.flatMap(({ change, values }) =>
      values.flatMap(({ key, at, message }) =>
        message === undefined
          ? []
          : [{ severity: 'error' as const, at, message: `"${key}" in ${section}.${change.name} ${message}` }],
      ),
    ),
  };
}
