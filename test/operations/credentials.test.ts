import { describe, expect, it } from '@jest/globals';
import type { Progress } from '../../src/kinds/run.ts';
import { createLocalOrg } from '../../src/local/salesforce/index.ts';
import { credentialDelete, credentialSet, credentialStatus } from '../../src/operations/credential.ts';
import { deploy } from '../../src/operations/deploy.ts';
import { plan } from '../../src/operations/plan.ts';
import { verify } from '../../src/operations/verify.ts';
import { setEnvironment, undoAfterTest, workspace } from './workspace.ts';

const oauth = (credentials: string) => `
version: 1
apiVersion: "66.0"
externalCredentials:
  AcmeKms:
    label: Acme KMS
    authentication:
      protocol: Oauth
      variant: ClientCredentialsClientSecret
      tokenUrl: https://idp.acme.example/token
    principals:
      KeyService:
        type: NamedPrincipal
        credentials: ${credentials}
environments:
  local: { targetOrg: local, default: true }
`;
const both = '{ clientId: "${env:TEST_CLIENT_ID}", clientSecret: "${env:TEST_CLIENT_SECRET}" }';
const unset = { TEST_CLIENT_ID: undefined, TEST_CLIENT_SECRET: undefined };
const set = { TEST_CLIENT_ID: 'id-1', TEST_CLIENT_SECRET: 's3cret-1' };
const name = 'AcmeKms-KeyService';

/** An org in this process with this user, reached by its token. */
async function orgAs(permissions: readonly string[], kind: 'developer' | 'production' = 'developer') {
  const users = [{ username: 'deployer@acme.example', permissions: permissions as never }];
  const org = await createLocalOrg({ kind, seed: { users } });
  undoAfterTest(() => org.close());
  const user = org.users.find(({ username }) => username === 'deployer@acme.example');
  const use = (accessToken: string) =>
    setEnvironment({ SF_ACCESS_TOKEN: accessToken, SF_ORG_INSTANCE_URL: org.url });
  return { org, asAdministrator: () => use(org.accessToken), asDeployer: () => use(user?.accessToken ?? '') };
}

