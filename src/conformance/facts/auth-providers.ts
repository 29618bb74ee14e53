import { typesWithPkce } from '../../kinds/auth-provider/uncertain.ts';
import { credentialNames, parameterNames } from '../../kinds/external-auth-identity-provider/uncertain.ts';
import { ask, codeIn } from '../ask.ts';
import type { Fact } from '../fact.ts';
import { file, pathOf, textIn } from '../files.ts';
import { problemsByName, sendJob } from '../job.ts';
import { listedId } from '../metadata-call.ts';
import { permissionsFor } from '../needs.ts';
import { retrieveAll } from '../retrieve.ts';
import { openIdConnect } from './defaults.ts';

/** The type Custom needs an Apex class that extends Salesforce's own, so it isn't asked. */
const askedTypes = typesWithPkce.filter((type) => type !== 'Custom');

const identityProvider = (
  name: string,
  more: readonly { name: string; type: string; value: string }[] = [],
) =>
  file('ExternalAuthIdentityProvider', name, {
    authenticationFlow: 'AuthorizationCode',
    authenticationProtocol: 'OAuth',
    externalAuthIdentityProviderParameters: [
      ...Object.entries(parameterNames).map(([, parameterName]) => ({
        parameterName,
        parameterType: parameterName,
        parameterValue:
          parameterName === 'ClientAuthentication' ? 'ClientSecretPost' : 'https://idp.example.com/oauth',
      })),
      ...more.map(({ name: parameterName, type: parameterType, value: parameterValue }) => ({
        parameterName,
        parameterType,
        parameterValue,
      })),
    ],
    label: name,
  });

const credentialsOf = (name: string) =>
  `/named-credentials/external-auth-identity-provider-credentials/${name}`;

export const authProviderFacts: readonly Fact[] = [
  {
    id: 'types-with-pkce',
    sentence:
      "Auth providers of these types support isPkceEnabled. (Custom isn't tested, because it needs a plugin.)",
    source: 'Metadata API Developer Guide, AuthProvider',
    constants: ['kinds/auth-provider typesWithPkce'],
    expected: askedTypes.join(', '),
    needs: [permissionsFor('authProviders')],
    async observe({ org }) {
      const name = (type: string) => `KwConfPkce${type}`;
      const files = askedTypes.map((providerType) =>
        file('AuthProvider', name(providerType), {
          authorizeUrl: 'https://idp.example.com/authorize',
          consumerKey: 'kwconf',
          consumerSecret: 'kwconf',
          friendlyName: name(providerType),
          isPkceEnabled: true,
          providerType,
          tokenUrl: 'https://idp.example.com/token',
        }),
      );
      const problems = problemsByName(await sendJob(org, Object.assign({}, ...files)));
      const texts = await retrieveAll(org, 'AuthProvider', askedTypes.map(name));
      const kept = askedTypes.filter((type) => textIn(texts(name(type)), 'isPkceEnabled') === 'true');
      const refused = [...problems].map(([provider, problem]) => `${provider}: ${problem}`);
      return [...kept, ...refused].join(', ');
    },
  },
  {
    id: 'secret-of-an-auth-provider-stays',
    sentence:
      'A deploy that omits the consumer secret leaves it in the org. A retrieve shows a placeholder for it.',
    source: 'assumed',
    constants: ['local/salesforce AUTH_PROVIDER_SECRETS_STAY', 'local/salesforce SECRET_PLACEHOLDERS'],
    expected: 'Placeholder_Value, then Placeholder_Value',
    needs: [permissionsFor('authProviders')],
    async observe({ deploy, retrieve }) {
      const shown = async (more: Readonly<Record<string, string>>) => {
        const problem = await deploy(openIdConnect('KwConfSecret', more));
        if (problem !== undefined) return `refused: ${problem}`;
        const path = pathOf('AuthProvider', 'KwConfSecret');
        return textIn(await retrieve('AuthProvider', 'KwConfSecret', path), 'consumerSecret') ?? 'absent';
      };
      const first = await shown({ consumerSecret: 'kwconf' });
      return `${first}, then ${await shown({ errorUrl: 'https://idp.example.com/error' })}`;
    },
  },
  {
    id: 'names-of-identity-provider-parameters',
    sentence:
      'Parameters of an external auth identity provider can have the names of their types, and the org returns those names.',
    source: 'assumed',
    constants: ['kinds/external-auth-identity-provider parameterNames'],
    expected: Object.values(parameterNames).join(', '),
    async observe({ deploy, retrieve }) {
      const problem = await deploy(identityProvider('KwConfIdp'));
      if (problem !== undefined) return `refused: ${problem}`;
      const path = pathOf('ExternalAuthIdentityProvider', 'KwConfIdp');
      const text = await retrieve('ExternalAuthIdentityProvider', 'KwConfIdp', path);
      return Object.values(parameterNames)
        .filter((name) =>
          text
            .split('</externalAuthIdentityProviderParameters>')
            .some((part) => textIn(part, 'parameterName') === name && textIn(part, 'parameterType') === name),
        )
        .join(', ');
    },
  },
  {
    id: 'credentials-of-identity-providers',
    sentence:
      'An identity provider takes the credentials clientId and clientSecret, and the org shows only this one.',
    source: 'assumed',
    constants: [
      'kinds/external-auth-identity-provider credentialNames',
      'local/salesforce SHOWN_IDENTITY_PROVIDER_VALUES',
    ],
    expected: 'accepted, shows clientId',
    async observe({ deploy, org }) {
      const problem = await deploy(identityProvider('KwConfIdpLogin'));
      if (problem !== undefined) return `refused: ${problem}`;
      const credentials = credentialNames.map((credentialName) => ({
        credentialName,
        credentialValue: 'kwconf',
      }));
      const stored = codeIn(await ask(org, 'POST', credentialsOf('KwConfIdpLogin'), { credentials }));
      if (stored !== 'accepted') return stored;
      const { body } = await ask(org, 'GET', credentialsOf('KwConfIdpLogin'));
      const shown = (body.credentials ?? []) as readonly {
        credentialName: string;
        credentialValue?: string;
      }[];
      const names = shown.filter(({ credentialValue }) => credentialValue === 'kwconf');
      return `accepted, shows ${names.map(({ credentialName }) => credentialName).join(', ') || 'none'}`;
    },
  },
  {
    id: 'prefix-of-identity-providers',
    sentence: 'IDs of external auth identity providers start with this prefix.',
    source: 'CumulusCI, tests of its tasks for external auth identity providers',
    constants: ['local/salesforce IDENTITY_PROVIDER_KEY_PREFIX'],
    expected: '0so',
    async observe({ deploy, org }) {
      const problem = await deploy(identityProvider('KwConfIdpId'));
      if (problem !== undefined) return `refused: ${problem}`;
      return (
        (await listedId(org, 'ExternalAuthIdentityProvider', 'KwConfIdpId'))?.slice(0, 3) ?? 'not listed'
      );
    },
  },
];
