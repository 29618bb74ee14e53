import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { cckmOrganizations } from '../../src/operations/cckm/organizations.ts';
import { keyList } from '../../src/operations/key/list.ts';
import { plan } from '../../src/operations/plan.ts';
import { render } from '../../src/operations/render.ts';
import { verify } from '../../src/operations/verify.ts';
import { insertTenantSecret } from '../../src/salesforce/index.ts';
import { CONNECTION, closeCipherTrusts } from '../local/ciphertrust/started.ts';
import { type CipherTrustOrg, cipherTrustOrg, type FileParts } from './ciphertrust-org.ts';

let place: CipherTrustOrg;
afterEach(async () => {
  delete process.env.ENDPOINT_USER;
  await place.close();
  await closeCipherTrusts();
});

const searchFrom = (key: string): FileParts => ({
  keys: '',
  secrets: `  AcmeSearchIndex: { type: SearchIndex, source: cipherTrust, key: ${key}, certificate: AcmeByok }`,
});
const deployed = async (parts: FileParts = {}) => {
  place = await cipherTrustOrg();
  await place.put(parts);
  await place.deploy();
};
const failed = ({ checks }: Awaited<ReturnType<typeof verify>>) => checks.filter(({ ok }) => ok === false);
const DAY = 24 * 3_600_000;
const later = (days: number) => new Date(Date.now() + days * DAY);

