import { type Answer, ask, codeIn } from '../ask.ts';
import { certificate, externalCredential, openCredential, principal, variant } from '../components.ts';
import type { Fact, Files } from '../fact.ts';
import { permissionsFor } from '../needs.ts';

const path = '/named-credentials/credential';
type Values = Readonly<Record<string, { value: string; encrypted?: boolean; revision?: number }>>;

/** A principal and its credential, as raw requests. */
function credentialOf(
  org: Parameters<typeof ask>[0],
  externalCredentialName: string,
  authenticationProtocol: string,
  { principalType = 'NamedPrincipal', principalName = 'One' } = {},
) {
  const key = { externalCredential: externalCredentialName, principalName, principalType };
  return {
    read: () => ask(org, 'GET', `${path}?${new URLSearchParams(key)}`),
    write: (method: 'POST' | 'PUT', credentials: Values) =>
      ask(org, method, path, { ...key, authenticationProtocol, credentials }),
  };
}

const statusIn = ({ body }: Answer): string => String(body.authenticationStatus);
const valueIn = ({ body }: Answer, name: string): Readonly<Record<string, unknown>> =>
  Object((body.credentials as Readonly<Record<string, unknown>> | undefined)?.[name]);

const basic = (name: string): Files => externalCredential(name, 'Basic', [principal('One')]);
const custom = (name: string): Files => externalCredential(name, 'Custom', [principal('One')]);

