import { describe, expect, it } from '@jest/globals';
import { problemsIn } from './reading.ts';

/** A file with the same URL in every URL field. */
const everywhere = (url: string) => `version: 1
apiVersion: "66.0"
externalCredentials:
  Kms:
    label: Kms
    authentication: { protocol: Oauth, variant: ClientCredentialsClientSecret, tokenUrl: ${JSON.stringify(`${url}/token`)} }
    principals: { Service: NamedPrincipal }
  Aws:
    label: Aws
    authentication: { protocol: AwsSv4, variant: AwsSv4_STS, region: us-east-1, service: kms, stsUrl: ${JSON.stringify(url)} }
    principals: { Service: NamedPrincipal }
namedCredentials:
  Keys: { label: Keys, url: ${JSON.stringify(`${url}/v1`)}, externalCredential: Kms }
  Old: { type: Legacy, label: Old, endpoint: ${JSON.stringify(url)}, principalType: Anonymous, protocol: NoAuthentication }
externalAuthIdentityProviders:
  Idp: { label: Idp, flow: ClientCredentials, tokenUrl: ${JSON.stringify(`${url}/token`)}, authorizeUrl: ${JSON.stringify(url)}, userInfoUrl: ${JSON.stringify(url)} }
cipherTrust: { url: ${JSON.stringify(url)} }
`;
const FIELDS = ['tokenUrl', 'stsUrl', 'url', 'endpoint', 'authorizeUrl', 'userInfoUrl'];

describe('a URL whose text hides its real host', () => {
  it.each([
    ['a Cyrillic letter', 'https://kms.аcme.example', 'kms.xn--cme-5cd.example'],
    ['a full-width dot', 'https://kms.acme．example', 'kms.acme.example'],
    ['an ideographic full stop', 'https://kms。acme.example', 'kms.acme.example'],
    ['full-width letters', 'https://ｋｍｓ.acme.example:8443', 'kms.acme.example'],
    ['a soft hyphen', 'https://kms.ac­me.example', 'kms.acme.example'],
    ['a percent sign', 'https://kms%2Eacme.example', 'kms.acme.example'],
    ['an umlaut', 'https://kms.bücher.example', 'kms.xn--bcher-kva.example'],
    ['a number for an address', 'https://167772161', '10.0.0.1'],
    ['an address in hexadecimal', 'https://0x0a.0.0.1', '10.0.0.1'],
  ])('gives a warning with the real host, in every field: %s', (_what, url, host) => {
    const problems = problemsIn(everywhere(url));
    const said = (field: string) =>
      problems.filter(
        (problem) =>
          problem.includes(` warning "${field}" in `) && problem.includes(`leads to the host ${host}, which`),
      ).length;
    expect(FIELDS.map((field) => [field, said(field)])).toEqual([
      ['tokenUrl', 2],
      ['stsUrl', 1],
      ['url', 2],
      ['endpoint', 1],
      ['authorizeUrl', 1],
      ['userInfoUrl', 1],
    ]);
    expect(problems.filter((problem) => problem.includes(' error '))).toEqual([]);
  });

  it.each([
    'https://kms.acme.example',
    'https://KMS.Acme.example:8443',
    'https://xn--bcher-kva.example',
    'https://10.0.0.1',
    'https://[2001:db8::1]:8443',
  ])('gives no warning if the text shows it: %s', (url) => {
    expect(problemsIn(everywhere(url)).filter((problem) => problem.includes('leads to'))).toEqual([]);
  });
});
