import { afterEach, describe, expect, it } from '@jest/globals';
import { createLocalOrg } from '../../src/local/salesforce/index.ts';
import { cckmOrganizations } from '../../src/operations/cckm/organizations.ts';
import { plan } from '../../src/operations/plan.ts';
import { verify } from '../../src/operations/verify.ts';
import { CONNECTION, closeCipherTrusts, PASSWORD, startCipherTrust } from '../local/ciphertrust/started.ts';
import { type CipherTrustOrg, cipherTrustOrg, ENDPOINT_PASSWORD } from './ciphertrust-org.ts';

let place: CipherTrustOrg;
afterEach(async () => {
  await place.close();
  await closeCipherTrusts();
});

/** The error of a deploy, which must not contain a secret. */
const failure = async (options: Parameters<CipherTrustOrg['deploy']>[0] = {}) => {
  const error = await place.deploy(options).then(
    (result) => {
      throw new Error(`it went through: ${JSON.stringify(result.keys)}`);
    },
    (reason) => reason,
  );
  const said = JSON.stringify([error.message, error.actions, error.data]);
  for (const secret of [PASSWORD, ENDPOINT_PASSWORD, place.org.accessToken])
    expect(said).not.toContain(secret);
  return error as { code: string; message: string; actions: readonly string[]; exitCode: number };
};

/** Only the upload of the SearchIndex secret. */
const begin = async (options: Parameters<typeof cipherTrustOrg>[0] = {}) => {
  place = await cipherTrustOrg(options);
  await place.put({ keys: '' });
};

const uploads = () => place.changes().filter((change) => change.includes('upload'));
const search = async () => (await place.keys()).filter((key) => key.startsWith('SearchIndex'));
const expectNothingSent = async () => {
  expect(place.changes().filter((change) => !change.includes('get-organizations'))).toEqual([]);
  expect(await place.retrieved()).toEqual({});
};

describe('The login to CipherTrust', () => {
  it("allows a plan if it isn't set, but stops a deploy before anything is sent", async () => {
    place = await cipherTrustOrg();
    delete process.env.CCKM_PASSWORD;
    const { changes, notes } = await plan({ config: place.config });
    expect(changes.map(({ type }) => type)).not.toContain('Key');
    expect(notes).toContainEqual(
      expect.stringMatching(
        /^AcmeSearchIndex, AcmeDataKey can't be compared with CipherTrust: .*CCKM_PASSWORD/,
      ),
    );
    const { checks } = await verify({ config: place.config });
    expect(checks).toContainEqual(
      expect.objectContaining({ link: 'CipherTrustKey', name: 'AcmeDataKey', ok: null }),
    );
    await expect(plan({ config: place.config, out: `${place.directory}/plan.json` })).rejects.toMatchObject({
      code: 'SecretNotSet',
    });
    expect((await failure()).code).toBe('SecretNotSet');
    expect(place.cipherTrust.requests).toEqual([]);
    await expectNothingSent();
  });

  it('is reported if it is wrong', async () => {
    await begin();
    process.env.CCKM_PASSWORD = 'another';
    const { code, message, exitCode } = await failure();
    expect([code, exitCode]).toEqual(['CipherTrustLoginRefused', 1]);
    expect(message).toContain('while logging in');
    await expectNothingSent();
  });

  it('is renewed if its tokens expire during the run', async () => {
    await begin({ faults: [{ do: 'expire', on: 'POST /v1/cckm/sfdc/keys/upload', times: 1 }] });
    expect((await place.deploy()).keys).toMatchObject([{ outcome: 'inserted', status: 'ACTIVE' }]);
    expect(await search()).toEqual(['SearchIndex UPLOADED ACTIVE']);
  });

  it("that isn't set after a deploy makes nothing look different", async () => {
    place = await cipherTrustOrg();
    await place.deploy();
    delete process.env.CCKM_PASSWORD;
    expect((await plan({ config: place.config })).changes).toEqual([]);
    const { checks } = await verify({ config: place.config });
    expect(checks.filter(({ ok }) => ok === false)).toEqual([]);
    expect(checks.filter(({ ok }) => ok === null).map(({ link, name }) => `${link} ${name}`)).toEqual([
      `CipherTrustOrganization ${new URL(place.cipherTrust.url).host}`,
      'CipherTrustKey AcmeSearchIndex',
      'CipherTrustKey AcmeDataKey',
    ]);
  });
});

describe('The connection to CipherTrust', () => {
  it('rejects a certificate of another authority', async () => {
    await begin();
    const other = await startCipherTrust();
    await place.put({ cipherTrust: cipherTrustAt({ caFile: other.caFile }) });
    expect((await failure()).code).toBe('CertificateUntrusted');
    await expectNothingSent();
  });

  it('rejects another name', async () => {
    await begin({ certificate: { names: ['ciphertrust.example'] } });
    expect((await failure()).code).toBe('CertificateNameMismatch');
    await expectNothingSent();
  });
});

