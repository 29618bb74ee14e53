import { afterEach, describe, expect, it } from '@jest/globals';
import { closeAll, type Files, startOrg } from './client.ts';
import { access, externalCredential, packageXml, parameter, permissionSet } from './samples.ts';

afterEach(closeAll);

const legacy = `<?xml version="1.0" encoding="UTF-8"?>
<NamedCredential xmlns="http://soap.sforce.com/2006/04/metadata">
    <endpoint>https://kms.acme.example</endpoint>
    <label>Old</label>
    <principalType>Anonymous</principalType>
    <protocol>NoAuthentication</protocol>
</NamedCredential>
`;
const user = (extra: Readonly<Record<string, string>> = {}) =>
  parameter({ parameterName: 'P', parameterType: 'NamedPrincipal', sequenceNumber: 1, ...extra });

const problemsOf = async (member: string, files: Files, version: string) => {
  const { deploy } = await startOrg();
  const { status, failures } = await deploy({ 'package.xml': packageXml([member], version), ...files });
  return [status, ...failures.map(({ problem }) => problem)];
};

describe('a package of an older version than the server supports (41.0 and later)', () => {
  it.each([
    ['41.0', 'NamedCredential/Old', { 'namedCredentials/Old.namedCredential': legacy }],
    ['57.0', 'PermissionSet/P', { 'permissionsets/P.permissionset': permissionSet() }],
    [
      '57.0',
      'ExternalCredential/Ext',
      { 'externalCredentials/Ext.externalCredential': externalCredential('Custom', user()) },
    ],
  ])('at %s adds %s', async (version, member, files) => {
    expect(await problemsOf(member, files, version)).toEqual(['Succeeded']);
  });

  it.each([
    [
      'a type that came later',
      '55.0',
      'ExternalCredential/Ext',
      { 'externalCredentials/Ext.externalCredential': externalCredential('Oauth', user()) },
      '[local org] ExternalCredential is not in version 55.0: it came with 56.0',
    ],
    [
      'an element that came later',
      '58.0',
      'PermissionSet/P',
      { 'permissionsets/P.permissionset': permissionSet(access('Ext-P')) },
      expect.stringContaining('externalCredentialPrincipalAccesses invalid at this location'),
    ],
    [
      'a value that came later',
      '59.0',
      'ExternalCredential/Ext',
      { 'externalCredentials/Ext.externalCredential': externalCredential('Basic', user()) },
      expect.stringContaining("'Basic' is not a valid value"),
    ],
    [
      "the permission set that a principal named until 57.0, which isn't emulated",
      '57.0',
      'ExternalCredential/Ext',
      {
        'externalCredentials/Ext.externalCredential': externalCredential(
          'Custom',
          parameter({ parameterName: 'P', parameterType: 'NamedPrincipal', principal: 'Access' }),
        ),
      },
      'Error parsing file: [local org] principal of version 57.0 and before is not emulated',
    ],
    [
      'the same later',
      '66.0',
      'ExternalCredential/Ext',
      {
        'externalCredentials/Ext.externalCredential': externalCredential('Custom', user({ principal: 'A' })),
      },
      expect.stringContaining('principal invalid at this location'),
    ],
  ])('is refused with %s', async (_what, version, member, files, problem) => {
    expect(await problemsOf(member, files, version)).toEqual(['Failed', problem]);
  });

  it('is refused before 41.0', async () => {
    const files = { 'namedCredentials/Old.namedCredential': legacy };
    const [status, problem] = await problemsOf('NamedCredential/Old', files, '40.0');
    expect([status, problem]).toEqual(['Failed', expect.stringContaining('not one from 41.0 to 67.0')]);
  });
});