describe('Another key of CipherTrust', () => {
  it('for a type has the risk key-archive, and waits until the org accepts one', async () => {
    await deployed(searchFrom('acme-search'));
    await place.put(searchFrom('next'));
    await expect(place.deploy({ now: () => later(8) })).rejects.toMatchObject({
      code: 'RisksNotAllowed',
      data: { risks: [{ risk: 'key-archive', names: ['AcmeSearchIndex'] }] },
    });
    const { keys, checks } = await place.deploy({ allow: ['key-archive'] });
    expect(keys).toMatchObject([{ name: 'AcmeSearchIndex', outcome: 'pending', status: null }]);
    expect(checks.find(({ link }) => link === 'Key')).toMatchObject({
      ok: false,
      message: /^is pending until/ as never,
    });
    expect(await place.keys()).toEqual(['Data HSM ACTIVE', 'SearchIndex UPLOADED ACTIVE']);
  });

  it('is uploaded when its time has come', async () => {
    let time = Date.now();
    place = await cipherTrustOrg({}, { clock: () => time });
    await place.put(searchFrom('acme-search'));
    await place.deploy();
    await place.put(searchFrom('next'));
    time += 8 * DAY;
    await place.deploy({ allow: ['key-archive'], now: () => new Date(time) });
    expect(await place.keys()).toEqual([
      'Data HSM ACTIVE',
      'SearchIndex UPLOADED ARCHIVED',
      'SearchIndex UPLOADED ACTIVE',
    ]);
    await place.put(searchFrom('acme-search'));
    await expect(place.deploy({ now: () => new Date(time + 8 * DAY) })).rejects.toMatchObject({
      code: 'KeyUsedBefore',
    });
  });

  it("that the org has archived since isn't uploaded again", async () => {
    let time = Date.now();
    place = await cipherTrustOrg({}, { clock: () => time });
    await place.put(searchFrom('acme-search'));
    await place.deploy();
    time += 8 * DAY;
    await place.as((org) => insertTenantSecret(org, { Type: 'SearchIndex' }));
    const told = place.changes().length;
    const { notes } = await plan({ config: place.config });
    expect(notes.join()).toContain('Salesforce accepts a key only once; a deploy would fail');
    await expect(place.deploy({ now: () => new Date(time + 8 * DAY) })).rejects.toMatchObject({
      code: 'KeyUsedBefore',
    });
    const links = failed(await verify({ config: place.config })).map(
      ({ link, message }) => `${link} ${message}`,
    );
    expect(links).toEqual([
      'Key is ARCHIVED (version 2)',
      expect.stringMatching(
        /^CipherTrustKey is ACTIVE \(version 2\) in CipherTrust, but in the org SearchIndex \(ARCHIVED/,
      ),
    ]);
    expect(place.changes()).toHaveLength(told);
  });
});

describe("A cache-only key that the org couldn't fetch", () => {
  it('is activated, never uploaded again, and CipherTrust is updated', async () => {
    await deployed({ secrets: '' });
    place.cipherTrust.setFaults([{ on: 'GET /v1/cckm/sfdc/endpoints/', do: 'answer', status: 503 }]);
    await place.org.flushKeyCache();
    expect(await place.keys()).toEqual(['Data HSM ARCHIVED', 'Data REMOTE DESTROYED']);
    place.cipherTrust.setFaults([]);
    const { keys, checks } = await place.deploy();
    expect(keys).toMatchObject([{ name: 'AcmeDataKey', outcome: 'activated', status: 'ACTIVE' }]);
    expect(checks.filter(({ ok }) => ok !== true)).toEqual([]);
    expect(place.changes().filter((change) => change.includes('upload'))).toHaveLength(1);
    expect(await place.deploy()).toMatchObject({ changes: [] });
  });
});

describe('The endpoint', () => {
  it.each([
    [
      'by its id',
      (endpoint: string) =>
        `https://${new URL(place.cipherTrust.url).host}/api/v1/cckm/sfdc/endpoints/${endpoint}/keys`,
    ],
    ['by the org', () => `https://${new URL(place.cipherTrust.url).host}/kmaas/byok/${orgId}`],
  ])('can be literal, %s', async (_what, url) => {
    await deployed();
    orgId = (await verify({ config: place.config })).org.id;
    const endpoint = place.cipherTrust.requests
      .map(({ path }) => /endpoints\/([0-9a-f-]{36})\/keys/.exec(path)?.[1])
      .find(Boolean);
    await place.put({ url: url(endpoint ?? '') });
    const { changes } = await plan({ config: place.config });
    // The older URL is a different one on the same host. The org has the one by id.
    expect(changes.map(({ type }) => type)).toEqual(_what === 'by the org' ? ['NamedCredential'] : []);
    expect(failed(await verify({ config: place.config })).map(({ link }) => link)).toEqual(
      _what === 'by the org' ? ['NamedCredential'] : [],
    );
  });

  it('is created for the org’s older URL too', async () => {
    place = await cipherTrustOrg();
    orgId = (await plan({ config: place.config })).org.id;
    await place.put({
      secrets: '',
      url: `https://${new URL(place.cipherTrust.url).host}/kmaas/byok/${orgId}`,
    });
    expect((await place.deploy()).keys).toMatchObject([{ name: 'AcmeDataKey', status: 'ACTIVE' }]);
    expect(await place.deploy()).toMatchObject({ changes: [] });
  });

  it('gets a new login together with the org, with the risk of the key that is fetched through it', async () => {
    await deployed({ secrets: '' });
    process.env.ENDPOINT_USER = 'another';
    const { changes } = await plan({ config: place.config });
    expect(changes).toMatchObject([
      { type: 'CipherTrustEndpoint', action: 'update' },
      { type: 'Credential', action: 'update', risks: ['key-path'] },
    ]);
    await expect(place.deploy()).rejects.toMatchObject({ code: 'RisksNotAllowed' });
    const { checks } = await place.deploy({ allow: ['key-path'] });
    expect(checks.filter(({ ok }) => ok === false)).toEqual([]);
    expect(place.changes().filter((change) => change.startsWith('PATCH'))).toHaveLength(1);
    expect(await place.deploy()).toMatchObject({ changes: [] });
  });

  it("that is new gets the org's login, which is written to both", async () => {
    await deployed({ secrets: '', keys: '', url: 'https://kms.acme.example' });
    expect(place.cipherTrust.requests).toEqual([]);
    await place.put({ secrets: '' });
    const { changes } = await plan({ config: place.config });
    expect(changes.map(({ type, action }) => `${type} ${action}`)).toEqual([
      'CipherTrustOrganization create',
      'CipherTrustEndpoint create',
      'NamedCredential update',
      'Credential update',
      'CipherTrustCertificate create',
      'Key create',
    ]);
    expect((await place.deploy({ allow: ['url-host-change'] })).keys).toMatchObject([{ status: 'ACTIVE' }]);
    const { keys } = await keyList({ config: place.config });
    expect(keys.find(({ status, type }) => type === 'Data' && status === 'ACTIVE')?.inConfig).toBe(
      'AcmeDataKey',
    );
  });

  it('stays unknown in a metadata-only stage unless it exists', async () => {
    await deployed();
    expect(await place.deploy({ only: ['metadata'] })).toMatchObject({ changes: [] });
  });

  it('is created with the metadata that needs it', async () => {
    place = await cipherTrustOrg();
    await expect(place.deploy({ only: ['keys'] })).rejects.toMatchObject({ code: 'KeyChainMissing' });
    await place.put(searchFrom('acme-search'));
    await expect(place.deploy({ only: ['keys'] })).rejects.toMatchObject({ code: 'KeyChainMissing' });
    expect(place.changes().filter((change) => !change.includes('get-organizations'))).toEqual([]);
    await place.put();
    await place.deploy({ only: ['metadata', 'credentials', 'assignments'] });
    const { changes } = await place.deploy();
    expect(changes.map(({ type }) => type)).toEqual(['CipherTrustCertificate', 'Key', 'Key']);
  });
});
let orgId = '';

describe('render', () => {
  it('writes a placeholder for an endpoint’s URL, because each org has its own', async () => {
    place = await cipherTrustOrg();
    render({ config: place.config, outputDir: place.directory });
    const path = 'force-app/main/default/namedCredentials/AcmeCckm.namedCredential-meta.xml';
    expect(readFileSync(join(place.directory, path), 'utf8')).toContain(
      '<parameterValue>https://ciphertrust.invalid/api/v1/cckm/sfdc/endpoints/made-by-this-deploy/keys</parameterValue>',
    );
  });
});

describe('A saved plan', () => {
  it('is applied as approved', async () => {
    place = await cipherTrustOrg();
    const out = `${place.directory}/plan.json`;
    await plan({ config: place.config, out });
    expect((await place.deploy({ plan: out })).keys).toHaveLength(2);
  });

  it('is invalid if CipherTrust has changed since', async () => {
    place = await cipherTrustOrg();
    const out = `${place.directory}/plan.json`;
    await plan({ config: place.config, out });
    await cckmOrganizations({
      url: place.cipherTrust.url,
      caFile: place.cipherTrust.caFile,
      usernameFrom: '${env:CCKM_USER:-admin}',
      passwordFrom: '${env:CCKM_PASSWORD}',
      action: 'add',
      connection: CONNECTION,
    });
    await expect(place.deploy({ plan: out })).rejects.toMatchObject({ code: 'PlanOutdated' });
    expect(await place.retrieved()).toEqual({});
  });
});

describe('A dry run', () => {
  it('sends nothing to CipherTrust', async () => {
    place = await cipherTrustOrg();
    expect(await place.deploy({ dryRun: true })).toMatchObject({ deploy: { status: 'Succeeded' } });
    expect(place.changes().filter((change) => !change.includes('get-organizations'))).toEqual([]);
    expect(await place.retrieved()).toEqual({});
  });
});

describe('verify', () => {
  it('finds what is missing on either side', async () => {
    place = await cipherTrustOrg();
    expect(failed(await verify({ config: place.config })).map(({ link, name }) => `${link} ${name}`)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^CipherTrustOrganization 00D/),
        expect.stringMatching(/^CipherTrustEndpoint keyway-00D/),
        'CipherTrustCertificate AcmeByok',
        'Key AcmeSearchIndex',
        'CipherTrustKey AcmeDataKey',
      ]),
    );
  });
});