const cipherTrustAt = ({ caFile = place.cipherTrust.caFile, more = `connection: ${CONNECTION}` } = {}) =>
  `{ url: "${place.cipherTrust.url}", username: admin, password: "\${env:CCKM_PASSWORD}", caFile: "${caFile}", ${more} }`.replace(
    'username: admin',
    'username: "${env:CCKM_USER:-admin}"',
  );

describe('A protected org', () => {
  it("needs approval for a key that can't be tested before it is created", async () => {
    place = await cipherTrustOrg();
    await place.put({ environment: '{ default: true, protected: true }' });
    expect(await failure({ yes: true })).toMatchObject({
      code: 'RisksNotAllowed',
      data: { risks: [{ risk: 'unprobed-key', names: ['AcmeDataKey'] }] },
    });
    await expectNothingSent();
    expect((await place.deploy({ yes: true, allow: ['unprobed-key'] })).keys).toHaveLength(2);
  });
});

describe('What CipherTrust lacks is reported before anything is sent', () => {
  it.each([
    ['a connection', 'connection: nobody', 'CipherTrustNotFound', 'asking connection nobody'],
    ['an organization', 'organization: Nobody Inc', 'OrganizationUnknown', 'no organization Nobody Inc'],
    ['any connection in the file', 'domain: root', 'ConnectionMissing', 'names no connection'],
  ])('%s', async (_what, more, code, words) => {
    await begin();
    await place.put({ keys: '', cipherTrust: cipherTrustAt({ more }).replace(', domain: root', '') });
    expect(await failure()).toMatchObject({ code, message: expect.stringContaining(words) });
    await expectNothingSent();
  });

  it('this org behind a connection, or behind an organization that the file names', async () => {
    await begin();
    const other = await createLocalOrg();
    try {
      const { url, accessToken } = other;
      place.cipherTrust.connect({ connection: 'other', url, accessToken });
      await place.put({ keys: '', cipherTrust: cipherTrustAt({ more: 'connection: other' }) });
      expect(await failure()).toMatchObject({
        code: 'OrgDiffers',
        message: expect.stringMatching(/^Connection other of CipherTrust .* reaches .*, and not 00D/),
      });
      await expectNothingSent();
      const { organizations } = await cckmOrganizations({
        url: place.cipherTrust.url,
        caFile: place.cipherTrust.caFile,
        usernameFrom: '${env:CCKM_USER:-admin}',
        passwordFrom: '${env:CCKM_PASSWORD}',
        action: 'add',
        connection: 'other',
      });
      await place.put({
        keys: '',
        cipherTrust: cipherTrustAt({ more: `organization: "${organizations[0]?.name}"` }),
      });
      expect(await failure()).toMatchObject({ code: 'OrgDiffers' });
    } finally {
      await other.close();
    }
  });

  it('an endpoint that a URL names', async () => {
    place = await cipherTrustOrg();
    await place.put({ url: `${place.cipherTrust.url}/api/v1/cckm/sfdc/endpoints/none/keys` });
    expect(await failure()).toMatchObject({ code: 'EndpointUnknown' });
    await expectNothingSent();
  });

  it("a key only at its upload: what was done before stays, and isn't repeated", async () => {
    await begin();
    const secrets =
      '  AcmeSearchIndex: { type: SearchIndex, source: cipherTrust, key: unheard-of, certificate: AcmeByok }';
    await place.put({ keys: '', secrets });
    const { code, message, actions } = await failure();
    expect(code).toBe('CipherTrustNotFound');
    expect(message).toMatch(/^AcmeSearchIndex was not created\. .*uploading unheard-of as SearchIndex/);
    expect(actions.at(-1)).toContain('Run the same command again');
    await place.put({ keys: '' });
    expect((await place.deploy()).changes.map(({ type }) => type)).toEqual(['Key']);
  });
});

