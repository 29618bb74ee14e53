import { executeAnonymous, type Org } from '../../salesforce/index.ts';
import { ask, codeIn, idOf, refusalOf } from '../ask.ts';
import { certificate, openCredential, permissionSetWith } from '../components.ts';
import type { Fact, Files } from '../fact.ts';
import { firstProblem, sendJob } from '../job.ts';
import { insert } from '../keys.ts';
import { askStepUp, orgOf } from '../local-controls.ts';
import { metadataCall } from '../metadata-call.ts';

const permissions = [
  'ApiEnabled',
  'AssignPermissionSets',
  'AuthorApex',
  'CustomizeApplication',
  'ManageCertificates',
  'ManageEncryptionKeys',
  'ManageNamedCredentials',
  'ManageProfilesPermissionsets',
  'ModifyAllData',
  'ModifyMetadata',
];

const listed = '<readMetadata><type>PermissionSet</type><fullNames>KwConfNone</fullNames></readMetadata>';
const deployed = async (org: Org, files: Files) =>
  firstProblem(await sendJob(org, files, { checkOnly: true })) ?? 'accepted';

/** The permissions for each area of the API, of which one is enough, and a request in that area. */
const areas: Readonly<
  Record<string, { readonly anyOf: readonly string[]; readonly request: (org: Org) => Promise<string> }>
> = {
  metadata: {
    anyOf: ['ModifyMetadata', 'ModifyAllData'],
    request: (org) => refusalOf(metadataCall(org, listed)),
  },
  credentials: {
    anyOf: ['ManageNamedCredentials', 'CustomizeApplication'],
    request: async (org) => codeIn(await ask(org, 'GET', '/named-credentials/external-credentials')),
  },
  assignment: {
    anyOf: ['AssignPermissionSets'],
    request: async (org) => {
      const [AssigneeId, PermissionSetId] = await Promise.all([
        idOf(org, 'User', "Alias = 'autoproc'"),
        idOf(org, 'PermissionSet', "Name = 'KwConfArea'"),
      ]);
      const path = '/sobjects/PermissionSetAssignment';
      const answer = await ask(org, 'POST', path, { AssigneeId, PermissionSetId });
      if (answer.status < 400) await ask(org, 'DELETE', `${path}/${answer.body.id}`);
      return codeIn(answer);
    },
  },
  principalAccess: {
    anyOf: ['ManageProfilesPermissionsets'],
    request: (org) => deployed(org, permissionSetWith('KwConfAreaChecked', {})),
  },
  apex: {
    anyOf: ['AuthorApex'],
    request: (org) => refusalOf(executeAnonymous(org, 'System.debug(1);')),
  },
  api: { anyOf: ['ApiEnabled'], request: async (org) => codeIn(await ask(org, 'GET', '/limits')) },
  encryption: {
    anyOf: ['ManageEncryptionKeys'],
    // A secret of a nonexistent type. A user with the permission is refused because of the type.
    request: async (org) => {
      const code = codeIn(await insert(org, { Type: 'KwConfNone' }));
      return code.startsWith('INSUFFICIENT_ACCESS') ? code : 'accepted';
    },
  },
  certificates: {
    anyOf: ['ManageCertificates'],
    request: (org) => deployed(org, certificate('KwConfAreaChecked', '', 2048)),
  },
};

export const userFacts: readonly Fact[] = [
  {
    id: 'permissions-of-each-area',
    sentence:
      'Each area of the API rejects a user without its permissions and accepts a user with one of them.',
    source: 'Salesforce Help, the pages of each permission; partly assumed',
    constants: ['local/salesforce PERMISSIONS_ANY_OF'],
    asks: 'localOrg',
    expected: Object.keys(areas).join(', '),
    async observe({ deploy, org }) {
      const problem = await deploy(permissionSetWith('KwConfArea', {}));
      if (problem !== undefined) return `refused: ${problem}`;
      const seen: string[] = [];
      for (const [area, { anyOf, request }] of Object.entries(areas)) {
        const lacking = await orgOf(org, `lacks-${area}`, {
          permissions: permissions.filter((one) => !anyOf.includes(one)),
        });
        // A user with only one of them is allowed.
        const having = await Promise.all(
          anyOf.map(async (one) => {
            const others = permissions.filter((each) => !anyOf.includes(each));
            const user = await orgOf(org, `has-${area}-${one}`, { permissions: [...others, one] });
            return request(user);
          }),
        );
        const refusal = await request(lacking);
        if (refusal !== 'accepted' && having.every((answer) => answer === 'accepted')) seen.push(area);
        else seen.push(`${area}: ${refusal}; ${having.join('; ')}`);
      }
      return seen.join(', ');
    },
  },
  {
    id: 'refusals-without-permission',
    sentence:
      'Without the permission, the org rejects calls of the Metadata API and components of a deploy, with these words.',
    source: 'public issue threads, for the Metadata API; assumed for components',
    constants: ['local/salesforce METADATA_ACCESS_REFUSED', 'local/salesforce COMPONENT_ACCESS_REFUSED'],
    asks: 'localOrg',
    changes: 'nothing',
    expected:
      'INSUFFICIENT_ACCESS: use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions | INSUFFICIENT_ACCESS: insufficient access rights on cross-reference id',
    async observe({ org }) {
      const noMetadata = await orgOf(org, 'no-metadata', { permissions: ['ApiEnabled'] });
      const noCredentials = await orgOf(org, 'no-credentials', {
        permissions: ['ApiEnabled', 'ModifyMetadata'],
      });
      const component = await deployed(noCredentials, openCredential('KwConfRefused'));
      return `${await refusalOf(metadataCall(noMetadata, listed))} | ${component}`;
    },
  },
  {
    id: 'refusal-without-step-up',
    sentence:
      'If key management requires a high-assurance session, the org rejects any other session with this code.',
    source:
      'Salesforce Help, Require High-Assurance Sessions for Managing Encryption Keys; the code is assumed',
    constants: ['local/salesforce STEP_UP_REFUSED_CODE'],
    asks: 'localOrg',
    changes: 'keys',
    expected: 'INSUFFICIENT_ACCESS',
    async observe({ org }) {
      const user = await orgOf(org, 'no-step-up', { highAssurance: false });
      await askStepUp(org, true);
      const code = codeIn(await insert(user, { Type: 'Analytics' }));
      await askStepUp(org, false);
      return code;
    },
  },
];
