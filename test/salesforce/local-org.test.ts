import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseXml } from '../../src/metadata/xml-reader.ts';
import {
  apexString,
  checkPermissions,
  connect,
  deploy,
  executeAnonymous,
  listMetadata,
  type Org,
  query,
  queryIn,
  readAssignments,
  readMetadata,
  readUsers,
  recentDeploys,
  resolveTarget,
  retrieve,
  soql,
} from '../../src/salesforce/index.ts';

const xml = (type: string, body: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${type} xmlns="http://soap.sforce.com/2006/04/metadata">\n${body}</${type}>\n`;

const credential = (name: string) =>
  xml(
    'ExternalCredential',
    `    <authenticationProtocol>Custom</authenticationProtocol>
    <description> a &amp; &lt;b&gt; &apos;q&apos; &quot;x&quot; 😀 </description>
    <externalCredentialParameters>
        <parameterGroup>Key Service</parameterGroup>
        <parameterName>Key Service</parameterName>
        <parameterType>NamedPrincipal</parameterType>
        <sequenceNumber>1</sequenceNumber>
    </externalCredentialParameters>
    <label>${name}</label>
`,
  );

const manifest = (members: Record<string, readonly string[]>) =>
  xml(
    'Package',
    `${Object.entries(members)
      .map(
        ([type, names]) =>
          `<types>${names.map((name) => `<members>${name}</members>`).join('')}<name>${type}</name></types>`,
      )
      .join('')}<version>66.0</version>`,
  );

describe('the client, with the local org', () => {
  let stateDir: string;
  let org: Org;
  const names = Array.from({ length: 23 }, (_, at) => `Credential${at}`);

  beforeAll(async () => {
    stateDir = await mkdtemp(join(tmpdir(), 'local-org-'));
    org = await connect(resolveTarget({ environmentTarget: 'local', env: {} }), {
      apiVersion: '66.0',
      stateDir,
    });
    const files = new Map([
      ['package.xml', manifest({ ExternalCredential: names, PermissionSet: ['Access'] })],
      ...names.map((name) => [`externalCredentials/${name}.externalCredential`, credential(name)] as const),
      [
        'permissionsets/Access.permissionset',
        xml(
          'PermissionSet',
          '    <hasActivationRequired>false</hasActivationRequired>\n    <label>Access</label>\n',
        ),
      ],
    ]);
    expect(await deploy(org, files, { wait: 60_000 })).toMatchObject({ success: true, failures: [] });
  }, 60_000);

  afterAll(async () => {
    await org.close();
    await rm(stateDir, { recursive: true });
  });

  it("reads the org's identity", () => {
    expect(org).toMatchObject({
      kind: 'local',
      apiVersion: '66.0',
      id: expect.stringMatching(/^00D\w{15}$/),
      username: expect.stringContaining('@'),
    });
  });

  it('reads components by name as they were deployed, more than fit into one call', async () => {
    const found = await readMetadata(org, 'ExternalCredential', [...names, 'Nope']);
    expect([...found.keys()]).toEqual([...names, 'Nope']);
    for (const name of names) expect(found.get(name)).toEqual(parseXml(credential(name)));
    expect(found.get('Nope')).toBeUndefined();
  });

  it("reads the same documents by a retrieve, and reports what doesn't exist", async () => {
    const { files, problems } = await retrieve(
      org,
      new Map([['ExternalCredential', ['Credential0', 'Nope']]]),
    );
    expect(files.get('externalCredentials/Credential0.externalCredential')).toBe(credential('Credential0'));
    expect([...files.keys()].toSorted()).toEqual([
      'externalCredentials/Credential0.externalCredential',
      'package.xml',
    ]);
    expect(problems).toMatchObject([{ problem: expect.stringContaining("'Nope'") }]);
  });

  it('lists components', async () => {
    const listed = await listMetadata(org, ['PermissionSet', 'ExternalCredential', 'NamedCredential']);
    expect(
      listed.filter(({ type }) => type === 'ExternalCredential').map(({ fullName }) => fullName),
    ).toEqual(names.toSorted());
    expect(listed.map(({ fullName }) => fullName)).toContain('Access');
  });

  it('runs queries, even with many values', async () => {
    const many = Array.from({ length: 2000 }, (_, at) => `somebody-${at}@a-rather-long-domain.example`);
    const rows = await queryIn<{ Username: string }>(
      org,
      [...many, org.username],
      (batch) => soql`SELECT Username FROM User WHERE Username IN ${batch}`,
    );
    expect(rows).toEqual([{ Username: org.username }]);
    expect(await query(org, soql`SELECT Id FROM User WHERE Username = ${"x' OR Username != '"}`)).toEqual([]);
  });

  it("returns Salesforce's message for a wrong query", async () => {
    await expect(query(org, 'SELECT Nonsense FROM User')).rejects.toMatchObject({
      code: 'SalesforceError',
      data: { errorCode: 'INVALID_FIELD' },
      message: expect.stringContaining('while reading User: INVALID_FIELD'),
    });
  });

  it('runs Apex with any text, and then reads who has a permission set', async () => {
    const text = `'"\\\n\t\0 😀 \u2028 {!x} %_`;
    const result = await executeAnonymous(
      org,
      `String text = ${apexString(text)};
       Id autoproc = [SELECT Id FROM User WHERE Alias = 'autoproc' AND UserType = 'AutomatedProcess' LIMIT 1].Id;
       Id access = [SELECT Id FROM PermissionSet WHERE Name = 'Access' LIMIT 1].Id;
       insert new PermissionSetAssignment(AssigneeId = autoproc, PermissionSetId = access);`,
    );
    expect(result).toEqual({ kind: 'success' });
    expect(await readAssignments(org, ['Access', 'Nope'])).toMatchObject([
      { permissionSet: 'Access', assignee: 'autoproc', isActive: true },
    ]);
    expect(await readUsers(org, ['autoproc', org.username, 'nobody@example.com'])).toMatchObject([
      { name: org.username },
      { name: 'autoproc' },
    ]);
  });

  it('finds its own deploy jobs, and nothing missing for the administrator', async () => {
    expect(await recentDeploys(org)).toMatchObject([{ status: 'Succeeded', total: 24 }]);
    expect(
      await checkPermissions(org, [
        'metadata',
        'credentials',
        'permissionSets',
        'assignments',
        'tenantSecrets',
      ]),
    ).toEqual({ missing: [], unknown: [] });
  });
});
