import { executeAnonymous } from '../../salesforce/index.ts';
import { ask, codeIn, refusalIn } from '../ask.ts';
import { externalCredential, openCredential, principal } from '../components.ts';
import type { Fact } from '../fact.ts';
import { permissionsFor } from '../needs.ts';

const all = '/named-credentials/external-credentials';
const custom = (name: string, more: object = {}) => ({
  authenticationProtocol: 'Custom',
  developerName: name,
  masterLabel: name,
  principals: [{ principalName: 'One', principalType: 'NamedPrincipal', sequenceNumber: 1 }],
  ...more,
});

export const connectFacts: readonly Fact[] = [
  {
    id: 'connect-creates-once',
    sentence: 'Connect REST rejects creating an external credential that exists, with this code.',
    source: 'assumed',
    constants: ['local/salesforce CONNECT_DUPLICATE_CODE'],
    expected: 'accepted, then DUPLICATE_VALUE',
    async observe({ org }) {
      const create = async () => codeIn(await ask(org, 'POST', all, custom('KwConfTwice')));
      const first = await create();
      return `${first}, then ${await create()}`;
    },
  },
  {
    id: 'connect-refuses-what-makes-no-sense',
    sentence: 'Connect REST rejects a credential for the wrong protocol with this code.',
    source: 'assumed',
    constants: ['local/salesforce CONNECT_REFUSED_CODE'],
    expected: 'INVALID_INPUT',
    async observe({ deploy, org }) {
      const problem = await deploy(openCredential('KwConfSense'));
      if (problem !== undefined) return `refused: ${problem}`;
      // A different protocol from the external credential's.
      const answer = await ask(org, 'POST', '/named-credentials/credential', {
        authenticationProtocol: 'Basic',
        credentials: { username: { value: 'kwconf' }, password: { value: 'kwconf' } },
        externalCredential: 'KwConfSense',
        principalName: 'One',
        principalType: 'NamedPrincipal',
      });
      return codeIn(answer);
    },
  },
  {
    id: 'exceptions-of-connect-in-apex',
    sentence:
      'ConnectApi.NamedCredentials in Apex throws these exceptions for a missing component and a missing value.',
    source: 'Apex Reference Guide, ConnectApi Exceptions',
    constants: [],
    changes: 'nothing',
    needs: [permissionsFor('apexClasses')],
    expected: 'ConnectApi.NotFoundException, ConnectApi.ConnectApiException',
    async observe({ org }) {
      const typeOf = async (call: string) => {
        const outcome = await executeAnonymous(org, `ConnectApi.NamedCredentials.${call};`);
        return outcome.kind === 'exception' ? outcome.message.replace(/:.*$/s, '') : outcome.kind;
      };
      const missing = await typeOf("getExternalCredential('KwConfNothing')");
      return `${missing}, ${await typeOf('createCredential(new ConnectApi.CredentialInput())')}`;
    },
  },
  {
    id: 'connect-refuses-unknown-values',
    sentence: 'Connect REST rejects an unknown enumeration value with this code.',
    source: 'public issue threads, for PerUser as a principalType',
    constants: ['local/salesforce ENUM_REFUSED_CODE'],
    expected: 'POST_BODY_PARSE_ERROR',
    changes: 'nothing',
    async observe({ org }) {
      const principals = [{ principalName: 'One', principalType: 'PerUser', sequenceNumber: 1 }];
      return codeIn(await ask(org, 'POST', all, custom('KwConfEnum', { principals })));
    },
  },
  {
    id: 'connect-refuses-unknown-fields',
    sentence: 'Connect REST rejects an unknown field with this code and these words.',
    source: 'public issue threads, for the words',
    constants: ['local/salesforce UNRECOGNIZED_FIELD_CODE', 'local/salesforce unrecognizedField'],
    expected: 'JSON_PARSER_ERROR: Unrecognized field "kwConf"',
    changes: 'nothing',
    async observe({ org }) {
      const refusal = refusalIn(await ask(org, 'POST', all, custom('KwConfField', { kwConf: true })));
      return /^\w+: Unrecognized field "\w+"/.exec(refusal)?.[0] ?? refusal;
    },
  },
  {
    id: 'connect-ignores-unknown-ids',
    sentence: "Connect REST ignores the ID of a principal that the org doesn't know.",
    source: 'Connect REST API Developer Guide, External Credential Input, the example',
    constants: ['local/salesforce UNKNOWN_PARAMETER_IDS_ARE_IGNORED'],
    expected: 'accepted, then accepted',
    async observe({ org }) {
      const created = codeIn(await ask(org, 'POST', all, custom('KwConfIds')));
      const principals = [
        {
          id: '0pu9Z0000009999',
          principalName: 'One',
          principalType: 'NamedPrincipal',
          sequenceNumber: 1,
        },
      ];
      const replaced = await ask(org, 'PUT', `${all}/KwConfIds`, custom('KwConfIds', { principals }));
      return `${created}, then ${refusalIn(replaced)}`;
    },
  },
  {
    id: 'status-of-the-whole',
    sentence: 'An external credential is Configured as soon as all its principals are.',
    source: 'assumed',
    constants: ['local/salesforce WHOLE_STATUS_NEEDS_ALL_PRINCIPALS'],
    expected: 'NotConfigured, NotConfigured, Configured',
    async observe({ deploy, org }) {
      const names = ['One', 'Two'];
      const principals = names.map((name, at) => principal(name, at + 1));
      const problem = await deploy(externalCredential('KwConfWhole', 'Basic', principals));
      if (problem !== undefined) return `refused: ${problem}`;
      const status = async () =>
        String((await ask(org, 'GET', `${all}/KwConfWhole`)).body.authenticationStatus);
      const seen = [await status()];
      for (const principalName of names) {
        await ask(org, 'POST', '/named-credentials/credential', {
          authenticationProtocol: 'Basic',
          credentials: { username: { value: 'kwconf' }, password: { value: 'kwconf' } },
          externalCredential: 'KwConfWhole',
          principalName,
          principalType: 'NamedPrincipal',
        });
        seen.push(await status());
      }
      return seen.join(', ');
    },
  },
];
