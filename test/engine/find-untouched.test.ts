import { describe, expect, it } from '@jest/globals';
import { findUntouched } from '../../src/engine/find-untouched.ts';
import type { Change } from '../../src/kinds/change.ts';
import { componentKey } from '../../src/kinds/compare.ts';
import { type Component, toComponents } from '../../src/kinds/metadata.ts';
import { nothingRead } from '../../src/kinds/state.ts';

const principals = { Service: { type: 'NamedPrincipal' as const } };
const authentication = { protocol: 'Custom' as const };
const components = toComponents(
  {
    externalCredentials: {
      Kms: { label: 'Kms', authentication, principals },
      Other: { label: 'Other', authentication, principals },
    },
    namedCredentials: {
      Keys: { label: 'Keys', url: 'https://kms.acme.example', externalCredential: 'Kms' },
      Else: { label: 'Else', url: 'https://acme.example', externalCredential: 'Other' },
    },
    permissionSets: { Access: { label: 'Access', principals: ['Kms-Service'] } },
  } as never,
  { apiVersion: '66.0' },
);
const state = {
  ...nothingRead,
  components: new Map(components.map((one: Component) => [componentKey(one.type, one.fullName), one])),
};
const untouched = (...changes: readonly Pick<Change, 'type' | 'name'>[]) => [
  ...findUntouched({
    state,
    plan: {
      changes: changes.map((one): Change => ({ ...one, action: 'update', risks: [], fields: [] })),
      notes: [],
    },
  }).keys(),
];

describe("What a deploy doesn't read back", () => {
  it("is everything that didn't change and doesn't contain the name of a change", () => {
    expect(untouched({ type: 'ExternalCredential', name: 'Kms' })).toEqual([
      'ExternalCredential:Other',
      'NamedCredential:Else',
    ]);
    expect(untouched({ type: 'NamedCredential', name: 'Else' })).toEqual([
      'ExternalCredential:Kms',
      'ExternalCredential:Other',
      'NamedCredential:Keys',
      'PermissionSet:Access',
    ]);
  });

  it('is every component if only a credential was stored', () => {
    expect(untouched({ type: 'Credential', name: 'Kms-Service' })).toHaveLength(components.length);
  });

  it('is nothing after many changes', () => {
    const many = Array.from({ length: 101 }, (_, n) => ({ type: 'NamedCredential' as const, name: `N${n}` }));
    expect(untouched(...many)).toEqual([]);
  });
});
