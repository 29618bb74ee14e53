import { contentOfNewCertificate } from '../../kinds/certificate/uncertain.ts';
import { stsExternalId } from '../../kinds/external-credential/uncertain.ts';
import { certificate, externalCredential, permissionSet } from '../components.ts';
import type { Fact } from '../fact.ts';

export const metadataFacts: readonly Fact[] = [
  {
    id: 'certificate-of-empty-content',
    sentence: 'A certificate deployed with an empty content file is made by the org.',
    source: 'assumed',
    constants: ['kinds/certificate contentOfNewCertificate'],
    expected: 'a certificate',
    async observe({ deploy, retrieve }) {
      const problem = await deploy(certificate('KwConfCertificate', contentOfNewCertificate));
      if (problem !== undefined) return `refused: ${problem}`;
      const text = await retrieve('Certificate', 'KwConfCertificate', 'certs/KwConfCertificate.crt');
      return text.includes('-----BEGIN CERTIFICATE-----') ? 'a certificate' : 'no certificate';
    },
  },
  {
    id: 'name-of-sts-external-id',
    sentence: `The external id of the Security Token Service comes back as ${stsExternalId.name}.`,
    source: 'Connect REST API Developer Guide, the example of an external credential with STS',
    constants: ['kinds/external-credential stsExternalId'],
    expected: stsExternalId.name,
    async observe({ deploy, retrieve }) {
      const aws = externalCredential('KwConfSts', 'AwsSv4', [
        { name: 'AwsSv4', type: 'AuthProtocolVariant', value: 'AwsSv4_STS' },
        { name: 'AuthProviderUrl', type: 'AuthProviderUrl', value: 'https://sts.us-west-2.amazonaws.com' },
        { name: stsExternalId.name, type: 'AuthProviderUrlQueryParameter', value: 'kwconf' },
        { name: 'AwsService', type: 'AuthParameter', value: 'kms' },
        { name: 'AwsRegion', type: 'AuthParameter', value: 'us-west-2' },
        { name: 'AwsAccountId', type: 'AuthParameter', value: '123456789012' },
        { name: 'AwsStsPrincipal', group: 'AwsStsPrincipal', type: 'AwsStsPrincipal' },
      ]);
      const problem = await deploy(aws);
      if (problem !== undefined) return `refused: ${problem}`;
      const path = 'externalCredentials/KwConfSts.externalCredential';
      const text = await retrieve('ExternalCredential', 'KwConfSts', path);
      const names = [stsExternalId.name, ...stsExternalId.otherNames];
      return names.find((name) => text.includes(`<parameterName>${name}</parameterName>`)) ?? 'not returned';
    },
  },
  {
    id: 'grant-of-a-missing-principal',
    sentence:
      'A permission set that names a principal that is not there is refused, and these are the words.',
    source: 'assumed',
    constants: ['local/salesforce missingReference', 'local/salesforce PRINCIPAL_REFERENCE_TYPE'],
    expected:
      'In field: externalCredentialPrincipal - no ExternalCredentialParameter named KwConfNone-Nobody found',
    async observe({ deploy }) {
      return (await deploy(permissionSet('KwConfNobody', 'KwConfNone-Nobody'))) ?? 'accepted';
    },
  },
  {
    id: 'beginning-of-parse-errors',
    sentence: 'A file that is no XML is refused in words that begin so.',
    source: 'assumed',
    constants: ['local/salesforce PARSE_ERROR_PREFIX'],
    expected: 'Error parsing file: ',
    async observe({ deploy }) {
      const problem = await deploy({ 'permissionsets/KwConfBroken.permissionset': '<PermissionSet>' });
      if (problem === undefined) return 'accepted';
      return /^Error parsing file: /.exec(problem)?.[0] ?? problem;
    },
  },
];
