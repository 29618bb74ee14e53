import { type Org, query } from '../../salesforce/index.ts';
import { apexClass } from '../apex-class.ts';
import { ask, idOf } from '../ask.ts';
import {
  certificateWith,
  externalCredential,
  namedCredential,
  permissionSetWith,
  principal,
} from '../components.ts';
import type { Fact, Files } from '../fact.ts';
import { file } from '../files.ts';
import { firstProblem, sendJob } from '../job.ts';
import { permissionsFor } from '../needs.ts';

interface Entry {
  readonly Id: string;
  readonly Action: string;
  readonly Section: string | null;
  readonly Display: string | null;
}

/** The newest entries of the Setup Audit Trail, newest first. */
const newest = (org: Org, limit = 200): Promise<readonly Entry[]> =>
  query<Entry>(
    org,
    `SELECT Id, Action, Section, Display FROM SetupAuditTrail ORDER BY CreatedDate DESC, Id DESC LIMIT ${limit}`,
  );

/**
 * What the Setup Audit Trail says of a name from now on, in the order in which it happened: `action (section): words`. What an
 * earlier run did stays in it.
 */
async function trailFromNow(org: Org, name: string): Promise<() => Promise<readonly string[]>> {
  const [last] = await newest(org, 1);
  return async () => {
    const rows = await newest(org);
    const end = rows.findIndex(({ Id }) => Id === last?.Id);
    return rows
      .slice(0, end < 0 ? undefined : end)
      .filter(({ Display }) => Display?.includes(name))
      .map(({ Action, Section, Display }) => `${Action} (${Section}): ${Display}`)
      .toReversed();
  };
}

const name = 'KwConfAudited';

/** One component of each type; `note` is what a second deploy changes. */
const audited = (note: string): Files => ({
  ...apexClass(name, `public class ${name} { public static String note() { return '${note}'; } }`),
  ...certificateWith(name, '', { masterLabel: `${name} ${note}` }),
  ...file('ExternalAuthIdentityProvider', name, {
    authenticationFlow: 'ClientCredentials',
    authenticationProtocol: 'OAuth',
    externalAuthIdentityProviderParameters: [
      {
        parameterName: 'TokenUrl',
        parameterType: 'TokenUrl',
        parameterValue: 'https://idp.example.com/token',
      },
    ],
    label: `${name} ${note}`,
  }),
  ...externalCredential(name, 'Custom', [
    principal('One'),
    { name: 'X-Note', type: 'AuthHeader', value: note },
  ]),
  ...namedCredential(name, `https://kwconf.example.com/${note}`),
  ...permissionSetWith(name, { description: note }),
});

/** Types, their sections and the words of the local org, none of which a document has but those of permission sets. */
const kinds = [
  ['Certificate', 'certificate', 'Certificate and Key Management'],
  ['ExternalAuthIdentityProvider', 'external auth identity provider', 'Named Credentials'],
  ['ExternalCredential', 'external credential', 'Named Credentials'],
  ['NamedCredential', 'named credential', 'Named Credentials'],
  ['ApexClass', 'Apex class', 'Apex Class'],
  ['PermissionSet', 'permission set', 'Manage Users'],
] as const;

const words = (outcome: 'Created' | 'Changed' | 'Deleted'): readonly string[] =>
  kinds.map(([type, what, section]) => {
    const verbs = { Created: 'PermSetCreate', Changed: 'PermSetChange', Deleted: 'PermSetDelete' };
    const action = type === 'PermissionSet' ? verbs[outcome] : `${outcome.toLowerCase()}${type}`;
    return `${action} (${section}): ${outcome} ${what} ${name}`;
  });

export const auditFacts: readonly Fact[] = [
  {
    id: 'audit-trail-of-components',
    sentence: 'The Setup Audit Trail lists what a deploy creates, changes and deletes, with these words.',
    source: 'Object Reference, SetupAuditTrail, for PermSetCreate',
    constants: ['local/salesforce COMPONENT_AUDIT', 'local/salesforce componentDisplay'],
    expected: (['Created', 'Changed', 'Deleted'] as const)
      .flatMap((outcome) => words(outcome).toSorted())
      .join('; '),
    needs: [permissionsFor('permissionSets', 'certificates', 'apexClasses')],
    async observe({ org }) {
      const jobs = [
        () => sendJob(org, audited('one')),
        () => sendJob(org, audited('two')),
        () =>
          sendJob(
            org,
            {},
            {
              deletions: Object.fromEntries(kinds.map(([type]) => [type, [name]])),
            },
          ),
      ];
      const trail = await trailFromNow(org, name);
      const seen: string[] = [];
      for (const job of jobs) {
        const problem = firstProblem(await job());
        if (problem !== undefined) return `refused: ${problem}`;
        const all = await trail();
        seen.push(...all.slice(seen.length).toSorted());
      }
      return seen.join('; ');
    },
  },
  {
    id: 'audit-trail-of-assignments',
    sentence: 'The Setup Audit Trail lists assigning and removing a permission set, with these words.',
    source: 'public code that reads PermSetAssign and PermSetUnassign',
    constants: ['local/salesforce ASSIGNMENT_AUDIT'],
    expected:
      'PermSetAssign (Manage Users): Permission set KwConfGiven: assigned to user NAME (UserID: [ID]); PermSetUnassign (Manage Users): Permission set KwConfGiven: unassigned from user NAME (UserID: [ID])',
    needs: [permissionsFor('permissionSets', 'assignmentsByRest')],
    async observe({ deploy, org }) {
      const trail = await trailFromNow(org, 'KwConfGiven');
      const problem = await deploy(permissionSetWith('KwConfGiven', {}));
      if (problem !== undefined) return `refused: ${problem}`;
      const PermissionSetId = await idOf(org, 'PermissionSet', "Name = 'KwConfGiven'");
      const path = '/sobjects/PermissionSetAssignment';
      const { body } = await ask(org, 'POST', path, { AssigneeId: org.userId, PermissionSetId });
      await ask(org, 'DELETE', `${path}/${body.id}`);
      const [user] = await query<{ Name: string }>(org, `SELECT Name FROM User WHERE Id = '${org.userId}'`);
      const seen = (await trail()).filter((line) => !line.startsWith('PermSetCreate'));
      return seen
        .join('; ')
        .replaceAll(user?.Name ?? '', 'NAME')
        .replaceAll(org.userId, 'ID');
    },
  },
];
