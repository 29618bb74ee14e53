import { reservedParameterTypes } from '../../kinds/external-auth-identity-provider/uncertain.ts';
import {
  awsStsPrincipalName,
  otherDefaultGroup,
  profileArn,
  reservedExternalCredentialParameterTypes,
  stsDuration,
  stsExternalId,
  trustAnchorArn,
} from '../../kinds/external-credential/uncertain.ts';
import {
  clientCertificateName,
  outboundNetworkConnectionName,
  reservedNamedCredentialParameterTypes,
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
import { problemsByName, sendJob } from '../job.ts';
import { retrieveAll } from '../retrieve.ts';

export const aws: readonly Parameter[] = [
  { name: 'AwsService', type: 'AuthParameter', value: 'kms' },
  { name: 'AwsRegion', type: 'AuthParameter', value: 'us-west-2' },
  { name: 'AwsAccountId', type: 'AuthParameter', value: '123456789012' },
];
const parts = (text: string): readonly string[] => text.split(/<\/(?:external|named)CredentialParameters>/);

/** Which of these names an external credential comes back with, after it was deployed with the first of them. */
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

/** Types that an org took in a deploy, of those reserved for Salesforce: each in a component of its own. */
async function acceptedTypes(
  { org }: Wire,
  types: readonly string[],
  build: (name: string, type: string) => Files,
): Promise<string> {
  const name = (type: string) => `KwConfR${type}`;
  const files = Object.assign({}, ...types.map((type) => build(name(type), type)));
  // Nothing is kept of it, whatever the org says: a type that it takes is no harm.
  const problems = problemsByName(await sendJob(org, files, { checkOnly: true }));
  return types.filter((type) => !problems.has(name(type))).join(', ') || 'none';
}

export const parameterFacts: readonly Fact[] = [
  {
    id: 'names-of-sts-parameters',
    sentence: `Query parameters of the Security Token Service come back as ${stsExternalId.name} and ${stsDuration.name}, beside the principal ${awsStsPrincipalName}.`,
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
    sentence: 'The names of the Metadata API Developer Guide are accepted too, and come back as they are.',
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
    sentence: 'IAM Roles Anywhere has its trust anchor and profile in parameters of these names.',
    source: 'assumed',
    constants: ['kinds/external-credential trustAnchorArn', 'kinds/external-credential profileArn'],
    expected: `${trustAnchorArn.name}, ${profileArn.name}`,
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
    sentence: `A parameter without a group is in DefaultGroup, and ${otherDefaultGroup} is a group of that name.`,
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
    sentence: 'A named credential may call its client certificate and its private connection so.',
    source: 'assumed',
    constants: [
      'kinds/named-credential clientCertificateName',
      'kinds/named-credential outboundNetworkConnectionName',
    ],
    expected: `${clientCertificateName}, ${outboundNetworkConnectionName}`,
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
  {
    id: 'reserved-types-of-external-credentials',
    sentence: 'Parameters of types that are reserved for Salesforce stay where a deploy leaves them out.',
    source: 'Metadata API Developer Guide, ExternalCredentialParameter',
    constants: [
      'kinds/external-credential reservedExternalCredentialParameterTypes',
      'local/salesforce RESERVED_PARAMETER_TYPES',
    ],
    expected: reservedExternalCredentialParameterTypes.map((type) => `${type} stays`).join(', '),
    async observe({ org }) {
      const name = (type: string) => `KwConfKeeps${type}`;
      const files = (more: (type: string) => readonly Parameter[]): Files =>
        Object.assign(
          {},
          ...reservedExternalCredentialParameterTypes.map((type) =>
            externalCredential(name(type), 'Custom', [principal('One'), ...more(type)]),
          ),
        );
      const refused = problemsByName(
        await sendJob(
          org,
          files((type) => [{ name: type, type, value: 'kwconf' }]),
          { checkOnly: true },
        ),
      );
      const accepted = (type: string) => !refused.has(name(type));
      const taken = reservedExternalCredentialParameterTypes.filter(accepted);
      const written = (type: string) => (accepted(type) ? [{ name: type, type, value: 'kwconf' }] : []);
      await sendJob(org, files(written));
      await sendJob(
        org,
        files(() => []),
      );
      const texts = await retrieveAll(org, 'ExternalCredential', taken.map(name));
      return reservedExternalCredentialParameterTypes
        .map((type) => {
          if (!accepted(type)) return `${type} refused`;
          const stays = texts(name(type)).includes(`<parameterType>${type}</parameterType>`);
          return `${type} ${stays ? 'stays' : 'goes'}`;
        })
        .join(', ');
    },
  },
  {
    id: 'reserved-types-of-named-credentials',
    sentence: 'No deploy writes parameter types of named credentials that are reserved for Salesforce.',
    source: 'Metadata API Developer Guide, NamedCredentialParameter',
    constants: ['kinds/named-credential reservedNamedCredentialParameterTypes'],
    expected: 'none',
    observe: (wire) =>
      acceptedTypes(wire, reservedNamedCredentialParameterTypes, (name, type) => ({
        ...openCredential(name),
        ...namedCredential(name, 'https://kwconf.example.com', {
          parameters: [{ parameterName: type, parameterType: type, parameterValue: 'kwconf' }],
        }),
      })),
  },
  {
    id: 'reserved-types-of-identity-providers',
    sentence: 'No deploy writes parameter types of identity providers that are reserved for Salesforce.',
    source: 'Metadata API Developer Guide, ExternalAuthIdentityProviderParameter',
    constants: ['kinds/external-auth-identity-provider reservedParameterTypes'],
    expected: 'none',
    observe: (wire) =>
      acceptedTypes(wire, reservedParameterTypes, (name, type) =>
        file('ExternalAuthIdentityProvider', name, {
          authenticationFlow: 'ClientCredentials',
          authenticationProtocol: 'OAuth',
          externalAuthIdentityProviderParameters: [
            {
              parameterName: 'TokenUrl',
              parameterType: 'TokenUrl',
              parameterValue: 'https://idp.example.com/token',
            },
            { parameterName: type, parameterType: type, parameterValue: 'kwconf' },
          ],
          label: name,
        }),
      ),
  },
];
