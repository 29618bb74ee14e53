import { describe, expect, it } from '@jest/globals';
import { compareComponents } from '../../src/engine/make-plan.ts';
import { certificateConflicts } from '../../src/kinds/certificate/compare.ts';
import { componentKey } from '../../src/kinds/compare.ts';
import { type ConfigComponents, fromXml, toComponents } from '../../src/kinds/metadata.ts';
import { chain, orgWith } from './chain.ts';

const desired = (config: ConfigComponents) => toComponents(config, { apiVersion: '66.0' });
const changes = (wanted: ConfigComponents, there: ConfigComponents) =>
  compareComponents(desired(wanted), orgWith(there).components);

describe('The plan for components', () => {
  it('is empty if the org matches the config', () => {
    expect(changes(chain(), chain())).toEqual([]);
  });

  it('creates missing components', () => {
    const all = compareComponents(desired(chain()), new Map());
    expect(all.map(({ action, type, name }) => [action, type, name])).toEqual([
      ['create', 'ExternalCredential', 'AcmeKms'],
      ['create', 'NamedCredential', 'AcmeKeys'],
      ['create', 'PermissionSet', 'AcmeKeyAccess'],
    ]);
  });

  it('shows only the field that differs', () => {
    const there = chain({ namedCredential: { label: 'Old' } });
    expect(changes(chain(), there)).toEqual([
      {
        type: 'NamedCredential',
        name: 'AcmeKeys',
        action: 'update',
        risks: [],
        fields: [{ path: 'label', from: 'Old', to: 'Acme keys' }],
      },
    ]);
  });

  it('ignores defaults that the org spells out', () => {
    const there = chain({ namedCredential: { calloutStatus: 'Enabled', generateAuthorizationHeader: true } });
    expect(changes(chain(), there)).toEqual([]);
  });
});

describe('The plan for settings', () => {
  const settings = (encryptionKeySettings: ConfigComponents['encryptionKeySettings']) => ({
    encryptionKeySettings,
  });

  it('compares only those that the config names; others may still be at risk', () => {
    const there = settings({ enableCacheOnlyKeys: true, canOptOutOfDerivationWithBYOK: true });
    expect(changes(settings({ enableCacheOnlyKeys: true }), there)).toEqual([]);
    expect(changes(settings({ canOptOutOfDerivationWithBYOK: false }), there)).toEqual([
      {
        type: 'Settings',
        name: 'EncryptionKey',
        action: 'update',
        risks: ['key-path'],
        fields: [{ path: 'canOptOutOfDerivationWithBYOK', from: 'true', to: 'false' }],
      },
    ]);
  });

  it("is empty for a setting that should be off and that the org doesn't show", () => {
    expect(
      changes(settings({ enableReplayDetection: false }), settings({ enableCacheOnlyKeys: true })),
    ).toEqual([]);
  });

  it("doesn't have that risk if the file names the setting that the org needs to fetch keys, or if that is off", () => {
    const wanted = { canOptOutOfDerivationWithBYOK: true };
    const keys = { enableCacheOnlyKeys: true };
    expect(changes(settings({ ...wanted, ...keys }), settings(keys))).toMatchObject([{ risks: [] }]);
    expect(changes(settings(wanted), settings({ enableCacheOnlyKeys: false }))).toMatchObject([
      { risks: [] },
    ]);
  });

  it('has the risk key-path if the org would no longer fetch keys, and not if it starts to', () => {
    const [on, off] = [settings({ enableCacheOnlyKeys: true }), settings({ enableCacheOnlyKeys: false })];
    expect(changes(off, on)).toMatchObject([{ risks: ['key-path'] }]);
    expect(changes(on, off)).toMatchObject([{ risks: [] }]);
  });
});

describe('The plan for certificates', () => {
  const byok = { certificates: { Byok: { label: 'Byok' } } };
  const inOrg = (fields: string) => {
    const xml = `<Certificate xmlns="x"><masterLabel>Byok</masterLabel>${fields}</Certificate>`;
    return new Map([[componentKey('Certificate', 'Byok'), fromXml('Certificate', 'Byok', xml)]]);
  };
  const ours =
    '<caSigned>false</caSigned><encryptedWithPlatformEncryption>true</encryptedWithPlatformEncryption><keySize>4096</keySize><privateKeyExportable>false</privateKeyExportable>';

  it('ignores the chain and the expiry date, which belong to the org', () => {
    const there = inOrg(`${ours}<content>LS0t</content><expirationDate>2028-11-22</expirationDate>`);
    expect(compareComponents(desired(byok), there)).toEqual([]);
  });

  it('changes a label; any other difference is another certificate', () => {
    const label = compareComponents(desired({ certificates: { Byok: { label: 'New' } } }), inOrg(ours));
    expect(label).toMatchObject([{ action: 'update', fields: [{ path: 'label' }] }]);
    expect(certificateConflicts(label)).toEqual([]);
    // A value that a file doesn't set has the default of a new certificate.
    const other = compareComponents(desired(byok), inOrg('<caSigned>true</caSigned>'));
    expect(certificateConflicts(other)).toEqual([
      {
        name: 'Byok',
        fields: [
          { path: 'caSigned', from: 'true', to: 'false' },
          { path: 'encryptedWithPlatformEncryption', from: 'false', to: 'true' },
          { path: 'keySize', from: '2048', to: '4096' },
          { path: 'privateKeyExportable', from: 'true', to: 'false' },
        ],
      },
    ]);
  });
});

