import {
  awsStsPrincipalName,
  otherDefaultGroup,
  profileArn,
  stsDuration,
  stsExternalId,
  trustAnchorArn,
} from '../../kinds/external-credential/uncertain.ts';
import {
  clientCertificateName,
  outboundNetworkConnectionName,
} from '../../kinds/named-credential/uncertain.ts';
import {
  certificate,
  externalCredential,
  namedCredential,
  openCredential,
  type Parameter,
  principal,
  variant,
} from '../components.ts';
import type { Fact, Files, Wire } from '../fact.ts';
import { file, pathOf, textIn } from '../files.ts';
import { knowsType, permissionsFor } from '../needs.ts';

export const aws: readonly Parameter[] = [
  { name: 'AwsService', type: 'AuthParameter', value: 'kms' },
  { name: 'AwsRegion', type: 'AuthParameter', value: 'us-west-2' },
  { name: 'AwsAccountId', type: 'AuthParameter', value: '123456789012' },
];
const parts = (text: string): readonly string[] => text.split(/<\/(?:external|named)CredentialParameters>/);

/** The names that an external credential returns after it was deployed with the first of them. */
async function namesKept(
  { deploy, retrieve }: Wire,
  name: string,
  files: Files,
  names: readonly string[],
): Promise<string> {
  const problem = await deploy(files);
  if (problem !== undefined) return `refused: ${problem}`;
  const text = await retrieve('ExternalCredential', name, pathOf('ExternalCredential', name));
  return names.filter((one) => text.includes(`<parameterName>${one}</parameterName>`)).join(', ') || 'none';
}

const sts = (name: string, more: readonly Parameter[]): Files =>
  externalCredential(name, 'AwsSv4', [
    variant('AwsSv4', 'AwsSv4_STS'),
    { name: 'AuthProviderUrl', type: 'AuthProviderUrl', value: 'https://sts.us-west-2.amazonaws.com' },
    ...aws,
    ...more,
    { name: awsStsPrincipalName, group: awsStsPrincipalName, type: 'AwsStsPrincipal' },
  ]);

