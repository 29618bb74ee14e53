import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createLocalOrg, type LocalOrg } from '../../src/local/salesforce/index.ts';
import { connect, retrieve, deploy as sendJob } from '../../src/salesforce/index.ts';
import { secret } from './org-and-config.ts';

jest.setTimeout(120_000);

const config = (url: string) => `version: 1
apiVersion: "66.0"
externalCredentials:
  AcmeKms:
    label: Acme KMS
    authentication: { protocol: Oauth, variant: ClientCredentialsClientSecret, tokenUrl: https://idp.acme.example/token }
    principals:
      KeyService:
        type: NamedPrincipal
        credentials: { clientId: "\${env:ACME_ID:-acme}", clientSecret: "\${env:ACME_SECRET}" }
namedCredentials:
  AcmeKeys: { label: Acme keys, url: ${url}, externalCredential: AcmeKms }
permissionSets:
  AcmeKeyAccess: { label: Acme key access, principals: [AcmeKms-KeyService], assignTo: [autoproc] }
environments:
  a: { targetOrg: org-a }
  b: { targetOrg: org-b }
`;

/** A sequence of commands in two orgs, as a person runs them with two sign-ins of the sf CLI. */
describe('Two orgs and one file', () => {
  let home: string;
  let a: LocalOrg;
  let b: LocalOrg;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'keyway-promote-'));
    [a, b] = await Promise.all([
      createLocalOrg({ seed: { username: 'admin@a.example' } }),
      createLocalOrg({ seed: { username: 'admin@b.example' } }),
    ]);
    await login('org-a', a);
    await login('org-b', b);
    await writeFile(join(home, 'keyway.yaml'), config('https://kms.acme.example/v1'));
  });
  afterAll(async () => {
    await Promise.all([a.close(), b.close()]);
    await rm(home, { recursive: true, force: true });
  });

  const env = () => ({
    PATH: process.env.PATH,
    HOME: home,
    USERPROFILE: home,
    SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
    SF_DISABLE_LOG_FILE: 'true',
    ACME_SECRET: secret,
  });
  const node = (words: readonly string[]) =>
    new Promise<{ status: number; stdout: string }>((done) => {
      execFile(process.execPath, words, { env: env(), cwd: home }, (error, stdout) =>
        done({ status: error ? Number(error.code ?? 1) : 0, stdout }),
      );
    });
  const login = async (alias: string, org: LocalOrg) => {
    const options = {
      accessTokenOptions: { accessToken: org.accessToken, instanceUrl: org.url, loginUrl: org.url },
    };
    const { stdout } = await node([
      '-e',
      `const { AuthInfo } = require(${JSON.stringify(resolve('node_modules/@salesforce/core'))});
       AuthInfo.create(${JSON.stringify(options)}).then(async (info) => { await info.save(); await info.setAlias(${JSON.stringify(alias)}); console.log('in'); });`,
    ]);
    expect(stdout).toContain('in');
  };
  const keyway = async (...words: readonly string[]) => {
    const { status, stdout } = await node([resolve('src/main.ts'), ...words, '--json']);
    const answer = JSON.parse(stdout);
    expect(answer.status).toBe(status);
    return answer;
  };
  const inOrg = async <T>(
    org: LocalOrg,
    work: (client: Awaited<ReturnType<typeof connect>>) => Promise<T>,
  ) => {
    const client = await connect(
      { kind: 'token', instanceUrl: org.url, accessToken: org.accessToken },
      { apiVersion: '66.0', stateDir: home },
    );
    try {
      return await work(client);
    } finally {
      await client.close();
    }
  };
  const all = (org: LocalOrg) =>
    inOrg(org, async (client) => {
      const types = ['ExternalCredential', 'NamedCredential', 'PermissionSet'];
      const { files } = await retrieve(client, new Map(types.map((type) => [type, ['*']])));
      return [...files];
    });

  it('drift is found, refuses the promotion, and is reverted; the next org is updated, and rolled back byte for byte', async () => {
    expect(await keyway('deploy', '--env', 'a')).toMatchObject({ status: 0 });
    expect(await keyway('promote', '--from', 'a', '--to', 'b')).toMatchObject({ status: 0 });

    // Somebody changes A with another client, and the file changes too.
    await inOrg(a, (client) => sendJob(client, urlChanged, { wait: 10_000 }));
    const drift = await keyway('plan', '--env', 'a', '--exit-code');
    expect(drift.status).toBe(2);
    expect(drift.result.changes).toEqual([
      {
        type: 'NamedCredential',
        name: 'AcmeKeys',
        action: 'update',
        risks: [],
        fields: [
          {
            path: 'parameters.Url',
            from: 'https://kms.acme.example/by-hand',
            to: 'https://kms.acme.example/v1',
          },
        ],
      },
    ]);
    await writeFile(join(home, 'keyway.yaml'), config('https://kms.acme.example/v2'));
    const refused = await keyway('promote', '--from', 'a', '--to', 'b');
    expect(refused).toMatchObject({ status: 1, name: 'NotAsConfigured' });
    expect(refused.message).toContain(
      'parameters.Url: "https://kms.acme.example/by-hand" → "https://kms.acme.example/v2"',
    );

    expect(await keyway('deploy', '--env', 'a')).toMatchObject({ status: 0 });
    const before = await all(b);
    const dry = await keyway('promote', '--from', 'a', '--to', 'b', '--dry-run');
    expect(dry.result).toMatchObject({ dryRun: true, changes: [{ name: 'AcmeKeys' }] });
    expect(await all(b)).toEqual(before);

    const report = join(home, 'report.json');
    const promoted = await keyway('promote', '--from', 'a', '--to', 'b', '--report', report);
    expect(promoted.result).toMatchObject({
      environment: 'b',
      org: { id: b.orgId },
      promotedFrom: { environment: 'a', org: { id: a.orgId }, git: null },
    });
    expect(JSON.parse(await readFile(report, 'utf8'))).toMatchObject({ what: 'promote', status: 'done' });
    expect(await all(b)).toEqual(await all(a));

    const { result } = await keyway('history', '--env', 'b');
    expect(result.entries[0]).toMatchObject({ what: 'promote', of: `a (${a.orgId})`, outcome: 'done' });

    expect(await keyway('rollback', '--env', 'b')).toMatchObject({ status: 0 });
    expect(await all(b)).toEqual(before);

    expect(await keyway('promote', '--from', 'a', '--to', 'b')).toMatchObject({ status: 0 });
    for (const name of ['a', 'b'])
      expect((await keyway('deploy', '--env', name)).result).toMatchObject({ changes: [], deploy: null });
  });

  it('one org under both names is refused', async () => {
    expect(await keyway('promote', '--from', 'a', '--to', 'a')).toMatchObject({ name: 'UsageWrong' });
    expect(await keyway('promote', '--from', 'a', '--to', 'b', '-o', 'org-a')).toMatchObject({
      name: 'UsageWrong',
    });
  });
});

const urlChanged = new Map([
  [
    'package.xml',
    '<?xml version="1.0" encoding="UTF-8"?><Package xmlns="http://soap.sforce.com/2006/04/metadata"><types><members>AcmeKeys</members><name>NamedCredential</name></types><version>66.0</version></Package>',
  ],
  [
    'namedCredentials/AcmeKeys.namedCredential',
    `<?xml version="1.0" encoding="UTF-8"?>
<NamedCredential xmlns="http://soap.sforce.com/2006/04/metadata">
    <label>Acme keys</label>
    <namedCredentialParameters><parameterName>Url</parameterName><parameterType>Url</parameterType><parameterValue>https://kms.acme.example/by-hand</parameterValue></namedCredentialParameters>
    <namedCredentialParameters><externalCredential>AcmeKms</externalCredential><parameterName>ExternalCredential</parameterName><parameterType>Authentication</parameterType></namedCredentialParameters>
    <namedCredentialType>SecuredEndpoint</namedCredentialType>
</NamedCredential>
`,
  ],
]);
