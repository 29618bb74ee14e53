import { type Org, query } from '../../salesforce/index.ts';
import { apexClass } from '../apex-class.ts';
import { ask, idOf } from '../ask.ts';
import {
  certificateWith,
  clientCredentialsProvider,
  externalCredential,
  namedCredential,
  permissionSetWith,
  principal,
} from '../components.ts';
import type { Fact, Files } from '../fact.ts';
import { firstProblem, sendJob } from '../job.ts';
import { permissionsFor } from '../needs.ts';

interface Entry {
  readonly Id: string;
  readonly Action: string;
  readonly Section: string | null;
  readonly Display: string | null;
}

/** The newest entries of the Setup Audit Trail, newest first. */
const readNewestEntries = (org: Org, limit = 200): Promise<readonly Entry[]> =>
  query<Entry>(
    org,
    `SELECT Id, Action, Section, Display FROM SetupAuditTrail ORDER BY CreatedDate DESC, Id DESC LIMIT ${limit}`,
  );

/**
 * Reads the entries about a name in the Setup Audit Trail from now on, in order: `action (section): words`. It also
 * contains entries of earlier runs.
 */
async function watchAuditTrail(org: Org, name: string): Promise<() => Promise<readonly string[]>> {
  const [last] = await readNewestEntries(org, 1);
  return async () => {
    const rows = await readNewestEntries(org);
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
  ...clientCredentialsProvider(name, [], { label: `${name} ${note}` }),
  ...externalCredential(name, 'Custom', [
    principal('One'),
    { name: 'X-Note', type: 'AuthHeader', value: note },
  ]),
  ...namedCredential(name, `https://kwconf.example.com/${note}`),
  ...permissionSetWith(name, { description: note }),
});

const types = [
  'ApexClass',
  'Certificate',
  'ExternalAuthIdentityProvider',
  'ExternalCredential',
  'NamedCredential',
  'PermissionSet',
] as const;
const deletions = Object.fromEntries(types.map((type) => [type, [name]]));

/** A real org also writes entries for parts of a component. This keeps those about whole components. */
const ofComponents = (lines: readonly string[]): readonly string[] =>
  lines.filter((line) => !/^\w*(?:Parameter|Principal)\w* /.test(line)).toSorted();

export const auditFacts: readonly Fact[] = [
  {
    id: 'audit-trail-of-components',
    sentence: 'The Setup Audit Trail lists what a deploy creates and deletes, with these words.',
    source:
      'lists of real entries in public repositories that read the trail; the deletion of certificates and all of identity providers: assumed',
    constants: ['local/salesforce COMPONENT_AUDIT'],
    expected: [
      `PermSetCreateNoLicense (Manage Users): Created permission set ${name}: with no license`,
      `createdApexClass (Apex Class): Created ${name} Apex Class code`,
      `externalAuthIdentityProviderInsert (Named Credentials): Created external auth identity provider: ${name}`,
      `externalCredentialInsert (External Credentials): Created a new external credential: ${name}`,
      `insertCertificate (Certificate and Key Management): Created Certificate ${name}`,
      `namedCredentialInsert (Named Credentials): Created a new named credential: ${name}`,
      `PermSetDelete (Manage Users): Deleted permission set ${name}`,
      `deleteCertificate (Certificate and Key Management): Deleted Certificate: ${name}`,
      `deletedApexClass (Apex Class): Deleted ${name} Apex Class code`,
      `externalAuthIdentityProviderDelete (Named Credentials): Deleted external auth identity provider: ${name}`,
      `externalCredentialDelete (External Credentials): Deleted external credential: ${name}`,
      `namedCredentialDelete (Named Credentials): Deleted named credential: ${name}`,
    ].join('; '),
    needs: [permissionsFor('permissionSets', 'certificates', 'apexClasses')],
    async observe({ org }) {
      const seen: string[] = [];
      for (const job of [() => sendJob(org, audited('one')), () => sendJob(org, {}, { deletions })]) {
        const trail = await watchAuditTrail(org, name);
        const problem = firstProblem(await job());
        if (problem !== undefined) return `refused: ${problem}`;
        seen.push(...ofComponents(await trail()));
      }
      return seen.join('; ');
    },
  },
  {
    id: 'audit-trail-of-changes',
    sentence: 'The Setup Audit Trail lists what a deploy changes, with these words.',
    source: 'assumed, after the entries of what is created and deleted',
    constants: ['local/salesforce COMPONENT_AUDIT'],
    expected: [
      `PermSetChange (Manage Users): Changed permission set: ${name}`,
      `changedApexClass (Apex Class): Changed ${name} Apex Class code`,
      `externalAuthIdentityProviderFieldChange (Named Credentials): Changed external auth identity provider: ${name}`,
      `externalCredentialFieldChange (External Credentials): Changed external credential: ${name}`,
      `namedCredentialFieldChange (Named Credentials): Changed named credential: ${name}`,
      `updateCertificate (Certificate and Key Management): Changed Certificate: ${name}`,
    ].join('; '),
    needs: [permissionsFor('permissionSets', 'certificates', 'apexClasses')],
    async observe({ deploy, org }) {
      const problem = await deploy(audited('one'));
      if (problem !== undefined) return `refused: ${problem}`;
      const trail = await watchAuditTrail(org, name);
      const refusal = await deploy(audited('two'));
      return refusal === undefined ? ofComponents(await trail()).join('; ') : `refused: ${refusal}`;
    },
  },
  {
    id: 'audit-trail-of-assignments',
    sentence: 'The Setup Audit Trail lists assigning and removing a permission set, with these words.',
    source:
      'lists of real entries in public repositories that read the trail, for assigning; removing is assumed after it',
    constants: ['local/salesforce ASSIGNMENT_AUDIT'],
    expected:
      'PermSetAssign (Manage Users): Permission set KwConfGiven: assigned to user NAME (UserID: [ID]); PermSetUnassign (Manage Users): Permission set KwConfGiven: unassigned from user NAME (UserID: [ID])',
    needs: [permissionsFor('permissionSets', 'assignmentsByRest')],
    async observe({ deploy, org }) {
      const trail = await watchAuditTrail(org, 'KwConfGiven');
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
        .replaceAll(org.userId.slice(0, 15), 'ID');
    },
  },
];
