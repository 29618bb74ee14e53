import { usualFlags } from '../../kinds/auth-provider/uncertain.ts';
import { certificateDefaults } from '../../kinds/certificate/uncertain.ts';
import { usualUses } from '../../kinds/csp-trusted-site/uncertain.ts';
import { firstStatus, propertiesOfOrg } from '../../kinds/outbound-network-connection/uncertain.ts';
import { certificateWith } from '../components.ts';
import type { Fact, Files, Wire } from '../fact.ts';
import { type FileType, file, pathOf, textsIn } from '../files.ts';
import { knowsType, permissionsFor } from '../needs.ts';

const valuesText = (values: Readonly<Record<string, unknown>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');

/** Deploys a minimal component, and reads the values that the org fills in. */
async function filledIn(
  { deploy, retrieve }: Wire,
  type: FileType,
  name: string,
  files: Files,
  elements: readonly string[],
): Promise<string> {
  const problem = await deploy(files);
  if (problem !== undefined) return `refused: ${problem}`;
  const path = pathOf(type, name);
  return textsIn(await retrieve(type, name, type === 'Certificate' ? `${path}-meta.xml` : path), elements);
}

export const openIdConnect = (name: string, more: Readonly<Record<string, string>> = {}): Files =>
  file('AuthProvider', name, {
    authorizeUrl: 'https://idp.example.com/authorize',
    consumerKey: 'kwconf',
    friendlyName: name,
    providerType: 'OpenIdConnect',
    tokenUrl: 'https://idp.example.com/token',
    ...more,
  });

export const defaultFacts: readonly Fact[] = [
  {
    id: 'defaults-of-auth-providers',
    sentence: 'A new OpenIdConnect provider has these values if its file omits them.',
    source: 'assumed',
    constants: ['kinds/auth-provider usualFlags', 'local/salesforce AUTH_PROVIDER_DEFAULTS'],
    expected: valuesText(usualFlags),
    needs: [permissionsFor('authProviders')],
    observe: (wire) =>
      filledIn(
        wire,
        'AuthProvider',
        'KwConfDefaults',
        openIdConnect('KwConfDefaults', { consumerSecret: 'kwconf' }),
        Object.keys(usualFlags),
      ),
  },
  {
    id: 'defaults-of-certificates',
    sentence: 'A new certificate has these values if its file omits them.',
    source: 'Metadata API Developer Guide, Certificate',
    constants: ['kinds/certificate certificateDefaults'],
    expected: valuesText(certificateDefaults),
    needs: [permissionsFor('certificates')],
    observe: (wire) =>
      filledIn(
        wire,
        'Certificate',
        'KwConfDefaults',
        certificateWith('KwConfDefaults', '', {}),
        Object.keys(certificateDefaults),
      ),
  },
  {
    id: 'defaults-of-trusted-sites',
    sentence: 'The org returns these values of a trusted site as they were deployed.',
    source: 'assumed',
    constants: ['kinds/csp-trusted-site usualUses'],
    expected: valuesText(usualUses),
    observe: (wire) =>
      filledIn(
        wire,
        'CspTrustedSite',
        'KwConfSite',
        file('CspTrustedSite', 'KwConfSite', {
          context: 'All',
          endpointUrl: 'https://kwconf.example.com',
          isActive: true,
          ...usualUses,
        }),
        Object.keys(usualUses),
      ),
  },
  {
    id: 'first-status-of-private-connections',
    sentence: `A new private connection is ${firstStatus}, and a deploy can omit ${propertiesOfOrg.join(' and ')}.`,
    source: 'Metadata API Developer Guide, OutboundNetworkConnection',
    constants: [
      'kinds/outbound-network-connection firstStatus',
      'kinds/outbound-network-connection propertiesOfOrg',
    ],
    expected: `status ${firstStatus}`,
    needs: [knowsType('OutboundNetworkConnection')],
    observe: (wire) =>
      filledIn(
        wire,
        'OutboundNetworkConnection',
        'KwConfLink',
        file('OutboundNetworkConnection', 'KwConfLink', {
          connectionType: 'AwsPrivateLink',
          isActive: true,
          label: 'KwConfLink',
          outboundNetworkConnProperties: [
            { propertyName: 'Region', propertyValue: 'us-west-2' },
            {
              propertyName: 'AwsVpcEndpointServiceName',
              propertyValue: 'com.amazonaws.vpce.us-west-2.vpce-svc-00000000000000000',
            },
          ],
          status: firstStatus,
        }),
        ['status'],
      ),
  },
];
