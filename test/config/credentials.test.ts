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
  it('must be complete, because an org replaces them as a whole and would delete what is left out', () => {
    expect(problems(config('Basic', '{ username: keyway }'))).toEqual([
      '10:9 "credentials" in externalCredentials.AcmeKms.principals.KeyService lacks password',
    ]);
    expect(problems(config('Basic', '{ username: keyway, password: "${env:P}" }'))).toEqual([]);
  });

  it('of Custom can have any names', () => {
    expect(problems(config('Custom', '{ Anything: "${env:P}" }'))).toEqual([]);
  });

  it("aren't allowed for a PerUserPrincipal, because each user has their own", () => {
    const text = config('Basic', '{ username: keyway, password: "${env:P}" }').replace(
      'NamedPrincipal',
      'PerUserPrincipal',
    );
    expect(problems(text)).toEqual([
      '10:9 "credentials" in externalCredentials.AcmeKms.principals.KeyService belongs to a PerUserPrincipal, for which each user stores their own; remove it, or use a NamedPrincipal',
    ]);
  });

  it('can be left out or empty', () => {
    expect(problems(config('Basic', '{}'))).toEqual([]);
  });
});
