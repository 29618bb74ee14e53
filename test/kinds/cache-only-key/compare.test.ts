import { describe, expect, it } from '@jest/globals';
import type { TenantSecret } from '../../../src/keys/tenant-secret.ts';
import { compareKeys, secretOf } from '../../../src/kinds/cache-only-key/compare.ts';
import { remoteSecret, secret, wantedKey } from './tenant-secrets.ts';

const compare = (...secrets: readonly TenantSecret[]) => compareKeys([wantedKey], secrets);

describe('A cache-only key of the config', () => {
  it('that the org does not have is made, with all that it is made of', () => {
    expect(compare(secret({ status: 'ARCHIVED' }))).toEqual({
      changes: [
        {
          type: 'Key',
          name: 'AcmeDataKey',
          action: 'create',
          risks: [],
          fields: [
            { path: 'type', to: 'Data' },
            { path: 'identifier', to: 'acme-data-1' },
            { path: 'namedCredential', to: 'AcmeKeys' },
            { path: 'certificate', to: 'AcmeByok' },
          ],
        },
      ],
      notes: [],
    });
  });

  it('that is ACTIVE is left alone', () => {
    expect(compare(remoteSecret())).toEqual({ changes: [], notes: [] });
  });

  it('takes the place of one made by Salesforce without a risk, and says that its data stays readable', () => {
    const { changes, notes } = compare(secret());
    expect(changes).toMatchObject([{ action: 'create', risks: [] }]);
    expect(notes).toEqual([
      'AcmeDataKey: this archives version 1 of Data, made by Salesforce; what it encrypted stays readable',
    ]);
  });

  it('takes the place of an uploaded one as key-archive and key-source-change', () => {
    const { changes } = compare(secret({ source: 'UPLOADED' }));
    expect(changes).toMatchObject([{ risks: ['key-archive', 'key-source-change'] }]);
  });

  it('takes the place of another identifier as key-archive, and says that the old one must stay served', () => {
    const { changes, notes } = compare(remoteSecret({}, { identifier: 'acme-data-0' }));
    expect(changes).toMatchObject([{ action: 'create', risks: ['key-archive'] }]);
    expect(notes).toEqual([
      'AcmeDataKey: this archives Data acme-data-0 (ACTIVE, version 2); the key service must keep serving acme-data-0 for the data it encrypted',
    ]);
  });

  it('that is DESTROYED is activated and never made again', () => {
    expect(compare(secret({ status: 'ARCHIVED' }), remoteSecret({ status: 'DESTROYED' })).changes).toEqual([
      {
        type: 'Key',
        name: 'AcmeDataKey',
        action: 'update',
        risks: [],
        fields: [{ path: 'status', from: 'DESTROYED', to: 'ACTIVE' }],
      },
    ]);
  });

  it('that is DESTROYED takes the place of an uploaded one as key-archive and key-source-change', () => {
    const { changes } = compare(secret({ source: 'UPLOADED' }), remoteSecret({ status: 'DESTROYED' }));
    expect(changes).toMatchObject([{ action: 'update', risks: ['key-archive', 'key-source-change'] }]);
    expect(compare(secret(), remoteSecret({ status: 'DESTROYED' })).changes).toMatchObject([{ risks: [] }]);
  });

  it('that is ARCHIVED is made again, as key-archive whatever is active', () => {
    for (const source of ['HSM', 'UPLOADED']) {
      const { changes, notes } = compare(
        remoteSecret({ status: 'ARCHIVED' }),
        secret({ source, version: 3 }),
      );
      expect(changes).toMatchObject([{ action: 'create' }]);
      expect(changes[0]?.risks).toContain('key-archive');
      expect(notes[0]).toContain("an archived key can't be activated");
    }
  });

  it('that is fetched from elsewhere is changed as key-path', () => {
    expect(compare(remoteSecret({}, { namedCredential: 'OldKeys' })).changes).toMatchObject([
      {
        action: 'update',
        risks: ['key-path'],
        fields: [{ path: 'namedCredential', from: 'OldKeys', to: 'AcmeKeys' }],
        liveKeys: ['Data acme-data-1 (ACTIVE, version 2)'],
      },
    ]);
  });

  it('that is wrapped for another certificate is changed with a word of warning', () => {
    const { changes, notes } = compare(remoteSecret({}, { certificate: 'OldByok' }));
    expect(changes).toMatchObject([{ action: 'update', risks: ['key-path'] }]);
    expect(notes).toEqual([expect.stringContaining('wraps for certificate AcmeByok')]);
  });

  it('is known by type and identifier, ACTIVE before DESTROYED before ARCHIVED, and of several the newest', () => {
    const archived = remoteSecret({ status: 'ARCHIVED', version: 2 });
    const destroyed = remoteSecret({ status: 'DESTROYED', version: 3 });
    const active = remoteSecret({ version: 4 });
    const other = remoteSecret({ type: 'EventBus', version: 5 });
    expect(secretOf(wantedKey, [archived, other, active, destroyed])).toBe(active);
    expect(secretOf(wantedKey, [archived, destroyed, other])).toBe(destroyed);
    expect(secretOf(wantedKey, [other])).toBeUndefined();
  });

  it('is not compared where the org shows no tenant secrets, and that is said', () => {
    const { changes, notes } = compareKeys([wantedKey], undefined);
    expect(changes).toEqual([]);
    expect(notes).toEqual([expect.stringContaining("AcmeDataKey can't be compared")]);
    expect(compareKeys([], undefined)).toEqual({ changes: [], notes: [] });
  });
});