export const credentialFacts: readonly Fact[] = [
  {
    id: 'status-of-custom-credentials',
    sentence:
      'The status of a Custom principal is Unknown, with and without a stored value. Values are encrypted by default.',
    source: 'Connect REST API Developer Guide, External Credential Principal',
    constants: ['local/salesforce CUSTOM_STATUS', 'local/salesforce ENCRYPTED_BY_DEFAULT'],
    expected: 'Unknown, then Unknown, encrypted true',
    async observe({ deploy, org }) {
      const problem = await deploy(custom('KwConfCustom'));
      if (problem !== undefined) return `refused: ${problem}`;
      const credential = credentialOf(org, 'KwConfCustom', 'Custom');
      const before = statusIn(await credential.read());
      await credential.write('POST', { Token: { value: 'kwconf' } });
      const after = await credential.read();
      return `${before}, then ${statusIn(after)}, encrypted ${valueIn(after, 'Token').encrypted}`;
    },
  },
  {
    id: 'status-without-authentication',
    sentence: 'A principal of an external credential with NoAuthentication is Configured, without any value.',
    source: "Salesforce's own Postman collection, Salesforce Platform APIs, Get Credential",
    constants: ['local/salesforce NO_AUTHENTICATION_STATUS'],
    expected: 'Configured',
    async observe({ deploy, org }) {
      const problem = await deploy(openCredential('KwConfNoValue'));
      if (problem !== undefined) return `refused: ${problem}`;
      return statusIn(await credentialOf(org, 'KwConfNoValue', 'Custom').read());
    },
  },
  {
    id: 'custom-credential-without-values',
    sentence: 'A Custom credential can be created without any value, and is Unknown.',
    source: "Salesforce's own Postman collection, Salesforce Platform APIs, Create Credential",
    constants: ['local/salesforce CUSTOM_MAY_BE_EMPTY', 'local/salesforce CUSTOM_STATUS'],
    expected: 'accepted, Unknown',
    async observe({ deploy, org }) {
      const problem = await deploy(custom('KwConfEmpty'));
      if (problem !== undefined) return `refused: ${problem}`;
      const answer = await credentialOf(org, 'KwConfEmpty', 'Custom').write('POST', {});
      return `${codeIn(answer)}, ${statusIn(answer)}`;
    },
  },
  {
    id: 'status-where-nothing-is-needed',
    sentence: 'A principal that needs no stored value, such as one for JwtBearer, is Configured.',
    source: 'assumed',
    constants: ['local/salesforce NOTHING_NEEDED_STATUS'],
    expected: 'Configured',
    needs: [permissionsFor('certificates')],
    async observe({ deploy, org }) {
      const problem = await deploy({
        ...certificate('KwConfSigning', '', 2048),
        ...externalCredential('KwConfBearer', 'Oauth', [
          variant('Oauth', 'JwtBearer'),
          { name: 'AuthProviderUrl', type: 'AuthProviderUrl', value: 'https://idp.example.com/token' },
          { name: 'SigningCertificate', type: 'SigningCertificate', certificate: 'KwConfSigning' },
          { name: 'aud', type: 'JwtBodyClaim', value: '"https://idp.example.com"' },
          principal('One'),
        ]),
      });
      if (problem !== undefined) return `refused: ${problem}`;
      return statusIn(await credentialOf(org, 'KwConfBearer', 'OAuth').read());
    },
  },
  {
    id: 'protocol-decides-encryption',
    sentence:
      'The org shows the username of a Basic credential and encrypts the password, whatever the request says.',
    source: 'Connect REST API Developer Guide, Credential Input',
    constants: ['local/salesforce PROTOCOL_DECIDES_ENCRYPTION'],
    expected: 'username encrypted false, password encrypted true',
    async observe({ deploy, org }) {
      const problem = await deploy(basic('KwConfRules'));
      if (problem !== undefined) return `refused: ${problem}`;
      const credential = credentialOf(org, 'KwConfRules', 'Basic');
      await credential.write('POST', {
        username: { value: 'kwconf', encrypted: true },
        password: { value: 'kwconf', encrypted: false },
      });
      const answer = await credential.read();
      return ['username', 'password']
        .map((name) => `${name} encrypted ${valueIn(answer, name).encrypted}`)
        .join(', ');
    },
  },
  {
    id: 'longest-value-of-a-credential',
    sentence: 'A value of a credential can have up to 8192 characters.',
    source: 'assumed',
    constants: ['local/salesforce MAX_CREDENTIAL_VALUE'],
    expected: '8192 accepted, 8193 INVALID_INPUT',
    async observe({ deploy, org }) {
      const problem = await deploy(custom('KwConfLong'));
      if (problem !== undefined) return `refused: ${problem}`;
      const credential = credentialOf(org, 'KwConfLong', 'Custom');
      const longest = await credential.write('POST', { Token: { value: 'x'.repeat(8192) } });
      const longer = await credential.write('PUT', { Token: { value: 'x'.repeat(8193) } });
      return `8192 ${codeIn(longest)}, 8193 ${codeIn(longer)}`;
    },
  },
  {
    id: 'revision-of-a-credential',
    sentence:
      'Each value has a revision that counts its changes. The org rejects a write that names an older revision.',
    source: 'Connect REST API Developer Guide, Credential Value Input',
    constants: ['local/salesforce REVISION_MUST_MATCH'],
    expected: 'revision 2, the last accepted, an older one INVALID_INPUT',
    async observe({ deploy, org }) {
      const problem = await deploy(custom('KwConfRevision'));
      if (problem !== undefined) return `refused: ${problem}`;
      const credential = credentialOf(org, 'KwConfRevision', 'Custom');
      await credential.write('POST', { Token: { value: 'one' } });
      await credential.write('PUT', { Token: { value: 'two' } });
      const { revision } = valueIn(await credential.read(), 'Token');
      const older = await credential.write('PUT', {
        Token: { value: 'three', revision: Number(revision) - 1 },
      });
      const last = await credential.write('PUT', { Token: { value: 'three', revision: Number(revision) } });
      return `revision ${revision}, the last ${codeIn(last)}, an older one ${codeIn(older)}`;
    },
  },
  {
    id: 'principal-of-sts-is-implied',
    sentence:
      'With AwsSv4_STS, the org stores a credential for AwsStsPrincipal even if the file contains no such principal.',
    source: 'Connect REST API Developer Guide, External Credential Input, the example with STS',
    constants: ['local/salesforce STS_PRINCIPAL_IS_IMPLIED'],
    expected: 'accepted',
    async observe({ deploy, org }) {
      const problem = await deploy(
        externalCredential('KwConfImplied', 'AwsSv4', [
          variant('AwsSv4', 'AwsSv4_STS'),
          { name: 'AwsService', type: 'AuthParameter', value: 'kms' },
          { name: 'AwsRegion', type: 'AuthParameter', value: 'us-west-2' },
          principal('One'),
        ]),
      );
      if (problem !== undefined) return `refused: ${problem}`;
      const keys = { principalType: 'AwsStsPrincipal', principalName: 'AwsStsPrincipal' };
      const credential = credentialOf(org, 'KwConfImplied', 'AwsSv4', keys);
      const stored = await credential.write('POST', {
        awsAccessKeyId: { value: 'kwconf' },
        awsSecretAccessKey: { value: 'kwconf' },
      });
      return codeIn(stored);
    },
  },
];
