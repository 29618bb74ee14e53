import { execFileSync } from 'node:child_process';
import { afterEach, describe, expect, it } from '@jest/globals';
import { KeywayError } from '../../src/errors/index.ts';
import { deploy } from '../../src/operations/deploy.ts';
import { plan } from '../../src/operations/plan.ts';
import { pull } from '../../src/operations/pull.ts';
import { rollback } from '../../src/operations/rollback.ts';
import { verify } from '../../src/operations/verify.ts';
import { closeServices } from '../local/salesforce/callout/service.ts';
import { certificate, deployed, privateKey, settings } from '../local/salesforce/certificates/certificate.ts';
import { type Client, clientOf, closeAll } from '../local/salesforce/client.ts';
import { remoteKeyOrg } from '../local/salesforce/remote-keys/remote-key.ts';
import { packageXml } from '../local/salesforce/samples.ts';
import { type Place, placeWithOrg } from './org-and-config.ts';

let place: Place;
let client: Client;
afterEach(async () => {
  await place.close();
  await closeAll();
  await closeServices();
});

const file = ({ label = 'Acme BYOK', more = '' } = {}) => `version: 1
apiVersion: "66.0"
certificates:
  AcmeByok: { label: ${label}${more} }
encryptionKeySettings: { enableCacheOnlyKeys: true }
`;

async function start(text = file(), seed: object = {}): Promise<void> {
  place = await placeWithOrg({ seed: { certificateKeys: { AcmeByok: privateKey() }, ...seed } }, text);
  client = clientOf(place.org);
}
/** An org that encrypts with a fetched key. */
async function startWithKey(text: string): Promise<void> {
  const { client: other, insert } = await remoteKeyOrg();
  expect((await insert({ Description: 'AcmeDataKey' })).status).toBe(201);
  place = await placeWithOrg({}, text);
  client = other;
  process.env.SF_ACCESS_TOKEN = other.org.accessToken;
  process.env.SF_ORG_INSTANCE_URL = other.org.url;
}

const run = (more: Partial<Parameters<typeof deploy>[0]> = {}) => deploy({ config: place.config, ...more });
const jobs = async () => (await client.toolingQuery('SELECT Id FROM DeployRequest')).body.totalSize;
const chain = async () => {
  const { body } = await client.toolingQuery("SELECT Id FROM Certificate WHERE DeveloperName = 'AcmeByok'");
  return body.records.length;
};
const ofOrg = (content: string) => ({
  'package.xml': packageXml(['Certificate/AcmeByok']),
  'certs/AcmeByok.crt-meta.xml': content,
});

describe('a certificate that a deploy creates', () => {
  const web = (more: string) => `${file()}externalCredentials:
  Ext: { label: Ext, authentication: { protocol: Custom }, principals: { P: NamedPrincipal } }
namedCredentials:
  Keys: { label: Keys, url: https://kms.acme.example, externalCredential: Ext${more} }
`;
  const jwt = web('').replace(
    'protocol: Custom',
    'protocol: Oauth, variant: JwtBearer, tokenUrl: https://idp.acme.example/token, signingCertificate: AcmeByok, claims: { body: { iss: acme, sub: acme, aud: https://idp.acme.example } }',
  );
  it.each([
    ['signs JWTs', jwt, ' for the identity provider, which checks what it signs'],
    [
      'is shown to a server',
      web(', clientCertificate: AcmeByok'),
      ' for the server that is called, which checks who calls',
    ],
    ['is for nothing in the file', web(''), ''],
  ])('is announced to %s according to its use', async (_what, text, owner) => {
    await start(text);
    const { remarks } = await run();
    expect(remarks).toEqual([
      expect.stringMatching(new RegExp(`^Certificate AcmeByok${owner}: SHA-256 of its chain [0-9a-f]{64}$`)),
    ]);
  });
});

