import { maskText, referenceWithoutDefault } from '../masked.ts';
import type { OrgState } from '../state.ts';
import type { WantedCredential } from './compare.ts';

/** The references of a config, without values. For an encrypted part, not even the default behind the reference. */
export function credentialFacts(
  credentials: readonly Pick<WantedCredential, 'name' | 'values'>[],
): readonly object[] {
  return credentials.map(({ name, values }) => ({
    name,
    references: values.map(
      ({ key, encrypted, text }) => `${key} ${encrypted ? referenceWithoutDefault(text) : maskText(text)}`,
    ),
  }));
}

/** Which values an org stores, without their content. */
export function storedFacts(credentials: OrgState['credentials']): readonly object[] {
  return [...credentials]
    .map(([name, answer]) => ({
      name,
      status: answer?.authenticationStatus ?? 'none',
      keys: Object.keys(answer?.credentials ?? {}).sort(),
    }))
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}
