import { describe, expect, it } from '@jest/globals';
import {
  activeOf,
  currentOf,
  encryptedDataOf,
  isCustomersOwn,
  keyRisks,
  knownType,
  originOf,
} from '../../src/keys/life-cycle.ts';
import { nextRotation, rotationPace } from '../../src/keys/rotation.ts';
import { remedyFor } from '../../src/keys/status-codes.ts';
import { type TenantSecret, tenantSecretTypes } from '../../src/keys/tenant-secret.ts';

const secret = (version: number, more: Partial<TenantSecret> = {}): TenantSecret => ({
  id: `02G00000000000${version}`,
  type: 'Data',
  version,
  status: 'ARCHIVED',
  source: 'HSM',
  createdAt: `2026-06-0${version}T12:00:00.000Z`,
  ...more,
});

const served = { identifier: 'acme-data-1', namedCredential: 'AcmeKeys', certificate: 'AcmeByok' };

describe('when the next key is allowed (Object Reference, TenantSecret)', () => {
  it.each([
    ['Data', 'production', '2026-06-03T12:00:00.000Z'],
    ['Data', 'sandbox', '2026-06-02T16:00:00.000Z'],
    ['Data', 'scratch', '2026-06-02T16:00:00.000Z'],
    ['Data', 'developer', '2026-06-03T12:00:00.000Z'],
    ['Data', 'trial', '2026-06-03T12:00:00.000Z'],
    ['SearchIndex', 'sandbox', '2026-06-09T12:00:00.000Z'],
    ['SearchIndex', 'production', '2026-06-09T12:00:00.000Z'],
  ])('of type %s in a %s org: %s', (type, kind, expected) => {
    const secrets = [
      secret(2, { type, status: 'DESTROYED' }),
      secret(1, { type }),
      secret(3, { type: 'EventBus' }),
    ];
    expect(nextRotation(secrets, type, rotationPace(kind))?.toISOString()).toBe(expected);
  });

  it('is now if there is none of the type', () => {
    expect(nextRotation([secret(1)], 'Analytics', 'production')).toBeUndefined();
  });
});

describe('the risks of a new key', () => {
  it.each([
    ['HSM', 'HSM', []],
    ['HSM', 'UPLOADED', []],
    ['HSM', 'REMOTE', []],
    ['UPLOADED', 'HSM', ['key-archive', 'key-source-change']],
    ['UPLOADED', 'UPLOADED', ['key-archive']],
    ['UPLOADED', 'REMOTE', ['key-archive', 'key-source-change']],
    ['REMOTE', 'HSM', ['key-archive', 'key-source-change']],
    ['REMOTE', 'REMOTE', ['key-archive']],
  ] as const)('from %s to %s: %j', (source, next, risks) => {
    const secrets = [
      secret(1),
      secret(2, { source, status: 'ACTIVE' }),
      secret(3, { type: 'EventBus', source: 'REMOTE' }),
    ];
    expect(keyRisks(secrets, { type: 'Data', source: next })).toEqual(risks);
  });

  it("a remote key whose callout failed remains the current one: an outage doesn't change the source", () => {
    const failed = secret(2, { source: 'REMOTE', status: 'DESTROYED' });
    expect(activeOf([secret(1), failed], 'Data')).toBeUndefined();
    expect(currentOf([secret(1), failed], 'Data')).toBe(failed);
    expect(keyRisks([secret(1), failed], { type: 'Data', source: 'HSM' })).toContain('key-source-change');
    const active = secret(3, { status: 'ACTIVE' });
    expect(currentOf([active, failed], 'Data')).toBe(active);
    expect(currentOf([secret(1, { status: 'DESTROYED' })], 'Data')).toBeUndefined();
  });

  it.each<[string, Partial<TenantSecret>, string]>([
    ['made by Salesforce', { source: 'HSM' }, 'HSM'],
    ['uploaded', { source: 'UPLOADED' }, 'UPLOADED'],
    ['cache-only', { source: 'REMOTE' }, 'REMOTE'],
    ['HSM, but wrapped for a certificate', { source: 'HSM', secretValueCertificate: 'AcmeByok' }, 'UPLOADED'],
    ['HSM, but not derived', { source: 'HSM', keyDerivationMode: 'NONE' }, 'UPLOADED'],
    ['HSM, derived', { source: 'HSM', keyDerivationMode: 'PBKDF2' }, 'HSM'],
    ['HSM, but fetched', { source: 'HSM', remote: served }, 'REMOTE'],
    ['HSM, but the customer’s for CipherTrust', { source: 'HSM', isReportedAsCustomers: true }, 'UPLOADED'],
    ['of no source', { source: '' }, 'unknown'],
    ['of no source, wrapped for a certificate', { source: '', secretValueCertificate: 'A' }, 'UPLOADED'],
    ['of a source that no document knows', { source: 'EXTERNAL' }, 'unknown'],
  ])(
    'a key that is %s counts as the customer’s own unless everything says Salesforce',
    (_what, more, origin) => {
      const active = secret(1, { status: 'ACTIVE', ...more });
      expect(originOf(active)).toBe(origin);
      expect(isCustomersOwn(active)).toBe(origin !== 'HSM');
      expect(keyRisks([active], { type: 'Data', source: 'HSM' })).toEqual(
        origin === 'HSM' ? [] : ['key-archive', 'key-source-change'],
      );
      expect(keyRisks([active], { type: 'Data', source: 'UPLOADED' })).toEqual(
        origin === 'HSM'
          ? []
          : origin === 'UPLOADED'
            ? ['key-archive']
            : ['key-archive', 'key-source-change'],
      );
    },
  );
});

describe('texts', () => {
  it('exist for types in any case, even unknown ones', () => {
    expect([knownType('searchindex'), knownType('Nonsense')]).toEqual(['SearchIndex', undefined]);
    for (const type of tenantSecretTypes) expect(encryptedDataOf(type)).not.toContain('data of type');
    for (const type of ['Novel', 'toString']) expect(encryptedDataOf(type)).toBe(`data of type ${type}`);
  });

  it('exist for every StatusCode: a general remedy for unconfirmed ones', () => {
    expect(remedyFor('INCORRECT_ALGORITHM_IN_JWE_HEADER')).toContain('RSA-OAEP');
    expect(remedyFor('SOMETHING_NEW')).toContain('keyway key probe');
    expect(remedyFor('toString')).toContain('keyway key probe');
  });
});
