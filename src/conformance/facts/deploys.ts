import { readMetadata, retrieve } from '../../salesforce/index.ts';
import { apexClass } from '../apex-class.ts';
import {
  certificate,
  externalCredential,
  namedCredential,
  openCredential,
  permissionSet,
  permissionSetWith,
  principal,
  variant,
} from '../components.ts';
import type { Fact, Wire } from '../fact.ts';
import { file, pathOf } from '../files.ts';
import { firstProblem, sendJob } from '../job.ts';
import { permissionsFor } from '../needs.ts';
import { openIdConnect } from './defaults.ts';

const url = 'https://kwconf.example.com';
const isThere = async ({ org }: Wire, name: string): Promise<string> => {
  const found = await readMetadata(org, 'ExternalCredential', [name]);
  return found.get(name) === undefined ? 'not there' : 'there';
};

export const deployFacts: readonly Fact[] = [
  {
    id: 'all-types-in-one-job',
    sentence: 'One job can deploy components that refer to each other, in any order.',
    source: 'Metadata API Developer Guide, deploy(); doubted in a public issue thread',
    constants: [],
    needs: [permissionsFor('authProviders', 'certificates', 'permissionSets', 'apexClasses')],
    expected: 'accepted',
    async observe({ deploy }) {
      const name = 'KwConfAll';
      const problem = await deploy({
        ...permissionSet(name, `${name}-One`),
        ...namedCredential(name, url),
        ...externalCredential(name, 'Custom', [principal('One')]),
        ...certificate(name, '', 2048),
        ...openIdConnect(name, { consumerSecret: 'kwconf' }),
        ...file('ExternalCredential', `${name}Provider`, {
          authenticationProtocol: 'Oauth',
          externalCredentialParameters: [
            {
              authProvider: name,
              parameterGroup: 'DefaultGroup',
              parameterName: 'AuthProvider',
              parameterType: 'AuthProvider',
            },
          ],
          label: name,
        }),
        ...externalCredential(`${name}Signed`, 'Oauth', [
          variant('Oauth', 'JwtBearer'),
          { name: 'AuthProviderUrl', type: 'AuthProviderUrl', value: 'https://idp.example.com/token' },
          { name: 'SigningCertificate', type: 'SigningCertificate', certificate: name },
          { name: 'aud', type: 'JwtBodyClaim', value: '"https://idp.example.com"' },
          principal('One'),
        ]),
        ...file('CspTrustedSite', name, { context: 'All', endpointUrl: url, isActive: true }),
        ...apexClass(name, `public class ${name} { }`),
      });
      return problem ?? 'accepted';
    },
  },
  {
    id: 'job-that-fails-changes-nothing',
    sentence: 'If the org rejects one component of a job, it keeps none of the others.',
    source: 'Metadata API Developer Guide, deploy(), rollbackOnError',
    constants: [],
    changes: 'nothing',
    expected: 'rejected, not there',
    async observe(wire) {
      const files = {
        ...openCredential('KwConfRolledBack'),
        ...permissionSet('KwConfRolledBack', 'KwConfNone-One'),
      };
      const problem = await wire.deploy(files);
      return `${problem === undefined ? 'accepted' : 'rejected'}, ${await isThere(wire, 'KwConfRolledBack')}`;
    },
  },
  {
    id: 'validation-changes-nothing',
    sentence: 'A validation succeeds and changes nothing in the org.',
    source: 'Metadata API Developer Guide, deploy(), checkOnly',
    constants: [],
    changes: 'nothing',
    expected: 'Succeeded, not there',
    async observe(wire) {
      const outcome = await sendJob(wire.org, openCredential('KwConfChecked'), { checkOnly: true });
      return `${outcome.status}, ${await isThere(wire, 'KwConfChecked')}`;
    },
  },
  {
    id: 'deploying-the-same-again',
    sentence: 'A component that is deployed twice without a change counts as unchanged the second time.',
    source: 'Metadata API Developer Guide, DeployMessage, changed',
    constants: [],
    expected: 'created, then unchanged',
    async observe({ org }) {
      const once = async () => {
        const { components } = await sendJob(org, openCredential('KwConfSame'));
        return components.find(({ fullName }) => fullName === 'KwConfSame')?.action ?? 'not listed';
      };
      return `${await once()}, then ${await once()}`;
    },
  },
  {
    id: 'deletions-of-one-job',
    sentence:
      'One job can delete a permission set, the named credential and the external credential that it refers to.',
    source: 'Metadata API Developer Guide, Deleting Components',
    constants: [],
    needs: [permissionsFor('permissionSets')],
    expected: 'accepted, not there',
    async observe(wire) {
      const name = 'KwConfGone';
      const problem = await wire.deploy({
        ...openCredential(name),
        ...namedCredential(name, url),
        ...permissionSet(name, `${name}-One`),
      });
      if (problem !== undefined) return `refused: ${problem}`;
      const deletions = { PermissionSet: [name], NamedCredential: [name], ExternalCredential: [name] };
      const refusal = firstProblem(await sendJob(wire.org, {}, { deletions }));
      return `${refusal ?? 'accepted'}, ${await isThere(wire, name)}`;
    },
  },
  {
    id: 'reading-what-is-not-there',
    sentence: 'A retrieve of a missing component returns a message and no file.',
    source: 'Metadata WSDL 66.0, RetrieveMessage',
    constants: [],
    changes: 'nothing',
    expected: "0 files, Entity of type 'ExternalCredential' named 'KwConfNone' cannot be found",
    async observe({ org }) {
      const { files, problems } = await retrieve(org, new Map([['ExternalCredential', ['KwConfNone']]]));
      const others = [...files.keys()].filter((path) => path !== 'package.xml');
      return `${others.length} files, ${problems[0]?.problem ?? 'no message'}`;
    },
  },
  {
    id: 'look-of-retrieved-files',
    sentence:
      'Retrieved files are indented by four spaces, have their elements in alphabetical order and end with a newline.',
    source: 'files that real orgs returned, in public repositories',
    constants: [],
    needs: [permissionsFor('permissionSets')],
    expected: 'description, hasActivationRequired, label; indent 4; ends with a newline',
    async observe({ deploy, retrieve: read }) {
      const problem = await deploy(permissionSetWith('KwConfLook', { description: 'KwConf' }));
      if (problem !== undefined) return `refused: ${problem}`;
      const text = await read('PermissionSet', 'KwConfLook', pathOf('PermissionSet', 'KwConfLook'));
      const lines = [...text.matchAll(/^( +)<(\w+)>/gm)];
      const indents = [...new Set(lines.map(([, spaces = '']) => spaces.length))].join(' ');
      const end = text.endsWith('>\n') ? 'ends with a newline' : 'ends without a newline';
      return `${lines.map(([, , name]) => name).join(', ')}; indent ${indents}; ${end}`;
    },
  },
];
