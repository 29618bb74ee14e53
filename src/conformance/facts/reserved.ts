import { reservedParameterTypes } from '../../kinds/external-auth-identity-provider/uncertain.ts';
import { reservedExternalCredentialParameterTypes } from '../../kinds/external-credential/uncertain.ts';
import { reservedNamedCredentialParameterTypes } from '../../kinds/named-credential/uncertain.ts';
import {
  clientCredentialsProvider,
  externalCredential,
  namedCredential,
  openCredential,
  type Parameter,
  principal,
} from '../components.ts';
import type { Fact, Files, Wire } from '../fact.ts';
import { problemsByName, sendJob } from '../job.ts';
import { retrieveAll } from '../retrieve.ts';

/** Types reserved for Salesforce that an org accepts in a deploy, each in its own component. */
async function acceptedTypes(
  { org }: Wire,
  types: readonly string[],
  build: (name: string, type: string) => Files,
): Promise<string> {
  const name = (type: string) => `KwConfR${type}`;
  const files = Object.assign({}, ...types.map((type) => build(name(type), type)));
  // Only a validation, so accepting a type does no harm.
  const problems = problemsByName(await sendJob(org, files, { checkOnly: true }));
  return types.filter((type) => !problems.has(name(type))).join(', ') || 'none';
}

export const reservedFacts: readonly Fact[] = [
  {
    id: 'reserved-types-of-external-credentials',
    sentence: 'A deploy that omits parameters of types reserved for Salesforce leaves them in the org.',
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
      const acceptedTypes = reservedExternalCredentialParameterTypes.filter(accepted);
      const written = (type: string) => (accepted(type) ? [{ name: type, type, value: 'kwconf' }] : []);
      await sendJob(org, files(written));
      await sendJob(
        org,
        files(() => []),
      );
      const texts = await retrieveAll(org, 'ExternalCredential', acceptedTypes.map(name));
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
    sentence: "A deploy can't write parameters of named credentials whose types are reserved for Salesforce.",
    source: 'Metadata API Developer Guide, NamedCredentialParameter',
    constants: ['kinds/named-credential reservedNamedCredentialParameterTypes'],
    expected: 'none',
    changes: 'nothing',
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
    sentence:
      "A deploy can't write parameters of identity providers whose types are reserved for Salesforce.",
    source: 'Metadata API Developer Guide, ExternalAuthIdentityProviderParameter',
    constants: ['kinds/external-auth-identity-provider reservedParameterTypes'],
    expected: 'none',
    changes: 'nothing',
    observe: (wire) =>
      acceptedTypes(wire, reservedParameterTypes, (name, type) =>
        clientCredentialsProvider(name, [
          { parameterName: type, parameterType: type, parameterValue: 'kwconf' },
        ]),
      ),
  },
];
