import { type Org, query } from '../../salesforce/index.ts';
import { toolingQuery } from '../../salesforce/query.ts';
import { ask, describe } from '../ask.ts';
import { externalCredential, permissionSet, principal } from '../components.ts';
import type { Fact } from '../fact.ts';
import { permissionsFor } from '../needs.ts';

const chain = (name: string, principals: readonly string[]) =>
  externalCredential(
    name,
    'Custom',
    principals.map((one, at) => principal(one, at + 1)),
  );

async function grants(org: Org, name: string): Promise<readonly string[]> {
  const rows = await query<{ SetupEntityType: string }>(
    org,
    `SELECT SetupEntityType FROM SetupEntityAccess WHERE Parent.Name = '${name}'`,
  );
  return rows.map(({ SetupEntityType }) => SetupEntityType);
}

/** Stores a value for a principal of a Custom external credential, or lists the stored ones. */
const credentials = (org: Org, externalCredentialName: string, principalName: string) => {
  const key = {
    externalCredential: externalCredentialName,
    principalName,
    principalType: 'NamedPrincipal',
  };
  const path = '/named-credentials/credential';
  return {
    store: () =>
      ask(org, 'POST', path, {
        ...key,
        authenticationProtocol: 'Custom',
        credentials: { Token: { value: 'kwconf' } },
      }),
    stored: async () => {
      const { body } = await ask(org, 'GET', `${path}?${new URLSearchParams(key)}`);
      return Object.keys(Object(body.credentials)).join(', ') || 'nothing';
    },
  };
};

export const accessFacts: readonly Fact[] = [
  {
    id: 'grants-of-principals-are-rows',
    sentence: 'Access to a principal is a row of SetupEntityAccess with this type.',
    source: 'assumed',
    constants: [],
    expected: 'ExternalCredentialParameter',
    needs: [permissionsFor('permissionSets')],
    async observe({ deploy, org }) {
      const files = {
        ...chain('KwConfRows', ['One']),
        ...permissionSet('KwConfRowsAccess', 'KwConfRows-One'),
      };
      const problem = await deploy(files);
      if (problem !== undefined) return `refused: ${problem}`;
      return (await grants(org, 'KwConfRowsAccess')).join(', ') || 'no row';
    },
  },
  {
    id: 'removed-principal-takes-its-grants',
    sentence: 'A deploy that omits a principal removes access to it from permission sets.',
    source: 'assumed',
    constants: ['local/salesforce REMOVED_PRINCIPAL_TAKES_ITS_GRANTS'],
    expected: '1 grant, then 0',
    needs: [permissionsFor('permissionSets')],
    async observe({ deploy, org }) {
      const access = permissionSet('KwConfLeftOutAccess', 'KwConfLeftOut-Two');
      const problem = await deploy({ ...chain('KwConfLeftOut', ['One', 'Two']), ...access });
      if (problem !== undefined) return `refused: ${problem}`;
      const before = (await grants(org, 'KwConfLeftOutAccess')).length;
      const refusal = await deploy(chain('KwConfLeftOut', ['One']));
      if (refusal !== undefined) return `refused: ${refusal}`;
      return `${before} grant, then ${(await grants(org, 'KwConfLeftOutAccess')).length}`;
    },
  },
  {
    id: 'prefix-of-external-credentials',
    sentence: 'IDs of external credentials start with this prefix.',
    source:
      "Salesforce's own Postman collection, Salesforce Platform APIs, Get External Credentials by Developer Name",
    constants: ['local/salesforce EXTERNAL_CREDENTIAL_KEY_PREFIX'],
    expected: '0pt',
    async observe({ deploy, org }) {
      const problem = await deploy(chain('KwConfPrefix', ['One']));
      if (problem !== undefined) return `refused: ${problem}`;
      const [row] = await toolingQuery<{ Id: string }>(
        org,
        "SELECT Id FROM ExternalCredential WHERE DeveloperName = 'KwConfPrefix'",
      );
      return row?.Id.slice(0, 3) ?? 'no row';
    },
  },
  {
    id: 'disabled-grant-is-not-kept',
    sentence: "Access to a principal that is deployed as not enabled makes no row and isn't returned.",
    source: 'assumed',
    constants: ['local/salesforce DISABLED_ACCESS_IS_DROPPED'],
    expected: '0 rows, not returned',
    needs: [permissionsFor('permissionSets')],
    async observe({ deploy, org, retrieve }) {
      const access = permissionSet('KwConfDisabledAccess', 'KwConfDisabled-One', false);
      const problem = await deploy({ ...chain('KwConfDisabled', ['One']), ...access });
      if (problem !== undefined) return `refused: ${problem}`;
      const path = 'permissionsets/KwConfDisabledAccess.permissionset';
      const text = await retrieve('PermissionSet', 'KwConfDisabledAccess', path);
      // Without the permission set itself, its lack of grants would prove nothing.
      if (!text.includes('<label>KwConfDisabledAccess</label>')) return 'no permission set';
      const returned = text.includes('KwConfDisabled-One') ? 'returned' : 'not returned';
      return `${(await grants(org, 'KwConfDisabledAccess')).length} rows, ${returned}`;
    },
  },
  {
    id: 'type-of-grants-in-the-describe',
    sentence: 'The describe of SetupEntityAccess lists this type for principals.',
    source: 'Object Reference, SetupEntityAccess',
    constants: [],
    expected: 'ExternalCredentialParameter',
    changes: 'nothing',
    async observe({ org }) {
      const types = (await describe(org, 'SetupEntityAccess')).values('SetupEntityType');
      return types.filter((type) => /credential/i.test(type)).join(', ') || `none of ${types.length}`;
    },
  },
  {
    id: 'removed-principal-takes-its-secret',
    sentence:
      'A deploy that omits a principal deletes its stored credential. A principal of the same name starts empty.',
    source: 'Salesforce Help, Edit or Delete External Credentials',
    constants: [],
    expected: 'Token, then nothing; of the principal that stayed: Token',
    async observe({ deploy, org }) {
      const both = chain('KwConfSecrets', ['One', 'Two']);
      const problem = await deploy(both);
      if (problem !== undefined) return `refused: ${problem}`;
      const [one, two] = ['One', 'Two'].map((name) => credentials(org, 'KwConfSecrets', name));
      await one?.store();
      await two?.store();
      const before = await two?.stored();
      const refusal = (await deploy(chain('KwConfSecrets', ['One']))) ?? (await deploy(both));
      if (refusal !== undefined) return `refused: ${refusal}`;
      return `${before}, then ${await two?.stored()}; of the principal that stayed: ${await one?.stored()}`;
    },
  },
  {
    id: 'secret-survives-another-group',
    sentence: 'A principal keeps its stored credential if a deploy changes its parameter group.',
    source: 'assumed',
    constants: [],
    expected: 'Token',
    async observe({ deploy, org }) {
      const problem = await deploy(chain('KwConfGroup', ['One']));
      if (problem !== undefined) return `refused: ${problem}`;
      const one = credentials(org, 'KwConfGroup', 'One');
      await one.store();
      const moved = externalCredential('KwConfGroup', 'Custom', [
        { ...principal('One'), group: 'DefaultGroup' },
      ]);
      const refusal = await deploy(moved);
      return refusal === undefined ? one.stored() : `refused: ${refusal}`;
    },
  },
];