describe('certificates and encryption key settings', () => {
  it('are created by a deploy, named by its plan, read back, and not created again', async () => {
    await start();
    const { changes, deploy: job, checks } = await run();
    expect(changes).toMatchObject([
      {
        type: 'Certificate',
        name: 'AcmeByok',
        action: 'create',
        risks: [],
        fields: [
          { path: 'caSigned', to: 'false' },
          { path: 'encryptedWithPlatformEncryption', to: 'true' },
          { path: 'keySize', to: '4096' },
          { path: 'label', to: 'Acme BYOK' },
          { path: 'privateKeyExportable', to: 'false' },
        ],
      },
      {
        type: 'Settings',
        name: 'EncryptionKey',
        action: 'update',
        risks: [],
        fields: [{ path: 'enableCacheOnlyKeys', from: 'false', to: 'true' }],
      },
    ]);
    expect(job).toMatchObject({ status: 'Succeeded' });
    expect(checks).toMatchObject([
      { link: 'Certificate', name: 'AcmeByok', ok: true },
      { link: 'Settings', name: 'EncryptionKey', ok: true },
    ]);
    expect(await chain()).toBe(1);
    expect(await run()).toMatchObject({ changes: [], deploy: null });
    expect((await verify({ config: place.config })).checks.every(({ ok }) => ok)).toBe(true);
  });

  it('get another label with the same key', async () => {
    await start();
    await run();
    const before = await place.as(
      async () => (await client.toolingQuery('SELECT Id, CreatedDate FROM Certificate')).body,
    );
    await place.write(file({ label: 'Acme keys' }));
    expect((await run()).changes).toMatchObject([
      {
        type: 'Certificate',
        action: 'update',
        fields: [{ path: 'label', from: 'Acme BYOK', to: 'Acme keys' }],
      },
    ]);
    expect((await client.toolingQuery('SELECT Id, CreatedDate FROM Certificate')).body).toEqual(before);
  });

  it("ignore what the file doesn't name", async () => {
    await start();
    await deployed(client, settings({ canOptOutOfDerivationWithBYOK: true }));
    await run();
    await place.write(
      'version: 1\napiVersion: "66.0"\nencryptionKeySettings: { canOptOutOfDerivationWithBYOK: true }\n',
    );
    expect((await run()).changes).toEqual([]);
  });

  it('are never replaced: another certificate with that name stops a deploy, and nothing is sent', async () => {
    await start();
    await deployed(client, ofOrg(certificate({ keySize: 2048, privateKeyExportable: true })));
    const before = await jobs();
    const stopped = {
      code: 'CertificateDiffers',
      message: expect.stringMatching(
        /keyway\.yaml:4:3 certificate AcmeByok differs in the org: keySize is 2048, not 4096, privateKeyExportable is true, not false$/,
      ),
      actions: [expect.stringContaining('a new name')],
    };
    await expect(run()).rejects.toMatchObject(stopped);
    await expect(run({ dryRun: true })).rejects.toMatchObject(stopped);
    expect(await jobs()).toBe(before);
    expect((await plan({ config: place.config })).notes).toEqual([
      expect.stringMatching(/^AcmeByok cannot be deployed: the org has another certificate of that name/),
    ]);
  });

  it('are key-path if sent without what a live key is fetched by, and the plan says what to write', async () => {
    const more = 'encryptionKeySettings: { canOptOutOfDerivationWithBYOK: true';
    await startWithKey(`version: 1\napiVersion: "66.0"\n${more} }\n`);
    const { changes, notes } = await plan({ config: place.config });
    expect(changes).toMatchObject([{ type: 'Settings', risks: ['key-path'] }]);
    expect(notes).toContainEqual(expect.stringContaining('add enableCacheOnlyKeys: true'));
    await place.write(`version: 1\napiVersion: "66.0"\n${more}, enableCacheOnlyKeys: true }\n`);
    expect((await run()).changes).toMatchObject([{ type: 'Settings', risks: [] }]);
  });

  it('need their own permissions, checked before anything is sent', async () => {
    const permissions = ['ApiEnabled', 'ModifyMetadata', 'ViewSetup'];
    const username = 'ci@acme.example';
    await start(file(), { users: [{ username, permissions }] });
    process.env.SF_ACCESS_TOKEN = place.org.users.find((one) => one.username === username)?.accessToken;
    await expect(run()).rejects.toMatchObject({
      code: 'PermissionMissing',
      message: expect.stringContaining('Manage Certificates; Customize Application; Manage Encryption Keys'),
    });
  });

  it('that turn cache-only keys off under a live key are key-path', async () => {
    const off = 'version: 1\napiVersion: "66.0"\nencryptionKeySettings: { enableCacheOnlyKeys: false }\n';
    await startWithKey(off);
    expect((await plan({ config: place.config })).changes).toMatchObject([
      { type: 'Settings', risks: ['key-path'] },
    ]);
    await expect(run()).rejects.toBeInstanceOf(KeywayError);
    expect(
      (await client.query("SELECT Status FROM TenantSecret WHERE Source = 'REMOTE'")).body.records,
    ).toMatchObject([{ Status: 'ACTIVE' }]);
  });

  it("aren't undone by a rollback, which says so", async () => {
    await start();
    await run();
    const { changes, notes } = await rollback({ config: place.config });
    expect(changes).toEqual([]);
    expect(notes).toEqual([
      'certificate AcmeByok stays, because what was wrapped for it could no longer be read',
      'enableCacheOnlyKeys of the encryption key settings stays true; it was false before; change it in the file',
    ]);
    expect(await chain()).toBe(1);
  });

  it('stay with a rollback to a commit that had none, which says so', async () => {
    await start('version: 1\napiVersion: "66.0"\n');
    const git = (...words: string[]) => execFileSync('git', words, { cwd: place.directory, stdio: 'pipe' });
    git('init', '-q');
    git('add', 'keyway.yaml');
    git('-c', 'user.name=a', '-c', 'user.email=a@b.example', 'commit', '-q', '-m', 'none');
    await place.write(file());
    await run();
    const { changes, notes } = await rollback({ config: place.config, to: 'HEAD' });
    expect(changes).toEqual([]);
    expect(notes).toEqual([
      'certificate AcmeByok stays, because what was wrapped for it could no longer be read',
    ]);
    expect(await chain()).toBe(1);
  });

  it('get their label back by a rollback', async () => {
    await start();
    await run();
    await place.write(file({ label: 'Acme keys' }));
    await run();
    expect((await rollback({ config: place.config })).changes).toMatchObject([
      { type: 'Certificate', action: 'update', fields: [{ path: 'label', to: 'Acme BYOK' }] },
    ]);
  });
});

