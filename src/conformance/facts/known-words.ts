import { ask, debugged, idOf, refusalIn } from '../ask.ts';
import { externalCredential, namedCredential, permissionSetWith, principal, variant } from '../components.ts';
import type { Fact, Files } from '../fact.ts';
import { file, pathOf } from '../files.ts';
import { problemsByName, sendJob } from '../job.ts';

const url = 'https://kwconf.example.com';
const token = { name: 'AuthProviderUrl', type: 'AuthProviderUrl', value: 'https://idp.example.com/token' };

/** Files that an org rejects, by their error, and the messages that public threads and repositories quote. */
const rejected: readonly {
  readonly name: string;
  readonly files: (name: string) => Files;
  readonly words: string;
}[] = [
  {
    name: 'KwConfExchange',
    files: (name) => externalCredential(name, 'JwtExchange', [principal('One')]),
    words: `External Credentials don't support the "JwtExchange" authentication protocol`,
  },
  {
    name: 'KwConfAudience',
    files: (name) =>
      externalCredential(name, 'Oauth', [
        variant('Oauth', 'JwtBearer'),
        token,
        { name: 'aud', type: 'JwtBodyClaim', value: 'kwconf' },
        principal('One'),
      ]),
    words: 'The JWT aud claim has invalid JSON syntax',
  },
  {
    name: 'KwConfProvider',
    files: (name) =>
      file('ExternalCredential', name, {
        authenticationProtocol: 'Oauth',
        externalCredentialParameters: [
          {
            authProvider: 'KwConfNone',
            parameterGroup: 'DefaultGroup',
            parameterName: 'AuthProvider',
            parameterType: 'AuthProvider',
          },
        ],
        label: name,
      }),
    words: 'In field: authProvider - no AuthProvider named KwConfNone found',
  },
  {
    name: 'KwConfUnknown',
    files: (name) => ({
      [pathOf('ExternalCredential', name)]:
        `<?xml version="1.0" encoding="UTF-8"?>\n<ExternalCredential xmlns="http://soap.sforce.com/2006/04/metadata"><authenticationProtocol>Custom</authenticationProtocol><authenticationProtocolVariant>NoAuthentication</authenticationProtocolVariant><label>${name}</label></ExternalCredential>\n`,
    }),
    words:
      'Error parsing file: Element {http://soap.sforce.com/2006/04/metadata}authenticationProtocolVariant invalid at this location in type ExternalCredential',
  },
  {
    name: 'KwConfComment',
    files: (name) => ({
      [pathOf('PermissionSet', name)]:
        `<?xml version="1.0" encoding="UTF-8"?>\n<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata"><!-- a -- b --><label>${name}</label></PermissionSet>\n`,
    }),
    words: 'Error parsing file: The string "--" is not permitted within comments.',
  },
];

export const knownWordsFacts: readonly Fact[] = [
  {
    id: 'words-of-rejected-files',
    sentence:
      'The org rejects these with these words: JwtExchange, an audience that isn\'t JSON, a missing auth provider, an unknown element, and "--" in a comment.',
    source: 'public issue threads and repositories',
    constants: [],
    changes: 'nothing',
    expected: rejected.map(({ words }) => words).join(' | '),
    async observe({ org }) {
      const files = Object.assign({}, ...rejected.map((one) => one.files(one.name)));
      const problems = problemsByName(await sendJob(org, files, { checkOnly: true }));
      return rejected.map(({ name }) => problems.get(name) ?? `${name} accepted`).join(' | ');
    },
  },
  {
    id: 'words-of-a-second-assignment',
    sentence: 'The org rejects assigning a permission set twice to the same user, with these words.',
    source: 'public issue threads',
    constants: [],
    expected: 'DUPLICATE_VALUE: Duplicate PermissionSetAssignment. Assignee: USER; Permission Set: SET',
    async observe({ deploy, org }) {
      const problem = await deploy(permissionSetWith('KwConfTwiceHeld', {}));
      if (problem !== undefined) return `refused: ${problem}`;
      const set = (await idOf(org, 'PermissionSet', "Name = 'KwConfTwiceHeld'")) ?? '';
      const path = '/sobjects/PermissionSetAssignment';
      const assign = () => ask(org, 'POST', path, { AssigneeId: org.userId, PermissionSetId: set });
      const first = await assign();
      const refusal = refusalIn(await assign());
      await ask(org, 'DELETE', `${path}/${first.body.id}`);
      const short = (id: string) => new RegExp(`${id.slice(0, 15)}(?:${id.slice(15)})?`, 'g');
      return refusal.replace(short(org.userId), 'USER').replace(short(set), 'SET');
    },
  },
  {
    id: 'words-of-a-callout-without-access',
    sentence: 'A callout by a user without access to any principal fails with these words.',
    source: 'documents of package vendors that name the failure',
    constants: [],
    expected:
      'System.CalloutException: We couldn\'t access the credential(s). You might not have the required permissions, or the external credential "KwConfNoAccess" might not exist.',
    async observe({ deploy, org }) {
      const problem = await deploy({
        ...externalCredential('KwConfNoAccess', 'Custom', [principal('One')]),
        ...namedCredential('KwConfNoAccess', url),
      });
      if (problem !== undefined) return `refused: ${problem}`;
      const output = await debugged(
        org,
        "HttpRequest request = new HttpRequest(); request.setMethod('GET'); request.setEndpoint('callout:KwConfNoAccess'); new Http().send(request);",
      );
      return output.join(' ') || 'no exception';
    },
  },
];