export const parameterFacts: readonly Fact[] = [
  {
    id: 'names-of-sts-parameters',
    sentence: `The org returns the query parameters of the Security Token Service as ${stsExternalId.name} and ${stsDuration.name}, and the principal as ${awsStsPrincipalName}.`,
    source: 'Connect REST API Developer Guide, External Credentials, the example with STS',
    constants: [
      'kinds/external-credential stsExternalId',
      'kinds/external-credential stsDuration',
      'kinds/external-credential awsStsPrincipalName',
    ],
    expected: [stsExternalId.name, stsDuration.name, awsStsPrincipalName].join(', '),
    observe: (wire) =>
      namesKept(
        wire,
        'KwConfSts',
        sts('KwConfSts', [
          { name: stsExternalId.name, type: 'AuthProviderUrlQueryParameter', value: 'kwconf' },
          { name: stsDuration.name, type: 'AuthProviderUrlQueryParameter', value: '3600' },
        ]),
        [
          ...[stsExternalId, stsDuration].flatMap(({ name, otherNames }) => [name, ...otherNames]),
          awsStsPrincipalName,
        ],
      ),
  },
  {
    id: 'other-names-of-sts-parameters',
    sentence:
      'The org also accepts the names in the Metadata API Developer Guide, and returns them unchanged.',
    source: 'Metadata API Developer Guide, ExternalCredentialParameter',
    constants: ['kinds/external-credential stsExternalId', 'kinds/external-credential stsDuration'],
    expected: [...stsExternalId.otherNames, ...stsDuration.otherNames].join(', '),
    observe: (wire) =>
      namesKept(
        wire,
        'KwConfStsOther',
        sts('KwConfStsOther', [
          { name: stsExternalId.otherNames[0], type: 'AuthProviderUrlQueryParameter', value: 'kwconf' },
          { name: stsDuration.otherNames[0], type: 'AuthProviderUrlQueryParameter', value: '3600' },
        ]),
        [stsExternalId, stsDuration].flatMap(({ name, otherNames }) => [name, ...otherNames]),
      ),
  },
  {
    id: 'names-of-roles-anywhere',
    sentence:
      'External credentials for IAM Roles Anywhere keep the trust anchor and the profile in parameters with these names.',
    source: 'assumed',
    constants: ['kinds/external-credential trustAnchorArn', 'kinds/external-credential profileArn'],
    expected: `${trustAnchorArn.name}, ${profileArn.name}`,
    needs: [permissionsFor('certificates')],
    observe: (wire) =>
      namesKept(
        wire,
        'KwConfAnywhere',
        {
          ...certificate('KwConfSigning', '', 2048),
          ...externalCredential('KwConfAnywhere', 'AwsSv4', [
            variant('AwsSv4', 'RolesAnywhere'),
            ...aws,
            { name: 'SigningCertificate', type: 'SigningCertificate', certificate: 'KwConfSigning' },
            { ...trustAnchorArn, value: 'arn:aws:rolesanywhere:us-west-2:123456789012:trust-anchor/kwconf' },
            { ...profileArn, value: 'arn:aws:rolesanywhere:us-west-2:123456789012:profile/kwconf' },
            principal('One'),
          ]),
        },
        [trustAnchorArn.name, profileArn.name],
      ),
  },
  {
    id: 'default-group',
    sentence:
      'A parameter without a group gets the group DefaultGroup. The org keeps DEFAULT_GROUP as it is.',
    source: 'Metadata API Developer Guide, ExternalCredentialParameter',
    constants: ['kinds/external-credential otherDefaultGroup', 'local/salesforce DEFAULT_PARAMETER_GROUP'],
    expected: `AwsService DefaultGroup, AwsRegion ${otherDefaultGroup}`,
    async observe({ deploy, retrieve }) {
      const [service, region, account] = aws as [Parameter, Parameter, Parameter];
      const problem = await deploy(
        externalCredential('KwConfGroups', 'AwsSv4', [
          { ...service, group: '' },
          { ...region, group: otherDefaultGroup },
          account,
          principal('One'),
        ]),
      );
      if (problem !== undefined) return `refused: ${problem}`;
      const path = pathOf('ExternalCredential', 'KwConfGroups');
      const all = parts(await retrieve('ExternalCredential', 'KwConfGroups', path));
      return ['AwsService', 'AwsRegion']
        .map((name) => {
          const found = all.find((part) => textIn(part, 'parameterName') === name) ?? '';
          return `${name} ${textIn(found, 'parameterGroup') ?? 'absent'}`;
        })
        .join(', ');
    },
  },
  {
    id: 'names-of-endpoint-parameters',
    sentence:
      'A named credential accepts these names for the parameters of its client certificate and private connection.',
    source: 'assumed',
    constants: [
      'kinds/named-credential clientCertificateName',
      'kinds/named-credential outboundNetworkConnectionName',
    ],
    expected: `${clientCertificateName}, ${outboundNetworkConnectionName}`,
    needs: [permissionsFor('certificates'), knowsType('OutboundNetworkConnection')],
    async observe({ deploy, retrieve }) {
      const problem = await deploy({
        ...certificate('KwConfSigning', '', 2048),
        ...file('OutboundNetworkConnection', 'KwConfPath', {
          connectionType: 'AwsPrivateLink',
          isActive: true,
          label: 'KwConfPath',
          outboundNetworkConnProperties: [{ propertyName: 'Region', propertyValue: 'us-west-2' }],
          status: 'Unprovisioned',
        }),
        ...openCredential('KwConfEndpoint'),
        ...namedCredential('KwConfEndpoint', 'https://kwconf.example.com', {
          parameters: [
            {
              certificate: 'KwConfSigning',
              parameterName: clientCertificateName,
              parameterType: 'ClientCertificate',
            },
            {
              outboundNetworkConnection: 'KwConfPath',
              parameterName: outboundNetworkConnectionName,
              parameterType: 'OutboundNetworkConnection',
            },
          ],
        }),
      });
      if (problem !== undefined) return `refused: ${problem}`;
      const path = pathOf('NamedCredential', 'KwConfEndpoint');
      const text = await retrieve('NamedCredential', 'KwConfEndpoint', path);
      return [clientCertificateName, outboundNetworkConnectionName]
        .filter((name) => text.includes(`<parameterName>${name}</parameterName>`))
        .join(', ');
    },
  },
];