describe('a pull', () => {
  it('adds certificates for keys and the settings that are on, and then there is nothing to do', async () => {
    await start('version: 1\napiVersion: "66.0"\n');
    await deployed(client, ofOrg(certificate()));
    await deployed(client, settings({ enableCacheOnlyKeys: true, enableReplayDetection: true }));
    const { components, leftOut } = await pull({ config: place.config });
    expect(components).toEqual([
      { type: 'Certificate', name: 'AcmeByok', outcome: 'added' },
      { type: 'Settings', name: 'EncryptionKey', outcome: 'added' },
    ]);
    expect(leftOut).toEqual([]);
    expect((await plan({ config: place.config })).changes).toEqual([]);
    expect(await pull({ config: place.config })).toMatchObject({ changed: false });
  });

  it('leaves out certificates for other purposes, and says why if one is requested', async () => {
    await start('version: 1\napiVersion: "66.0"\n');
    await deployed(client, ofOrg(certificate({ keySize: 2048 })));
    expect(await pull({ config: place.config })).toMatchObject({
      components: [],
      leftOut: [],
      changed: false,
    });
    const reason = "has keySize 2048, not 4096: keyway doesn't create or change such certificates";
    expect((await pull({ config: place.config, names: ['AcmeByok'] })).leftOut).toEqual([
      { type: 'Certificate', name: 'AcmeByok', reason },
    ]);
  });

  it('adds the cache-only key with its chain, from an org that keyway deployed', async () => {
    await startWithKey(
      'version: 1\napiVersion: "66.0"\nenvironments: { local: { targetOrg: local, default: true } }\n',
    );
    const { components, leftOut } = await pull({ config: place.config });
    expect(leftOut).toEqual([]);
    expect(components.map(({ type, name, outcome }) => [type, name, outcome])).toEqual([
      ['Certificate', 'AcmeByok', 'added'],
      ['Settings', 'EncryptionKey', 'added'],
      ['ExternalCredential', 'Ec', 'added'],
      ['NamedCredential', 'Nc', 'added'],
      ['PermissionSet', 'Access', 'added'],
      ['Key', 'AcmeDataKey', 'added'],
    ]);
    expect((await plan({ config: place.config })).changes).toEqual([]);
    expect(await pull({ config: place.config })).toMatchObject({ changed: false });
  });

  it('follows a setting that was turned off', async () => {
    await start('version: 1\napiVersion: "66.0"\nencryptionKeySettings: { enableCacheOnlyKeys: true }\n');
    expect((await pull({ config: place.config })).components).toEqual([
      { type: 'Settings', name: 'EncryptionKey', outcome: 'changed' },
    ]);
    expect((await plan({ config: place.config })).changes).toEqual([]);
  });
});