describe('A change has the risk', () => {
  const risksOf = (wanted: ConfigComponents, there: ConfigComponents) =>
    changes(wanted, there).flatMap(({ risks }) => risks);

  it.each([
    ['is dropped', {}],
    ['is renamed', { Renamed: { type: 'NamedPrincipal' } }],
    ['is made another type', { KeyService: { type: 'PerUserPrincipal' } }],
    ['is moved to another group', { KeyService: { type: 'NamedPrincipal', group: 'DefaultGroup' } }],
  ])('principal-removal where a principal %s', (_how, principals) => {
    expect(risksOf(chain({ externalCredential: { principals } }), chain())).toContain('principal-removal');
  });

  it('principal-removal for a principal with dots in its name too', () => {
    const there = chain({ externalCredential: { principals: { 'a.b': { type: 'NamedPrincipal' } } } });
    expect(risksOf(chain({ externalCredential: { principals: {} } }), there)).toEqual(['principal-removal']);
  });

  it('no principal-removal if a principal is added', () => {
    const principals = { KeyService: { type: 'NamedPrincipal' }, Other: { type: 'NamedPrincipal' } };
    expect(risksOf(chain({ externalCredential: { principals } }), chain())).toEqual([]);
  });

  it('protocol-change if the protocol or variant changes', () => {
    const basic = chain({ externalCredential: { authentication: { protocol: 'Basic' } } });
    expect(risksOf(chain(), basic)).toContain('protocol-change');
    const variant = 'ClientCredentialsClientSecretBasic';
    const tokenUrl = 'https://idp.acme.example/token';
    const other = chain({ externalCredential: { authentication: { protocol: 'Oauth', variant, tokenUrl } } });
    expect(risksOf(chain(), other)).toEqual(['protocol-change']);
  });

  it('url-host-change if calls or the secret would go to another host, and not if only the path changes', () => {
    const moved = chain({ namedCredential: { url: 'https://elsewhere.example/v1' } });
    expect(risksOf(moved, chain())).toEqual(['url-host-change']);
    const path = chain({ namedCredential: { url: 'https://kms.acme.example/v2' } });
    expect(risksOf(path, chain())).toEqual([]);
    const authentication = {
      protocol: 'Oauth',
      variant: 'ClientCredentialsClientSecret',
      tokenUrl: 'https://elsewhere.example/token',
    };
    expect(risksOf(chain({ externalCredential: { authentication } }), chain())).toEqual(['url-host-change']);
  });

  it('callout-disabled if calls would stop', () => {
    expect(risksOf(chain({ namedCredential: { calloutStatus: 'Disabled' } }), chain())).toEqual([
      'callout-disabled',
    ]);
  });

  it("permission-set-overwrite if the org’s permission set has content that the config can't express, and names it", () => {
    const xml = `<?xml version="1.0" encoding="UTF-8"?>
<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata">
    <classAccesses><apexClass>KeyRotation</apexClass><enabled>true</enabled></classAccesses>
    <externalCredentialPrincipalAccesses><enabled>true</enabled><externalCredentialPrincipal>AcmeKms-KeyService</externalCredentialPrincipal></externalCredentialPrincipalAccesses>
    <hasActivationRequired>false</hasActivationRequired>
    <label>Acme key access</label>
    <objectPermissions><allowCreate>false</allowCreate><allowDelete>false</allowDelete><allowEdit>false</allowEdit><allowRead>true</allowRead><modifyAllRecords>false</modifyAllRecords><object>UserExternalCredential</object><viewAllFields>false</viewAllFields><viewAllRecords>false</viewAllRecords></objectPermissions>
</PermissionSet>
`;
    const state = new Map(orgWith(chain()).components);
    state.set(componentKey('PermissionSet', 'AcmeKeyAccess'), fromXml('PermissionSet', 'AcmeKeyAccess', xml));
    const [change] = compareComponents(desired(chain()), state);
    expect(change?.risks).toEqual(['permission-set-overwrite']);
    expect(change?.fields.map(({ path }) => path)).toEqual(['classAccesses.KeyRotation']);
  });
});
