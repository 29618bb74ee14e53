import {
  newestPermissionsSince,
  userExternalCredentialLevels,
  userExternalCredentialPermissions,
} from '../../kinds/permission-set/uncertain.ts';
import { permissionSetWith } from '../components.ts';
import type { Fact, Files, Wire } from '../fact.ts';
import { textIn } from '../files.ts';
import { firstProblem, problemsByName, sendJob } from '../job.ts';
import { retrieveAll } from '../retrieve.ts';

type Level = keyof typeof userExternalCredentialLevels;
const levels = Object.keys(userExternalCredentialLevels) as readonly Level[];

const onObject = (name: string, allowed: readonly string[]): Files =>
  permissionSetWith(name, {
    objectPermissions: [
      {
        ...Object.fromEntries(userExternalCredentialPermissions.map((one) => [one, allowed.includes(one)])),
        object: 'UserExternalCredential',
      },
    ],
  });

/** Permission sets with these permissions on UserExternalCredential, as the org returns them. */
async function readBackPermissions(
  { org }: Wire,
  sets: Readonly<Record<string, readonly string[]>>,
): Promise<(name: string) => readonly string[]> {
  const names = Object.keys(sets);
  const files = Object.assign({}, ...names.map((name) => onObject(name, sets[name] ?? [])));
  const problem = firstProblem(await sendJob(org, files));
  if (problem !== undefined) return () => [`refused: ${problem}`];
  const texts = await retrieveAll(org, 'PermissionSet', names);
  return (name) => userExternalCredentialPermissions.filter((one) => textIn(texts(name), one) === 'true');
}

/** A part of a permission set that refers to something that no org has. */
const withNewestPart = (name: string): Files =>
  permissionSetWith(name, {
    genComputingSummaryDefAccesses: [{ configName: 'KwConfNone', enabled: true }],
  });

export const permissionSetFacts: readonly Fact[] = [
  {
    id: 'permissions-on-user-external-credentials',
    sentence:
      'A permission set can grant all of these permissions on UserExternalCredential, and the org returns them.',
    source: 'Metadata WSDL 66.0, PermissionSetObjectPermissions',
    constants: ['kinds/permission-set userExternalCredentialPermissions'],
    expected: userExternalCredentialPermissions.join(', '),
    async observe(wire) {
      const shown = await readBackPermissions(wire, { KwConfAllOnObject: userExternalCredentialPermissions });
      return shown('KwConfAllOnObject').join(', ');
    },
  },
  {
    id: 'levels-on-user-external-credentials',
    sentence:
      "The org accepts each of keyway's levels of access to UserExternalCredential and returns the same permissions.",
    source: 'Salesforce Help, Enable User External Credentials',
    constants: ['kinds/permission-set userExternalCredentialLevels'],
    expected: levels.map((level) => `${level}: ${userExternalCredentialLevels[level].join(' ')}`).join(', '),
    async observe(wire) {
      const name = (level: Level) => `KwConfLevel_${level}`;
      const sets = Object.fromEntries(
        levels.map((level) => [name(level), userExternalCredentialLevels[level]]),
      );
      const shown = await readBackPermissions(wire, sets);
      return levels.map((level) => `${level}: ${shown(name(level)).join(' ')}`).join(', ');
    },
  },
  {
    id: 'version-of-the-newest-permissions',
    sentence: `API version ${newestPermissionsSince}.0 added parts of a permission set that earlier versions reject.`,
    source: 'Metadata WSDL 66.0, PermissionSet',
    constants: ['kinds/permission-set newestPermissionsSince'],
    expected: 'unknown to the version before, known to this one',
    changes: 'nothing',
    async observe({ org }) {
      const isKnown = async (version: number) => {
        const outcome = await sendJob(org, withNewestPart('KwConfNewest'), {
          checkOnly: true,
          version: `${version}.0`,
        });
        const problem = problemsByName(outcome).get('KwConfNewest') ?? firstProblem(outcome) ?? '';
        return /invalid at this location|not valid in version|unknown element/i.test(problem)
          ? 'unknown'
          : 'known';
      };
      const before = await isKnown(newestPermissionsSince - 1);
      return `${before} to the version before, ${await isKnown(newestPermissionsSince)} to this one`;
    },
  },
];