describe('deploy stores the credentials of principals', () => {
  it('if the org has none, and a second run writes nothing', async () => {
    const { config } = workspace(oauth(both));
    setEnvironment(set);
    const first = await deploy({ config });
    expect(first.credentials).toEqual([{ name, outcome: 'set' }]);
    expect(first.checks).toContainEqual({ link: 'Credential', name, ok: true, message: 'is set' });
    const second = await deploy({ config });
    expect(second).toMatchObject({ changes: [], credentials: [], deploy: null });
  });

  it('and stops before the metadata if a reference has no value, with its place', async () => {
    const { config } = workspace(oauth(both));
    setEnvironment({ ...set, TEST_CLIENT_SECRET: undefined });
    await expect(deploy({ config })).rejects.toMatchObject({
      code: 'ConfigInvalid',
      message: expect.stringMatching(
        /keyway\.yaml:14:\d+ error "clientSecret".*TEST_CLIENT_SECRET is not set/,
      ),
    });
    expect((await plan({ config })).changes.map(({ action }) => action)).toEqual(['create', 'create']);
  });

  it('and needs no secret after they are stored', async () => {
    const { config } = workspace(oauth(both));
    setEnvironment(set);
    await deploy({ config });
    setEnvironment(unset);
    expect((await deploy({ config })).changes).toEqual([]);
    expect((await verify({ config })).checks.every(({ ok }) => ok)).toBe(true);
  });

  it('again if a readable part differs, or on request', async () => {
    const { config } = workspace(oauth(both));
    setEnvironment(set);
    await deploy({ config });
    setEnvironment({ TEST_CLIENT_ID: 'id-2' });
    expect((await plan({ config })).changes).toMatchObject([
      { type: 'Credential', action: 'update', fields: [{ path: 'clientId' }] },
    ]);
    expect((await deploy({ config })).credentials).toEqual([{ name, outcome: 'replaced' }]);
    expect((await deploy({ config, rewrite: 'all' })).credentials).toEqual([{ name, outcome: 'replaced' }]);
    expect((await deploy({ config, rewrite: [name] })).credentials).toEqual([{ name, outcome: 'replaced' }]);
  });

  it("of Custom protocols by merging, so that the org's other values stay", async () => {
    const custom = (credentials: string) =>
      oauth(credentials).replace(
        /authentication:[\s\S]*?principals:/,
        'authentication: { protocol: Custom }\n    principals:',
      );
    const { config } = workspace(
      custom('{ ApiKey: "${env:TEST_CLIENT_SECRET}", Tenant: "${env:TEST_CLIENT_ID}" }'),
    );
    setEnvironment(set);
    await deploy({ config });
    const less = workspace(custom('{ ApiKey: "${env:TEST_CLIENT_SECRET}" }'));
    const { writeFileSync, readFileSync } = await import('node:fs');
    writeFileSync(config, readFileSync(less.config));
    await deploy({ config, rewrite: 'all' });
    const { credentials } = await credentialStatus({ config });
    expect(credentials[0]?.keys).toEqual(['ApiKey', 'Tenant']);
  });

  it('exactly, even quotes and eight thousand characters', async () => {
    const { config } = workspace(oauth(both));
    for (const secret of [`"'\\<>&€🔑`, 'x'.repeat(8000)]) {
      setEnvironment({ TEST_CLIENT_ID: secret.slice(0, 200), TEST_CLIENT_SECRET: secret });
      await deploy({ config, rewrite: 'all' });
      expect((await plan({ config })).changes).toEqual([]);
    }
  });

  it('and stops before the metadata if one contains a line break, without repeating it', async () => {
    const { config } = workspace(oauth(both));
    setEnvironment({ ...set, TEST_CLIENT_SECRET: 'line-1\nline-2' });
    const attempt = deploy({ config });
    await expect(attempt).rejects.toMatchObject({
      message: expect.stringMatching(
        /:14:\d+ error "clientSecret" in .* has a line break or another control character$/,
      ),
    });
    await expect(attempt).rejects.not.toMatchObject({ message: expect.stringContaining('line-1') });
    expect((await plan({ config })).changes).toHaveLength(2);
  });

  it('and stops before the metadata if one is too long for a credential', async () => {
    const { config } = workspace(oauth(both));
    setEnvironment({ ...set, TEST_CLIENT_SECRET: 'x'.repeat(10_000) });
    await expect(deploy({ config })).rejects.toMatchObject({
      message: expect.stringMatching(/ has 10000 characters; keyway stores at most 8192$/),
    });
    expect((await plan({ config })).changes).toHaveLength(2);
  });

  it("and leaves those alone that the file doesn't have; verify passes with the org's status", async () => {
    const { config } = workspace(oauth('{}'));
    const { checks, credentials } = await deploy({ config });
    expect(credentials).toEqual([]);
    const ofCredentials = ({ link }: { link: string }) => link === 'Credential';
    expect(checks.filter(ofCredentials)).toEqual([]);
    expect((await verify({ config })).checks.filter(ofCredentials)).toMatchObject([
      { ok: null, message: 'is not in the config; the org says that it is not set' },
    ]);
  });
});

describe('A user without permission', () => {
  it('to store credentials is told which permission is missing, and nothing is sent', async () => {
    const { asDeployer, asAdministrator } = await orgAs([
      'ApiEnabled',
      'ModifyMetadata',
      'ManageProfilesPermissionsets',
      'ViewSetup',
    ]);
    const { config } = workspace(oauth(both).replace('targetOrg: local, ', ''));
    setEnvironment(set);
    asDeployer();
    await expect(deploy({ config })).rejects.toMatchObject({
      code: 'PermissionMissing',
      message: expect.stringContaining('Manage Named Credentials (or Customize Application)'),
    });
    asAdministrator();
    expect((await plan({ config })).changes).toHaveLength(2);
  });

  it('to sign in gets a message', async () => {
    const { org } = await orgAs([]);
    const { config } = workspace(oauth(both).replace('targetOrg: local, ', ''));
    setEnvironment({ SF_ACCESS_TOKEN: `${org.accessToken}x`, SF_ORG_INSTANCE_URL: org.url });
    await expect(credentialStatus({ config })).rejects.toMatchObject({
      exitCode: 1,
      actions: [expect.stringContaining('SF_ACCESS_TOKEN')],
    });
  });
});

