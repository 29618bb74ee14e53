import type { Problem } from '../../config/index.ts';
import type { Change, FieldChange } from '../change.ts';
import type { Config } from '../config.ts';
import { resolveSecret } from '../credential/resolve-secrets.ts';
import type { Comparison, NeededSecrets } from '../kind.ts';
import { changeKey, type Planned, type Run } from '../run.ts';
import type { WantedValue } from '../wanted-value.ts';
import type { StoredValues } from './connect.ts';
import { credentialNames } from './uncertain.ts';

/** The credentials with which the org signs in to a provider. */
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
            values: credentialNames.map((key) => ({
              key,
              encrypted: key !== 'clientId',
              text: credentials[key],
              path: [section, name, 'credentials', key],
            })),
          },
        ],
  );
}

/** Stores credentials if the org lacks a part, shows another client id, or the user asks for it. */
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
      const existing = stored.get(value.key);
      const here = value.encrypted || existing === undefined ? undefined : readable(value);
      const isOther = here !== undefined && here !== existing;
      return asked || isOther ? [{ path: value.key, from: 'set', to: 'replaced' }] : [];
    });
    if (fields.length === 0) return [];
    return [
      { type: credentialsType, name, action: stored.size === 0 ? 'create' : 'update', risks: [], fields },
    ];
  });
}

/** All values of a provider whose credentials a plan stores. The org would lose any value that a request leaves out. */
export function providerSecrets(
  { config, session }: Pick<Run, 'config' | 'session'>,
  { plan, desired }: Planned,
): NeededSecrets {
  const values = new Map<string, Map<string, string>>();
  const problems: Problem[] = [];
  for (const change of plan.changes.filter(({ type }) => type === credentialsType)) {
    const wanted = desired.providerCredentials?.find(({ name }) => name === change.name);
    const own = new Map<string, string>();
    for (const { key, text, path } of wanted?.values ?? []) {
      const resolved = resolveSecret(text, session.sources);
      if ('value' in resolved) own.set(key, resolved.value);
      else {
        const message = `"${key}" in ${section}.${change.name} ${resolved.problem}`;
        problems.push({ severity: 'error', at: config.locate(path), message });
      }
    }
    values.set(changeKey(change), own);
  }
  return { values, problems };
}
