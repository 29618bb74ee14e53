import { query } from '../../salesforce/index.ts';
import { ask, codeIn, idOf, refusalIn, refusalOf } from '../ask.ts';
import {
  externalCredential,
  namedCredential,
  openCredential,
  permissionSet,
  variant,
} from '../components.ts';
import type { Fact, Files } from '../fact.ts';
import { firstProblem, problemsByName, sendJob } from '../job.ts';
import { metadataCall } from '../metadata-call.ts';
import { permissionsFor } from '../needs.ts';

const url = 'https://kwconf.example.com';

/** Required parts of each protocol and variant (Metadata API Developer Guide, ExternalCredential). */
const needs: Readonly<Record<string, string>> = {
  'Oauth ClientCredentialsClientSecret': 'AuthProtocolVariant, AuthProviderUrl',
  'Oauth ClientCredentialsClientSecretBasic': 'AuthProtocolVariant, AuthProviderUrl',
  'Oauth ClientCredentialsJwtAssertion': 'AuthProtocolVariant, AuthProviderUrl, SigningCertificate',
  'Oauth JwtBearer': 'AuthProtocolVariant, AuthProviderUrl, SigningCertificate',
  Jwt: 'SigningCertificate',
  AwsSv4: 'AuthParameter',
  'AwsSv4 AwsSv4_STS': 'AuthProtocolVariant, AuthParameter',
  'AwsSv4 RolesAnywhere': 'AuthProtocolVariant, AuthParameter, SigningCertificate',
};
const nameOf = (kind: string) => `KwConfNeeds_${kind.replace(' ', '_')}`;

