import { describe, expect, it } from '@jest/globals';
import { parseConfig, readConfig } from '../../src/kinds/config.ts';

const config = (protocol: string, credentials: string) => `version: 1
apiVersion: "66.0"
externalCredentials:
  AcmeKms:
    label: Acme KMS
    authentication: { protocol: ${protocol} }
    principals:
      KeyService:
        type: NamedPrincipal
        credentials: ${credentials}
`;
const problems = (text: string) =>
  readConfig(parseConfig(text, 'keyway.yaml'), undefined, {
    sources: { env: {}, readFile: () => '' },
  }).problems.map(({ at, message }) => `${at.line}:${at.column} ${message}`);

describe('Credentials of a principal', () => {
  it('are whole: an org replaces them as a whole, and would delete what is left out', () => {
    expect(problems(config('Basic', '{ username: keyway }'))).toEqual([
      '10:9 "credentials" in externalCredentials.AcmeKms.principals.KeyService lacks password',
    ]);
    expect(problems(config('Basic', '{ username: keyway, password: "${env:P}" }'))).toEqual([]);
  });

  it('of a Custom protocol are what the service wants', () => {
    expect(problems(config('Custom', '{ Anything: "${env:P}" }'))).toEqual([]);
  });

  it('are not those of a PerUserPrincipal: each user has their own', () => {
    const text = config('Basic', '{ username: keyway, password: "${env:P}" }').replace(
      'NamedPrincipal',
      'PerUserPrincipal',
    );
    expect(problems(text)).toEqual([
      '10:9 "credentials" in externalCredentials.AcmeKms.principals.KeyService belongs to a PerUserPrincipal, for which each user stores their own; remove it, or use a NamedPrincipal',
    ]);
  });

  it('may be left out, or be empty', () => {
    expect(problems(config('Basic', '{}'))).toEqual([]);
  });
});
