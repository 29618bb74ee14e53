import { readUsers } from '../../salesforce/index.ts';
import { ask, idOf, refusalIn } from '../ask.ts';
import { permissionSetWith, readsUserCredentials } from '../components.ts';
import type { Fact, Wire } from '../fact.ts';
import type { Content } from '../files.ts';

/**
 * Whether a permission set with this content can be assigned to the Automated Process user, or the refusal's
 * message.
 */
async function assigned({ deploy, org }: Wire, name: string, content: Content): Promise<string> {
  const problem = await deploy(permissionSetWith(name, content));
  if (problem !== undefined) return `refused: ${problem}`;
  const [user] = await readUsers(org, ['autoproc']);
  if (user === undefined) return 'there is no Automated Process user';
  const answer = await ask(org, 'POST', '/sobjects/PermissionSetAssignment', {
    AssigneeId: user.id,
    PermissionSetId: await idOf(org, 'PermissionSet', `Name = '${name}'`),
  });
  if (answer.status < 400) await ask(org, 'DELETE', `/sobjects/PermissionSetAssignment/${answer.body.id}`);
  return refusalIn(answer);
}

const withPermission = (name: string): Content => ({ userPermissions: [{ enabled: true, name }] });

export const autoprocFacts: readonly Fact[] = [
  {
    id: 'permissions-of-the-automated-process-user',
    sentence: 'The license of the Automated Process user includes ApiEnabled.',
    source: 'assumed',
    constants: ['local/salesforce AUTOPROC_LICENSE_PERMISSIONS'],
    expected: 'accepted',
    observe: (wire) => assigned(wire, 'KwConfAutoprocApi', withPermission('ApiEnabled')),
  },
  {
    id: 'refusal-by-the-automated-process-license',
    sentence:
      'The org rejects a permission that the license of the Automated Process user lacks, with these words.',
    source: 'public repositories, for the code and the words of other licenses',
    constants: ['local/salesforce LICENSE_REFUSAL_CODE', 'local/salesforce licenseRefusal'],
    expected:
      "FIELD_INTEGRITY_EXCEPTION: Can't assign permission set KwConfAutoprocSetup to user Automated Process. The user license doesn't allow the permission: ViewSetup",
    observe: (wire) => assigned(wire, 'KwConfAutoprocSetup', withPermission('ViewSetup')),
  },
  {
    id: 'automated-process-user-may-read-credentials',
    sentence: 'The Automated Process user can get Read on UserExternalCredential.',
    source: 'public repositories',
    constants: [],
    expected: 'accepted',
    observe: (wire) => assigned(wire, 'KwConfAutoprocRead', { objectPermissions: [readsUserCredentials] }),
  },
];
