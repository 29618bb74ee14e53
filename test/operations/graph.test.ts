import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { createLocalOrg } from '../../src/local/salesforce/index.ts';
import { deploy } from '../../src/operations/deploy.ts';
import { graph } from '../../src/operations/graph.ts';
import type { Graph } from '../../src/operations/graph-model.ts';
import { setEnvironment, undoAfterTest, workspace } from './workspace.ts';

const config = `version: 1
apiVersion: "66.0"
externalCredentials:
  Kms:
    label: KMS
    authentication: { protocol: Custom }
    principals: { Service: NamedPrincipal }
namedCredentials:
  Keys: { label: Keys, url: "https://kms.acme.example/v1?key=secret", externalCredential: Kms }
permissionSets:
  Access: { label: Access, principals: [Kms-Service], assignTo: [autoproc] }
`;

/** All nodes and edges as lines, with their marks. */
function lines({ nodes, edges }: Graph): readonly string[] {
  const marksOf = (marks: readonly { readonly kind: string; readonly text: string }[]) =>
    marks.map(({ kind, text }) => ` [${kind}: ${text}]`).join('');
  const name = (id: string) => nodes.get(id)?.name;
  return [
    ...[...nodes.values()].map(
      ({ type, name, detail, marks }) => `${type} ${name} (${detail})${marksOf(marks)}`,
    ),
    ...[...edges.values()].map(({ from, to, marks }) => `${name(from)} → ${name(to)}${marksOf(marks)}`),
  ].sort();
}

const all = [
  'Access → Kms-Service',
  'Kms → Keys',
  'Kms-Service → Kms',
  'access Access (permission set)',
  'autoproc → Access',
  'externalCredential Kms (Custom)',
  'namedCredential Keys (kms.acme.example)',
  'principal Kms-Service (NamedPrincipal)',
  'user autoproc ()',
];

it('shows the config, with only the hosts of its URLs', async () => {
  const { config: file } = workspace(config);
  expect(lines((await graph({ config: file })).graph)).toEqual(all);
});

it('marks in an org what is missing, drifted, and wider than the config', async () => {
  const org = await createLocalOrg({ seed: { users: [{ username: 'dana@acme.example', alias: 'dana' }] } });
  undoAfterTest(() => org.close());
  setEnvironment({ SF_ACCESS_TOKEN: org.accessToken, SF_ORG_INSTANCE_URL: org.url });
  const { config: file } = workspace(config);
  const before = lines((await graph({ config: file, fromOrg: true })).graph);
  expect(before).toContain('externalCredential Kms (Custom) [missing: is not in the org]');
  expect(before.filter((line) => line.includes('[missing'))).toHaveLength(4);

  await deploy({ config: file });
  expect(lines((await graph({ config: file, fromOrg: true })).graph)).toEqual(all);

  const headers = { authorization: `Bearer ${org.accessToken}`, 'content-type': 'application/json' };
  const ask = async (path: string, body?: object) => {
    const more = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const answer = await fetch(`${org.url}/services/data/v66.0${path}`, { headers, ...more });
    return (await answer.json()) as {
      readonly records: readonly { readonly Id: string; readonly SetupEntityId: string }[];
    };
  };
  const idOf = async (soql: string) => (await ask(`/query?q=${encodeURIComponent(soql)}`)).records[0];
  const dana = await idOf("SELECT Id FROM User WHERE Alias = 'dana'");
  const set = await idOf("SELECT Id FROM PermissionSet WHERE Name = 'Access'");
  await ask('/sobjects/PermissionSetAssignment', { AssigneeId: dana?.Id, PermissionSetId: set?.Id });
  const profile = await idOf(
    "SELECT Id FROM PermissionSet WHERE IsOwnedByProfile = true AND Profile.Name = 'System Administrator'",
  );
  const grant = await idOf(
    "SELECT SetupEntityId FROM SetupEntityAccess WHERE SetupEntityType = 'ExternalCredentialParameter'",
  );
  await ask('/sobjects/SetupEntityAccess', { ParentId: profile?.Id, SetupEntityId: grant?.SetupEntityId });

  const drifted = workspace(config.replace('label: Keys', 'label: Key service'));
  const after = lines((await graph({ config: drifted.config, fromOrg: true })).graph);
  expect(after).toEqual(
    expect.arrayContaining([
      'dana@acme.example → Access [wide: has it in the org, but not in the config]',
      'System Administrator (profile) → Kms-Service [wide: grants access in the org, but not in the config]',
      'namedCredential Keys (kms.acme.example) [drifted: differs in label]',
    ]),
  );
});

it('shows an org without a config: everything, without differences', async () => {
  const org = await createLocalOrg();
  undoAfterTest(() => org.close());
  setEnvironment({ SF_ACCESS_TOKEN: org.accessToken, SF_ORG_INSTANCE_URL: org.url });
  const secret = 'fedcba9876543210fedcba9876543210';
  const withHeader = config.replace(
    'authentication: { protocol: Custom }',
    `authentication: { protocol: Custom, headers: { client_secret: { value: ${secret}, secret: false } } }`,
  );
  const { config: file, directory } = workspace(withHeader);
  await deploy({ config: file });
  const headers = { authorization: `Bearer ${org.accessToken}`, 'content-type': 'application/json' };
  const ask = async (path: string, body?: object) =>
    (
      await fetch(`${org.url}/services/data/v66.0${path}`, {
        headers,
        ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      })
    ).json() as Promise<{
      readonly records: readonly { readonly Id: string; readonly SetupEntityId: string }[];
    }>;
  const first = async (soql: string) => (await ask(`/query?q=${encodeURIComponent(soql)}`)).records[0];
  const profile = await first("SELECT Id FROM PermissionSet WHERE Profile.Name = 'System Administrator'");
  const grant = await first(
    "SELECT SetupEntityId FROM SetupEntityAccess WHERE SetupEntityType = 'ExternalCredentialParameter'",
  );
  await ask('/sobjects/SetupEntityAccess', { ParentId: profile?.Id, SetupEntityId: grant?.SetupEntityId });
  const alone = await graph({ config: join(directory, 'nothing.yaml'), fromOrg: true });
  const shown = lines(alone.graph);
  expect(shown.filter((line) => line.includes(' ['))).toEqual([]);
  const compared = lines((await graph({ config: file, fromOrg: true })).graph);
  expect(compared.filter((line) => line.includes('[wide'))).toHaveLength(1);
  expect(shown).toEqual(compared.map((line) => line.replace(/ \[.*/, '')));
  expect(alone.heading).toBe(`${org.username} (developer, ${new URL(org.url).host})`);
  expect(JSON.stringify([...alone.graph.nodes.values()])).not.toContain(secret);
  expect(existsSync(join(directory, 'nothing.yaml'))).toBe(false);
});