describe('The endpoint', () => {
  const faults = (fault: object) => [{ on: 'POST /v1/cckm/sfdc/endpoints', times: 1, ...fault }] as never;

  it('that CipherTrust refuses is reported, without its password even if the answer repeats it', async () => {
    const message = `${ENDPOINT_PASSWORD} is too short`;
    const body = { code: 4, codeDesc: 'NCERRInvalidParamValue: Invalid', message };
    place = await cipherTrustOrg({ faults: faults({ do: 'answer', status: 400, body }) });
    const { code, message: said } = await failure();
    expect(code).toBe('CipherTrustRefused');
    expect(said).toContain('••• is too short');
    expect(await place.retrieved()).toEqual({});
    expect((await place.deploy()).changes).not.toContainEqual(
      expect.objectContaining({ type: 'CipherTrustOrganization' }),
    );
  });

  it('is created once, even if the answer is lost', async () => {
    place = await cipherTrustOrg({ faults: faults({ do: 'lose' }) });
    expect((await place.deploy()).keys).toHaveLength(2);
    expect(place.changes().filter((change) => change === 'POST endpoints')).toHaveLength(1);
  });

  it('is found by the next run if CipherTrust stopped during its creation', async () => {
    place = await cipherTrustOrg({
      faults: [...faults({ do: 'lose' }), { on: 'GET /v1/cckm/sfdc/endpoints', do: 'drop', after: 1 }],
    });
    expect(await failure()).toMatchObject({ code: 'ConnectionLost', exitCode: 1 });
    expect(await place.retrieved()).toEqual({});
    place.cipherTrust.setFaults([]);
    expect((await place.deploy()).keys).toHaveLength(2);
    expect(place.changes().filter((change) => change === 'POST endpoints')).toHaveLength(1);
  });
});

describe('An upload', () => {
  it.each([
    [{ status: 403 }, 'CipherTrustForbidden', 'NCERRInternalServerError: a fault of the test'],
    [{ status: 500 }, 'CipherTrustFailed', 'a fault of the test'],
    [
      { status: 422, body: { code: 4, codeDesc: 'NCERRInvalidParamValue: Invalid', message: 'type?' } },
      'CipherTrustRefused',
      'NCERRInvalidParamValue: Invalid: type?',
    ],
    [{ status: 500, body: '<html>gone</html>' }, 'CipherTrustFailed', 'HTTP 500'],
  ])("that is answered with %j fails with CipherTrust's message", async (fault, code, words) => {
    await begin({ faults: [{ on: 'POST /v1/cckm/sfdc/keys/upload', do: 'answer', times: 1, ...fault }] });
    expect(await failure()).toMatchObject({ code, exitCode: 1, message: expect.stringContaining(words) });
    expect((await place.deploy()).keys).toMatchObject([{ outcome: 'inserted' }]);
    expect(await search()).toEqual(['SearchIndex UPLOADED ACTIVE']);
  });

  it('whose answer is lost is looked for, and not sent again', async () => {
    await begin({ faults: [{ on: 'POST /v1/cckm/sfdc/keys/upload', do: 'lose' }] });
    expect((await place.deploy()).keys).toMatchObject([{ outcome: 'inserted', status: 'ACTIVE' }]);
    expect(uploads()).toHaveLength(1);
  });

  it('during which the server stops uploads no second key in the next run', async () => {
    await begin();
    place.cipherTrust.setFaults([
      { on: 'POST /v1/cckm/sfdc/keys/upload', do: 'lose' },
      // Checked before the upload; stopped after it.
      { on: 'GET /v1/cckm/sfdc/keys', do: 'drop', after: 1 },
    ]);
    expect(await failure()).toMatchObject({
      code: 'UploadUnknown',
      exitCode: 1,
      message: expect.stringContaining("can't tell whether the key was uploaded"),
    });
    place.cipherTrust.setFaults([]);
    const again = await place.deploy();
    expect(again).toMatchObject({ changes: [], keys: [] });
    expect(uploads()).toHaveLength(1);
    expect(await search()).toEqual(['SearchIndex UPLOADED ACTIVE']);
  });

  it("isn't reached if the server stops while certificates are synchronized", async () => {
    await begin();
    place.cipherTrust.setFaults([{ on: 'GET /v1/cckm/sfdc/certificates/synchronization-jobs', do: 'drop' }]);
    expect(await failure()).toMatchObject({ code: 'ConnectionLost', exitCode: 1 });
    place.cipherTrust.setFaults([]);
    expect((await place.deploy()).keys).toMatchObject([{ outcome: 'inserted' }]);
    expect(uploads()).toHaveLength(1);
  });

  it('that the org refuses is reported with Salesforce’s message', async () => {
    place = await cipherTrustOrg({
      faults: [{ on: 'GET /v1/cckm/sfdc/endpoints/', do: 'answer', status: 503 }],
    });
    await place.put({ secrets: '' });
    const { code, message } = await failure();
    expect(code).toBe('CipherTrustRefused');
    expect(message).toMatch(/^AcmeDataKey was not created\. .*Salesforce refused: /);
    expect(await place.keys()).toEqual(['Data HSM ACTIVE']);
    place.cipherTrust.setFaults([]);
    expect((await place.deploy()).keys).toMatchObject([{ name: 'AcmeDataKey', status: 'ACTIVE' }]);
    expect(await place.keys()).toEqual(['Data HSM ARCHIVED', 'Data REMOTE ACTIVE']);
  });
});