describe('credential', () => {
  it('set uses values from standard input before those of the config', async () => {
    const { config } = workspace(oauth(both));
    setEnvironment(set);
    await deploy({ config });
    setEnvironment(unset);
    const values = { clientId: 'id-3', clientSecret: 's3cret-3' };
    expect(await credentialSet({ config, name, values })).toMatchObject({ name, outcome: 'replaced' });
    setEnvironment({ TEST_CLIENT_ID: 'id-3' });
    expect((await plan({ config })).changes).toEqual([]);
  });

  it("set asks a person for missing values, and says what is missing if it can't", async () => {
    const { config } = workspace(oauth(both));
    setEnvironment(set);
    await deploy({ config });
    setEnvironment(unset);
    await expect(credentialSet({ config, name })).rejects.toMatchObject({ code: 'SecretNotSet' });
    const asked: string[] = [];
    const askSecret = async (key: string) => `answer ${asked.push(key)}`;
    await credentialSet({ config, name, askSecret });
    expect(asked).toEqual([`${name}: clientId`, `${name}: clientSecret`]);
  });

  it("delete needs a confirmation, and verify then reports that it isn't set", async () => {
    const { config } = workspace(oauth(both));
    setEnvironment(set);
    await deploy({ config });
    await expect(credentialDelete({ config, name })).rejects.toMatchObject({ code: 'NotConfirmed' });
    expect(await credentialDelete({ config, name, yes: true })).toMatchObject({ outcome: 'deleted' });
    expect((await verify({ config })).checks).toContainEqual({
      link: 'Credential',
      name,
      ok: false,
      message: 'is not set',
    });
    expect(await credentialDelete({ config, name, yes: true })).toMatchObject({ outcome: 'none' });
  });

  it('of an unknown principal suggests the most similar one', async () => {
    const { config } = workspace(oauth(both));
    await expect(credentialDelete({ config, name: 'AcmeKms-KeyServic' })).rejects.toMatchObject({
      message: expect.stringContaining('did you mean "AcmeKms-KeyService"?'),
    });
  });
});

describe('A credential that somebody else stores meanwhile', () => {
  it("isn't overwritten", async () => {
    const { org, asAdministrator } = await orgAs([]);
    const { config } = workspace(oauth(both).replace('targetOrg: local, ', ''));
    setEnvironment(set);
    asAdministrator();
    await deploy({ config });
    const other = async () => {
      await fetch(`${org.url}/services/data/v66.0/named-credentials/credential`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${org.accessToken}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          externalCredential: 'AcmeKms',
          principalType: 'NamedPrincipal',
          principalName: 'KeyService',
          authenticationProtocol: 'OAuth',
          authenticationProtocolVariant: 'ClientCredentialsClientSecret',
          credentials: { clientId: { value: 'theirs' }, clientSecret: { value: 'theirs', encrypted: true } },
        }),
      });
    };
    const progress: Progress = {
      line: () => {},
      stage: async (title, run) => {
        if (title === 'Credentials') await other();
        return run(() => {});
      },
    };
    await expect(deploy({ config, rewrite: 'all', progress })).rejects.toMatchObject({
      message: expect.stringContaining(
        `Somebody else changed the credential of ${name} since the plan was made`,
      ),
      exitCode: 1,
    });
    setEnvironment({ TEST_CLIENT_ID: 'theirs' });
    expect((await plan({ config })).changes).toEqual([]);
  });
});

describe('A browser flow', () => {
  const browser = `version: 1
apiVersion: "66.0"
externalCredentials:
  Mail:
    label: Mail
    authentication: { protocol: Oauth, authProvider: Acme }
    principals: { Me: { type: PerUserPrincipal } }
environments:
  local: { targetOrg: local, default: true }
`;

  it('prints the URL, and waits until the org reports Configured', async () => {
    const { config, directory } = workspace(browser);
    const seeded = await createLocalOrg({
      stateDir: `${directory}/.keyway/local-org`,
      seed: { authProviders: ['Acme'] },
    });
    await seeded.close();
    await deploy({ config });
    const urls: string[] = [];
    const result = await credentialSet({
      config,
      name: 'Mail-Me',
      onAuthorize: (url) => {
        urls.push(url);
        // Acts as the person with the browser.
        void fetch(url);
      },
    });
    expect(urls).toHaveLength(1);
    expect(result).toMatchObject({ name: 'Mail-Me', outcome: 'set' });
    expect((await credentialStatus({ config })).credentials).toMatchObject([
      { name: 'Mail-Me', status: 'Configured' },
    ]);
  });

  it('ends if nobody authorizes in time', async () => {
    const { config, directory } = workspace(browser);
    const seeded = await createLocalOrg({
      stateDir: `${directory}/.keyway/local-org`,
      seed: { authProviders: ['Acme'] },
    });
    await seeded.close();
    await deploy({ config });
    await expect(credentialSet({ config, name: 'Mail-Me', wait: 50 })).rejects.toMatchObject({
      code: 'NotAuthorized',
      exitCode: 69,
    });
  });
});
