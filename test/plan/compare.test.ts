import { describe, expect, it } from '@jest/globals';
import { type ConfigComponents, fromXml, toComponents } from '../../src/metadata/index.ts';
import { compareComponents, componentKey } from '../../src/plan/compare.ts';
import { chain, orgWith } from './chain.ts';

const desired = (config: ConfigComponents) => toComponents(config, { apiVersion: '66.0' });
const changes = (wanted: ConfigComponents, there: ConfigComponents) =>
  compareComponents(desired(wanted), orgWith(there).components);

describe('What a deploy would change about components', () => {
  it('is nothing where the org has what the config says', () => {
    expect(changes(chain(), chain())).toEqual([]);
  });

  it('creates what the org does not have', () => {
    const all = compareComponents(desired(chain()), new Map());
    expect(all.map(({ action, type, name }) => [action, type, name])).toEqual([
      ['create', 'ExternalCredential', 'AcmeKms'],
      ['create', 'NamedCredential', 'AcmeKeys'],
      ['create', 'PermissionSet', 'AcmeKeyAccess'],
    ]);
  });

  it('shows just the field that differs', () => {
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

  it('does not see a difference in what the org spells out and the config leaves to its default', () => {
    const there = chain({ namedCredential: { calloutStatus: 'Enabled', generateAuthorizationHeader: true } });
    expect(changes(chain(), there)).toEqual([]);
  });
});

describe('A change carries the risk', () => {
  const risksOf = (wanted: ConfigComponents, there: ConfigComponents) =>
    changes(wanted, there).flatMap(({ risks }) => risks);

  it.each([
    ['is dropped', {}],
    ['is renamed', { Renamed: { type: 'NamedPrincipal' } }],
    ['is made another type', { KeyService: { type: 'PerUserPrincipal' } }],
  ])('principal-removal where a principal %s', (_how, principals) => {
    expect(risksOf(chain({ externalCredential: { principals } }), chain())).toContain('principal-removal');
  });

  it('principal-removal for a principal with dots in its name too', () => {
    const there = chain({ externalCredential: { principals: { 'a.b': { type: 'NamedPrincipal' } } } });
    expect(risksOf(chain({ externalCredential: { principals: {} } }), there)).toEqual(['principal-removal']);
  });

  it('no principal-removal where a principal is added', () => {
    const principals = { KeyService: { type: 'NamedPrincipal' }, Other: { type: 'NamedPrincipal' } };
    expect(risksOf(chain({ externalCredential: { principals } }), chain())).toEqual([]);
  });

  it('protocol-change where protocol or variant changes', () => {
    const basic = chain({ externalCredential: { authentication: { protocol: 'Basic' } } });
    expect(risksOf(chain(), basic)).toContain('protocol-change');
    const variant = 'ClientCredentialsClientSecretBasic';
    const tokenUrl = 'https://idp.acme.example/token';
    const other = chain({ externalCredential: { authentication: { protocol: 'Oauth', variant, tokenUrl } } });
    expect(risksOf(chain(), other)).toEqual(['protocol-change']);
  });

  it('url-host-change where calls or the secret would go to another host, and not where only the path changes', () => {
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

  it('callout-disabled where calls would stop', () => {
    expect(risksOf(chain({ namedCredential: { calloutStatus: 'Disabled' } }), chain())).toEqual([
      'callout-disabled',
    ]);
  });

  it('permission-set-overwrite where the org’s permission set grants what the config cannot say, and names it', () => {
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
