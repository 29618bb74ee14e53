import { describe, expect, it } from '@jest/globals';
import type { TenantSecret } from '../../../src/keys/tenant-secret.ts';
import { pullKeys } from '../../../src/kinds/cache-only-key/pull.ts';
import { configOf, problemsIn } from '../../config/reading.ts';

const file = `version: 1
externalCredentials:
  Kms: { label: Kms, authentication: { protocol: Basic } }
namedCredentials:
  Keys: { label: Keys, url: "https://kms.example", externalCredential: Kms }
certificates:
  Byok: { label: Byok } # ours
`;

/** An active remote key of an org. */
function remote(more: Partial<TenantSecret> = {}, identifier = 'data-1'): TenantSecret {
  return {
    id: '02G000000000001AAA',
    type: 'Data',
    version: 2,
    status: 'ACTIVE',
    source: 'REMOTE',
    description: 'DataKey',
    remote: { identifier, namedCredential: 'Keys', certificate: 'Byok' },
    createdAt: '2026-06-01T12:00:00.000Z',
    ...more,
  };
}

const run = (text: string, secrets: readonly TenantSecret[], environment?: string) => {
  const chosen = environment === undefined ? undefined : configOf(text, environment).environment;
  const sources = { env: {}, readFile: () => '' };
  const target = { text, file: 'keyway.yaml', environment: chosen, sources, apiVersion: '66.0' };
  return pullKeys({ ...target, intoEnvironment: environment !== undefined }, secrets);
};

describe('a pull of cache-only keys', () => {
  it('adds the active ones, named by their description in the org, without duplicates', () => {
    const { text, added, notes } = run(file, [remote()]);
    expect({ added, notes }).toEqual({ added: ['DataKey'], notes: [] });
    expect(text).toContain('# ours');
    expect(problemsIn(text)).toEqual([]);
    expect(configOf(text).cacheOnlyKeys).toEqual({
      DataKey: { type: 'Data', identifier: 'data-1', namedCredential: 'Keys', certificate: 'Byok' },
    });
    expect(run(text, [remote()])).toEqual({ text, added: [], notes: [] });
  });

  it("generates a name if the description isn't a valid one", () => {
    const secrets = [
      remote({ description: 'Our key, 2026' }),
      remote({ type: 'EventBus', description: 'DataKey' }),
    ];
    expect(run(file, secrets).added).toEqual(['DataKey', 'DataKey2']);
  });

  it.each([
    ['made by Salesforce', remote({ source: 'HSM', remote: undefined })],
    ['archived', remote({ status: 'ARCHIVED' })],
    ['destroyed', remote({ status: 'DESTROYED' })],
  ])('skips one that is %s', (_what, secret) => {
    expect(run(file, [secret])).toEqual({ text: file, added: [], notes: [] });
  });

  it('says which keys it leaves out, and why', () => {
    const other = { identifier: 'data-1', namedCredential: 'Other', certificate: 'Byok' };
    expect(run(file, [remote({ remote: other })])).toEqual({
      text: file,
      added: [],
      notes: [
        'keyway left out the cache-only key Data data-1 of the org: "namedCredential" in cacheOnlyKeys.DataKey is "Other", which is not in namedCredentials',
      ],
    });
    const { text } = run(file, [remote()]);
    expect(run(text, [remote({}, 'data-2')]).notes).toEqual([
      'keyway left out the cache-only key Data data-2 of the org: cacheOnlyKeys.DataKey names data-1 for this type',
    ]);
  });

  it("writes an environment's own keys into the environment", () => {
    const text = `${file}environments: { uat: {} }\n`;
    const pulled = run(text, [remote()], 'uat');
    expect(pulled.added).toEqual(['DataKey']);
    expect(configOf(pulled.text).cacheOnlyKeys).toBeUndefined();
    expect(configOf(pulled.text, 'uat').cacheOnlyKeys).toHaveProperty('DataKey');
  });
});
