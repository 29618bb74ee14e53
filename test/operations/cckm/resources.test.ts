import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { cckmCertificates } from '../../../src/operations/cckm/certificates.ts';
import { cckmIssuers } from '../../../src/operations/cckm/issuers.ts';
import { cckmKeyChange, cckmKeyGet, cckmKeyList } from '../../../src/operations/cckm/keys.ts';
import { cckmOrganizations } from '../../../src/operations/cckm/organizations.ts';
import { cckmReports } from '../../../src/operations/cckm/reports.ts';
import { cckmSynchronize } from '../../../src/operations/cckm/synchronize.ts';
import { cckmUpload } from '../../../src/operations/cckm/upload.ts';
import { CONNECTION, closeCipherTrusts, PASSWORD } from '../../local/ciphertrust/started.ts';
import { closeAll } from '../../local/salesforce/client.ts';
import { ORG, type Ready, secretsIn, startBare, startReady } from './joint.ts';
import { keywayIn } from './keyway.ts';

afterEach(closeCipherTrusts);
afterEach(closeAll);

describe('cckm organizations', () => {
  it('are found through a connection, added once, shown and deleted', async () => {
    const ready = await startBare({}, { orgId: ORG });
    const { place, keyway, at } = ready;
    const found = await cckmOrganizations({ ...place, action: 'find', connection: CONNECTION });
    expect(found.organizations).toEqual([
      { orgId: ORG, name: 'Local Org', connection: CONNECTION, type: 'Regular' },
    ]);
    const add = { ...place, action: 'add', connection: CONNECTION } as const;
    const { organizations } = await cckmOrganizations(add);
    expect(await cckmOrganizations({ ...add, name: ORG.slice(0, 15) })).toMatchObject({ organizations });
    expect(ready.changes().filter((change) => change.endsWith('/add-organizations'))).toHaveLength(1);
    const { stdout } = await keyway(['cckm', 'organizations', ...at]);
    expect(stdout.split('\n').slice(0, 3)).toEqual([
      `CipherTrust at ${new URL(ready.cipherTrust.url).host}`,
      expect.stringMatching(/^ {2}Salesforce id +name +type +connection +id$/),
      expect.stringMatching(new RegExp(`^ {2}${ORG} +Local Org +Regular +${CONNECTION} +[0-9a-f-]{36}$`)),
    ]);
    const remove = { ...place, action: 'delete', name: 'Local Org' } as const;
    await expect(cckmOrganizations(remove)).rejects.toMatchObject({ code: 'NotConfirmed' });
    await cckmOrganizations({ ...remove, yes: true });
    expect((await cckmOrganizations({ ...place, action: 'list' })).organizations).toEqual([]);
  });

  it('of an unknown connection are reported', async () => {
    const { place } = await startBare();
    await expect(cckmOrganizations({ ...place, action: 'add', connection: 'nobody' })).rejects.toMatchObject({
      code: 'CipherTrustNotFound',
      message: expect.stringContaining('nobody'),
    });
  });
});

describe('cckm certificates', () => {
  it('are known after a synchronization', async () => {
    const ready = await startBare({}, { orgId: ORG });
    const { place } = ready;
    await cckmOrganizations({ ...place, action: 'add', connection: CONNECTION });
    const list = { ...place, action: 'list' } as const;
    expect((await cckmCertificates(list)).certificates).toEqual([]);
    const said: string[] = [];
    const { certificates } = await cckmCertificates({
      ...list,
      synchronize: true,
      onProgress: (text) => said.push(text),
    });
    expect(certificates).toMatchObject([{ developerName: 'AcmeByok', name: 'Acme BYOK' }]);
    expect(said.at(-1)).toBe('certificates: completed');
    const name = String(certificates[0]?.id);
    expect((await cckmCertificates({ ...place, action: 'get', name })).certificates).toEqual(certificates);
    for (const known of ['AcmeByok', 'Acme BYOK']) {
      const named = { ...place, action: 'get', name: known } as const;
      expect((await cckmCertificates({ ...named, organization: ORG })).certificates).toEqual(certificates);
      await expect(cckmCertificates(named)).rejects.toMatchObject({ code: 'CipherTrustNotFound' });
    }
  });
});