export const refusalFacts: readonly Fact[] = [
  {
    id: 'what-protocols-require',
    sentence: 'Each protocol and variant requires these parameter types, and the error lists them.',
    source: 'Metadata API Developer Guide, ExternalCredential; words seen in public issue threads',
    constants: ['local/salesforce REQUIRED_PARAMETER_TYPES'],
    expected: Object.entries(needs)
      .map(([kind, types]) => `${kind}: ${types}`)
      .join('; '),
    changes: 'nothing',
    async observe({ org }) {
      const bare = (kind: string): Files => {
        const [protocol = '', flow] = kind.split(' ');
        return externalCredential(
          nameOf(kind),
          protocol,
          flow === undefined ? [] : [variant(protocol, flow)],
        );
      };
      const files = Object.assign({}, ...Object.keys(needs).map(bare));
      const problems = problemsByName(await sendJob(org, files, { checkOnly: true }));
      return Object.keys(needs)
        .map((kind) => {
          const problem = problems.get(nameOf(kind)) ?? 'accepted';
          const listed =
            /^The authentication protocol "([^"]*)" requires the following external credential parameter types: (.*?)\.?$/.exec(
              problem,
            );
          return listed ? `${listed[1]}: ${listed[2]}` : `${kind}: ${problem}`;
        })
        .join('; ');
    },
  },
  {
    id: 'aws-needs-region-and-service',
    sentence: 'The org rejects an external credential for AWS that has no region or no service.',
    source: 'assumed',
    constants: ['local/salesforce REQUIRED_AWS_PARAMETERS'],
    expected: 'refused without AwsRegion, AwsService',
    changes: 'nothing',
    async observe({ org }) {
      const all = { AwsRegion: 'us-west-2', AwsService: 'kms', AwsAccountId: '123456789012' };
      const without = (left: string): Files =>
        externalCredential(
          `KwConfNo${left}`,
          'AwsSv4',
          Object.entries(all)
            .filter(([name]) => name !== left)
            .map(([name, value]) => ({ name, type: 'AuthParameter', value })),
        );
      const files = Object.assign({}, ...Object.keys(all).map(without));
      const problems = problemsByName(await sendJob(org, files, { checkOnly: true }));
      return `refused without ${Object.keys(all)
        .filter((name) => problems.has(`KwConfNo${name}`))
        .join(', ')}`;
    },
  },
  {
    id: 'deleting-what-is-referred-to',
    sentence:
      'The org rejects deleting an external credential that a named credential uses, with these words.',
    source: 'assumed',
    constants: ['local/salesforce stillReferenced'],
    expected:
      'This ExternalCredential is referenced elsewhere in Salesforce. Remove the usage and try again. : Named Credential - KwConfUsed (KwConfUsed)',
    async observe({ deploy, org }) {
      const problem = await deploy({
        ...openCredential('KwConfUsed'),
        ...namedCredential('KwConfUsed', url),
      });
      if (problem !== undefined) return `refused: ${problem}`;
      const deletions = { ExternalCredential: ['KwConfUsed'] };
      return firstProblem(await sendJob(org, {}, { checkOnly: true, deletions })) ?? 'deleted';
    },
  },
  {
    id: 'deleting-an-assigned-permission-set',
    sentence: 'The org rejects deleting a permission set that is assigned to a user, with these words.',
    source: 'assumed',
    constants: ['local/salesforce permissionSetAssigned'],
    expected:
      "Cannot complete this operation. You can't delete permission set KwConfHeld because it's assigned to users.",
    needs: [permissionsFor('permissionSets', 'assignmentsByRest')],
    async observe({ deploy, org }) {
      const problem = await deploy({
        ...openCredential('KwConfHeld'),
        ...permissionSet('KwConfHeld', 'KwConfHeld-One'),
      });
      if (problem !== undefined) return `refused: ${problem}`;
      const PermissionSetId = await idOf(org, 'PermissionSet', "Name = 'KwConfHeld'");
      const path = '/sobjects/PermissionSetAssignment';
      const held = await ask(org, 'POST', path, { AssigneeId: org.userId, PermissionSetId });
      if (codeIn(held) !== 'accepted') return `not assigned: ${refusalIn(held)}`;
      const deletions = { PermissionSet: ['KwConfHeld'] };
      const refusal = firstProblem(await sendJob(org, {}, { checkOnly: true, deletions }));
      await ask(org, 'DELETE', `${path}/${held.body.id}`);
      return refusal ?? 'deleted';
    },
  },
  {
    id: 'canceling-a-job-that-is-over',
    sentence: 'The org rejects canceling a finished deploy job, with these words.',
    source: 'assumed',
    constants: ['local/salesforce JOB_IS_DONE'],
    expected: 'INVALID_ID_FIELD: Deployment already completed',
    changes: 'nothing',
    async observe({ org }) {
      const { id } = await sendJob(org, openCredential('KwConfCanceled'), { checkOnly: true });
      const deployResult = { status: 'Canceling' };
      return refusalIn(await ask(org, 'PATCH', `/metadata/deployRequest/${id}`, { deployResult }));
    },
  },
  {
    id: 'names-a-read-takes',
    sentence: 'readMetadata accepts ten names and rejects eleven, with these words.',
    source: 'Metadata API Developer Guide, readMetadata()',
    constants: ['local/salesforce READ_METADATA_MAX_NAMES', 'local/salesforce READ_METADATA_TOO_MANY'],
    expected:
      '10: accepted, 11: EXCEEDED_ID_LIMIT: record limit reached. cannot submit more than 10 records in this operation',
    changes: 'nothing',
    async observe({ org }) {
      const read = (count: number) => {
        const names = Array.from({ length: count }, (_, at) => `<fullNames>KwConfNone${at}</fullNames>`);
        const body = `<readMetadata><type>ExternalCredential</type>${names.join('')}</readMetadata>`;
        return refusalOf(metadataCall(org, body));
      };
      return `10: ${await read(10)}, 11: ${await read(11)}`;
    },
  },
  {
    id: 'composite-over-its-limit',
    sentence: 'The org rejects a composite request with six queries, with this code.',
    source: 'REST API Developer Guide, Composite',
    constants: ['local/salesforce COMPOSITE_REFUSED_CODE'],
    expected: 'INVALID_INPUT',
    changes: 'nothing',
    async observe({ org }) {
      // Send a single query first, so that a user without query access doesn't count as a refusal of six.
      await query(org, 'SELECT Id FROM Organization');
      const compositeRequest = Array.from({ length: 6 }, (_, at) => ({
        method: 'GET',
        url: `/services/data/v${org.apiVersion}/query?q=SELECT+Id+FROM+Organization`,
        referenceId: `query${at}`,
      }));
      return codeIn(await ask(org, 'POST', '/composite', { compositeRequest }));
    },
  },
];
