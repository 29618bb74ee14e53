import { describe, expect, it } from '@jest/globals';
import {
  type CredentialQuestion,
  compareCredentials,
  type WantedCredential,
} from '../../../src/kinds/credential/compare.ts';
import type { CredentialAnswer } from '../../../src/salesforce/index.ts';

const value = (key: string, encrypted: boolean) => ({ key, encrypted, text: `\${env:${key}}`, path: [key] });
const wanted: WantedCredential = {
  name: 'AcmeKms-KeyService',
  externalCredential: 'AcmeKms',
  principalType: 'NamedPrincipal',
  principalName: 'KeyService',
  protocol: 'Oauth',
  variant: 'ClientCredentialsClientSecret',
  values: [value('clientId', false), value('clientSecret', true)],
};
const configured: CredentialAnswer = {
  authenticationStatus: 'Configured',
  credentials: { clientId: { value: 'id-1', encrypted: false }, clientSecret: { encrypted: true } },
};

function changes(actual: CredentialAnswer | undefined, question: Partial<CredentialQuestion> = {}) {
  return compareCredentials({
    wanted: [wanted],
    actual: new Map([[wanted.name, actual]]),
    changes: [],
    readable: () => undefined,
    rewrite: [],
    ...question,
  }).map(({ action, fields }) => ({ action, fields: fields.map(({ path }) => path) }));
}

describe('A credential is stored', () => {
  it('if the org has none', () => {
    expect(changes(undefined)).toEqual([{ action: 'create', fields: ['clientId', 'clientSecret'] }]);
    expect(changes({ authenticationStatus: 'NotConfigured', credentials: {} })).toHaveLength(1);
  });

  it("not again if it is set, because a secret can't be compared", () => {
    expect(changes(configured)).toEqual([]);
  });

  it('if a readable part differs and its reference has a value here', () => {
    expect(changes(configured, { readable: () => 'id-2' })).toEqual([
      { action: 'update', fields: ['clientId'] },
    ]);
    expect(changes(configured, { readable: () => 'id-1' })).toEqual([]);
  });

  it('if it is requested by name, or all are', () => {
    expect(changes(configured, { rewrite: ['AcmeKms-KeyService'] })).toHaveLength(1);
    expect(changes(configured, { rewrite: 'all' })).toHaveLength(1);
    expect(changes(configured, { rewrite: ['AcmeKms-Other'] })).toEqual([]);
  });

  it('if the metadata job of the same deploy deletes the old one', () => {
    const change = { type: 'ExternalCredential' as const, name: 'AcmeKms', action: 'update' as const };
    const protocol = { ...change, risks: ['protocol-change' as const], fields: [] };
    expect(changes(configured, { changes: [protocol] })[0]?.action).toBe('create');
    const principal = {
      ...change,
      risks: [],
      fields: [{ path: 'principals.KeyService', to: 'NamedPrincipal' }],
    };
    expect(changes(configured, { changes: [principal] })[0]?.action).toBe('create');
    const label = { ...change, risks: [], fields: [{ path: 'label', from: 'a', to: 'b' }] };
    expect(changes(configured, { changes: [label] })).toEqual([]);
  });

  it('if a Custom credential lacks a part, for which the org reports Unknown', () => {
    const custom = {
      authenticationStatus: 'Unknown' as const,
      credentials: { clientId: { encrypted: true } },
    };
    expect(changes(custom)).toEqual([{ action: 'update', fields: ['clientSecret'] }]);
  });

  it('without a value in the plan', () => {
    const plan = compareCredentials({
      wanted: [wanted],
      actual: new Map([[wanted.name, configured]]),
      changes: [],
      readable: () => 'id-2',
      rewrite: [],
    });
    expect(JSON.stringify(plan)).not.toMatch(/id-1|id-2/);
  });
});
