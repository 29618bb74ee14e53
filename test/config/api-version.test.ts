import { describe, expect, it } from '@jest/globals';
import { configOf, problemsIn, withAuthentication, withNamedCredential } from './reading.ts';

const written = 'version: 1\napiVersion: "64.0"\nenvironments: { uat: { apiVersion: "65.0" } }\n';

describe('the API version', () => {
  it('comes from the flag or variable, else from the environment, the file or the project', () => {
    expect(configOf(written, 'uat', { apiVersion: '66.0' }).apiVersion).toBe('66.0');
    expect(configOf(written, 'uat', { apiVersion: '66' }).apiVersion).toBe('66.0');
    expect(configOf(written, 'uat').apiVersion).toBe('65.0');
    expect(configOf(written).apiVersion).toBe('64.0');
    expect(configOf('version: 1', undefined, { defaultApiVersion: '63.0' }).apiVersion).toBe('63.0');
  });

  it('must be set somewhere', () => {
    expect(problemsIn('version: 1', { defaultApiVersion: undefined })).toEqual([
      '1:1 error "apiVersion" is missing, and there is no sourceApiVersion in sfdx-project.json; write apiVersion: "66.0"',
    ]);
    expect(problemsIn('version: 1', { defaultApiVersion: '58.0' })).toEqual([
      '1:1 error "apiVersion" is missing, and sourceApiVersion of sfdx-project.json, "58.0", is too old; keyway needs API version 60.0 on; write apiVersion: "66.0"',
    ]);
  });

  it('hides no other problem if it is missing', () => {
    const text = withNamedCredential('description: x').replace('https:', 'http:');
    expect(problemsIn(text, { defaultApiVersion: undefined })).toEqual([
      expect.stringContaining('1:1 error "apiVersion" is missing'),
      '5:52 error "url" in namedCredentials.Keys must begin with https://',
    ]);
  });

  it.each([
    ['66.0', 'must be text, not the number 66; write "66.0"'],
    ['66', 'must be text, not the number 66; write "66.0"'],
    ['"66"', 'is not an API version such as "66.0", in quotes'],
    ['"66.1"', 'is not an API version such as "66.0", in quotes'],
    ['latest', 'is not an API version such as "66.0", in quotes'],
    ['"6600.0"', 'is not an API version such as "66.0", in quotes'],
    ['"59.0"', 'is too old; keyway needs API version 60.0 on'],
  ])('is refused as %s', (version, words) => {
    expect(problemsIn(`version: 1\napiVersion: ${version}`, { defaultApiVersion: undefined })).toEqual([
      `2:13 error "apiVersion" ${words}`,
    ]);
  });

  it.each([
    [
      '59.0',
      'The API version "59.0", from -a or SF_ORG_API_VERSION, is too old; keyway needs API version 60.0 on.',
    ],
    [
      'newest',
      'The API version "newest", from -a or SF_ORG_API_VERSION, is not an API version such as "66.0", in quotes.',
    ],
  ])('is refused from outside the file as %s', (apiVersion, message) => {
    expect(() => problemsIn('version: 1', { apiVersion })).toThrow(
      expect.objectContaining({ code: 'ApiVersionWrong', message }),
    );
  });
});

describe("a field that an older API doesn't have", () => {
  it.each([
    [
      '63.0',
      withNamedCredential('description: x'),
      '"description" in namedCredentials.Keys needs API version 64.0; this config has 63.0: raise apiVersion, or remove it',
    ],
    [
      '63.0',
      withNamedCredential('description: x', 'Legacy'),
      '"description" in namedCredentials.Keys needs API version 64.0; this config has 63.0: raise apiVersion, or remove it',
    ],
    [
      '65.0',
      withNamedCredential('parameters: [{ parameterType: ManagedByNamespace, parameterName: x }]'),
      'the parameter type ManagedByNamespace needs API version 66.0; this config has 65.0: raise apiVersion, or remove it',
    ],
    [
      '60.0',
      withAuthentication('protocol: Oauth, externalAuthIdentityProvider: Okta'),
      '"externalAuthIdentityProvider" in externalCredentials.Kms.authentication needs API version 61.0; this config has 60.0: raise apiVersion, or remove it',
    ],
    [
      '60.0',
      withAuthentication(
        'protocol: Custom, parameters: [{ parameterType: AdditionalRefreshStatusCode, parameterName: x }]',
      ),
      'the parameter type AdditionalRefreshStatusCode needs API version 61.0; this config has 60.0: raise apiVersion, or remove it',
    ],
  ])('is refused with %s, at its place', (apiVersion, text, words) => {
    expect(problemsIn(text, { apiVersion })).toEqual([expect.stringMatching(/^5:\d+ error /)]);
    expect(problemsIn(text, { apiVersion })[0]).toContain(words);
    expect(problemsIn(text, { apiVersion: '66.0' })).toEqual([]);
  });

  it("is checked against the environment's version", () => {
    const text = `${withNamedCredential('description: x')}environments: { old: { apiVersion: "62.0" } }\n`;
    expect(problemsIn(text)).toEqual([
      expect.stringContaining(
        'needs API version 64.0; this config has 62.0: raise apiVersion, or remove it (environment old)',
      ),
    ]);
  });
});