describe('cckm keys', () => {
  const uploaded = async (ready: Ready) => {
    const common = { organization: ORG, type: 'Data', certificate: 'AcmeByok', yes: true } as const;
    const { key } = await cckmUpload({ ...ready.place, ...common, key: '123' });
    await ready.client.org.setTime(Date.now() + 25 * 60 * 60 * 1000);
    await cckmUpload({ ...ready.place, ...common, key: 'next', allow: ['key-archive'] });
    await cckmSynchronize(ready.place);
    return key;
  };

  it('are listed, destroyed after typing type and version, and restored', async () => {
    const ready = await startReady({ sourceKeys: ['123', 'next'] });
    const { place, keyway, at } = ready;
    const { id } = await uploaded(ready);
    const { stdout } = await keyway(['cckm', 'keys', ...at, '--organization', ORG, '--status', 'archived']);
    expect(stdout).toMatch(/ {2}Data +2 +ARCHIVED +byok +HSM +123 +00DB000000040bIMAQ +02G/);
    expect(stdout).not.toContain('ACTIVE ');
    expect((await cckmKeyList({ ...place, type: 'SearchIndex' })).keys).toEqual([]);
    // Salesforce's own key was never here.
    const [own] = (await cckmKeyList({ ...place, status: 'ARCHIVED' })).keys;
    await expect(cckmKeyChange({ ...place, id: String(own?.id), action: 'destroy' })).rejects.toMatchObject({
      code: 'DestructionNotConfirmed',
      message: expect.stringContaining(
        'Data:1: encrypted fields, files and attachments that it encrypted can no longer be read; CipherTrust has no backup of it.',
      ),
    });

    expect(await keyway.json(['cckm', 'destroy', id, ...at, '--confirm', 'Data:3'])).toMatchObject({
      status: 1,
      name: 'DestructionNotConfirmed',
      data: { confirm: 'Data:2' },
    });
    expect((await cckmKeyGet({ ...place, id })).key.status).toBe('ARCHIVED');
    const destroyed = await keyway.json(['cckm', 'destroy', id, ...at, '--confirm', 'Data:2']);
    expect(destroyed.result).toMatchObject({ outcome: 'done', key: { status: 'DESTROYED' } });
    expect((await secretsIn(ready)).map(({ Status }) => Status)).toEqual(['ARCHIVED', 'DESTROYED', 'ACTIVE']);
    const imported = await cckmKeyChange({ ...place, id, action: 'import', yes: true });
    expect(imported).toMatchObject({ outcome: 'done', key: { status: 'ARCHIVED' } });
    expect((await secretsIn(ready)).map(({ Status }) => Status)).toEqual(['ARCHIVED', 'ARCHIVED', 'ACTIVE']);
  });

  it('keep their backup after destruction until somebody deletes it', async () => {
    const ready = await startReady({ sourceKeys: ['123', 'next'] });
    const { place } = ready;
    const { id } = await uploaded(ready);
    const remove = { ...place, id, action: 'delete-backup', confirm: 'Data:2' } as const;
    await expect(cckmKeyChange(remove)).rejects.toMatchObject({
      code: 'KeyStatusWrong',
      message: 'Data:2 is ARCHIVED; to delete its backup, it must be DESTROYED.',
    });
    await cckmKeyChange({ ...place, id, action: 'destroy', confirm: 'Data:2' });
    await expect(cckmKeyChange({ ...remove, confirm: undefined })).rejects.toMatchObject({
      code: 'DestructionNotConfirmed',
    });
    expect(await cckmKeyChange(remove)).toMatchObject({ outcome: 'done', key: { backup: undefined } });
    await expect(cckmKeyChange({ ...place, id, action: 'import', yes: true })).rejects.toMatchObject({
      code: 'CipherTrustRefused',
      message: expect.stringContaining('no backup'),
    });
  });
});

describe('cckm issuers and reports', () => {
  it('are created, shown and deleted', async () => {
    const { place } = await startBare();
    await expect(cckmIssuers({ ...place, action: 'create', name: 'idp' })).rejects.toMatchObject({
      code: 'IssuerIncomplete',
    });
    const { issuers } = await cckmIssuers({
      ...place,
      ...{
        action: 'create',
        name: 'idp',
        issuer: 'https://idp.example',
        jwksUri: 'https://idp.example/jwks',
      },
    });
    expect(await cckmIssuers({ ...place, action: 'get', name: String(issuers[0]?.id) })).toMatchObject({
      issuers,
    });
    await cckmIssuers({ ...place, action: 'delete', name: String(issuers[0]?.id), yes: true });
    expect((await cckmIssuers({ ...place, action: 'list' })).issuers).toEqual([]);
  });

  it('show what was done with keys, as rows and as CSV', async () => {
    const ready = await startReady();
    const { place, keyway, at } = ready;
    await cckmSynchronize(place);
    const { reports = [] } = await cckmReports({ ...place, action: 'create', name: 'last day' });
    const name = String(reports[0]?.id);
    expect((await cckmReports({ ...place, action: 'contents', name })).rows).toMatchObject([
      { key_type: 'Data', version: '1', status: 'ACTIVE' },
    ]);
    const { stdout } = await keyway(['cckm', 'reports', 'download', name, ...at]);
    expect(stdout).toContain('"Data 1","Data","1","ACTIVE"');
    await cckmReports({ ...place, action: 'delete', name, yes: true });
    expect((await cckmReports({ ...place, action: 'list' })).reports).toEqual([]);
  });
});

describe('the config', () => {
  const yaml = (url: string) => `version: 1
apiVersion: "66.0"
cipherTrust:
  url: ${url}
  username: \${env:CM_USER}
  password: \${env:CM_PASSWORD}
  caFile: ca.pem
  connection: ${CONNECTION}
  organization: ${ORG}
`;

  it('says where CipherTrust is; its login is read only then', async () => {
    const ready = await startReady();
    const { folder, cipherTrust } = ready;
    writeFileSync(join(folder, 'keyway.yaml'), yaml(cipherTrust.url));
    const keyway = keywayIn(folder, { KEYWAY_CCKM_PASSWORD: 'not this one' });
    const login = { CM_USER: 'admin', CM_PASSWORD: PASSWORD };
    expect(await keyway.json(['cckm', 'keys'], login)).toMatchObject({ status: 0, result: { keys: [] } });
    expect(await keyway.json(['cckm', 'organizations', 'find'], login)).toMatchObject({
      result: { organizations: [{ orgId: ORG }] },
    });
    expect(await keyway.json(['cckm', 'keys'])).toMatchObject({ status: 1, name: 'SecretNotSet' });
    expect((await keyway(['validate'])).status).toBe(0);
  });

  it('without CipherTrust is reported', async () => {
    const { folder, keyway } = await startBare();
    expect(await keyway.json(['cckm', 'keys'])).toMatchObject({ name: 'CipherTrustUnknown' });
    writeFileSync(join(folder, 'keyway.yaml'), 'version: 1\napiVersion: "66.0"\n');
    expect(await keyway.json(['cckm', 'keys'])).toMatchObject({ name: 'CipherTrustUnknown' });
  });
});
