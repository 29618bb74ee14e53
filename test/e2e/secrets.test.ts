import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type Ran, removeWorkspaces, type Workspace, workspace } from './keyway.ts';
import { filesBelow, leaksIn } from './leaks.ts';
import { closeOrgs, startOrg } from './org.ts';

/* Contains quotes, an ampersand and non-ASCII letters, so that every encoding of it is distinguishable. */
const clientSecret = 'MARKED-client&"secret<ü>';
const password = 'MARKED-legacy$&password';
const apiKey = 'MARKED-api key/+%';
const consumerSecret = 'MARKED-consumer=&secret';
const awsKey = 'MARKED-aws-access-key';
const otherKey = 'MARKED-other-aws-key';
const secrets = [clientSecret, password, apiKey, consumerSecret, awsKey, otherKey];

const config = `
version: 1
apiVersion: "66.0"
authProviders:
  AcmeLogin:
    label: Acme login
    providerType: OpenIdConnect
    consumerKey: acme
    consumerSecret: \${env:TEST_CONSUMER_SECRET}
    authorizeUrl: https://idp.acme.example/authorize
    tokenUrl: https://idp.acme.example/token
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
        credentials: { clientId: acme, clientSecret: "\${env:TEST_CLIENT_SECRET}" }
  AcmeApi:
    label: Acme API
    authentication: { protocol: Custom, headers: { X-Api-Key: "{!$Credential.AcmeApi.ApiKey}" } }
    principals:
      Service: { type: NamedPrincipal, credentials: { ApiKey: "\${env:TEST_API_KEY}" } }
namedCredentials:
  AcmeKeys: { label: Acme keys, url: https://kms.acme.example/v1, externalCredential: AcmeKms }
  AcmeOld:
    type: Legacy
    label: Acme old
    endpoint: https://old.acme.example
    principalType: NamedUser
    protocol: Password
    username: keyway
    password: \${env:TEST_PASSWORD}
  AcmeAws:
    type: Legacy
    label: Acme on AWS
    endpoint: https://aws.acme.example
    principalType: NamedUser
    protocol: AwsSv4
    awsRegion: eu-central-1
    awsService: kms
    awsAccessKey: \${env:TEST_AWS_KEY}
    awsAccessSecret: \${env:TEST_PASSWORD}
permissionSets:
  AcmeAccess: { label: Acme access, principals: [AcmeKms-KeyService, AcmeApi-Service], assignTo: [autoproc] }
environments:
  any: {}
`;

afterEach(async () => {
  removeWorkspaces();
  await closeOrgs();
});

describe('No secret leaves', () => {
  it('by any command, in success or failure, with all library logs enabled', async () => {
    // The org is in this process, so what it stores isn't on disk.
    const door = await startOrg();
    const { org } = door;
    const made = workspace({ 'keyway.yaml': config });
    const env = {
      ...door.env,
      TEST_CLIENT_SECRET: clientSecret,
      TEST_PASSWORD: password,
      TEST_API_KEY: apiKey,
      TEST_CONSUMER_SECRET: consumerSecret,
      TEST_AWS_KEY: awsKey,
      DEBUG: '*',
      SF_LOG_LEVEL: 'trace',
      SFDX_LOG_LEVEL: 'trace',
      NODE_DEBUG: '',
      TMPDIR: join(dirname(made.folder), 'home'),
    };
    // The part before the mark is the id of the org, which isn't secret.
    const marked = [...secrets, org.accessToken.split('!')[1] ?? org.accessToken];
    const ran: [string, Ran][] = [];
    const run = async (line: string, more: Record<string, string> = {}) => {
      ran.push([line, await made.keyway([...line.split(' '), '--verbose'], { env: { ...env, ...more } })]);
      return ran.at(-1)?.[1] as Ran;
    };
    await run('validate');
    await run('render');
    await run('plan --json');
    await run('plan');
    await run('deploy --dry-run');
    expect((await run('deploy')).status).toBe(0);
    await run('deploy --write-credentials --json');
    await run('verify --callout');
    await run('plan --json', { TEST_AWS_KEY: otherKey });
    await run('verify', { TEST_AWS_KEY: otherKey });
    await run('pull --dry-run');
    await run('credential status --json');
    await run('credential set AcmeKms-KeyService');
    await run('external-credential list --json');
    await run('external-credential get AcmeApi --json');
    await run('external-credential put AcmeKms');
    // Failures: the org refuses the request and repeats it in its answer.
    for (const status of [400, 401, 403, 500]) {
      await org.setFaults([{ kind: 'status', status, request: '/named-credentials/credential', times: 9 }]);
      await run('deploy --write-credentials');
      await run('credential set AcmeApi-Service --json');
    }
    await org.setFaults([]);
    await run('deploy --write-credentials', { TEST_CLIENT_SECRET: `${clientSecret}\nsecond line` });
    await run('deploy --write-credentials --json', { TEST_API_KEY: '' });
    await run('credential delete AcmeKms-KeyService --yes');
    await run('deploy -o nobody');

    for (const [line, { stdout, stderr }] of ran) {
      expect([line, leaksIn(stdout + stderr, marked)]).toEqual([line, []]);
    }
    expectNoFile(made, marked);
    const apex = door.seen.map(({ body }) => body).filter((body) => body.includes('executeAnonymous'));
    expect(apex.length).toBeGreaterThan(0);
    expect(apex.flatMap((body) => leaksIn(body, secrets))).toEqual([]);
    expect(door.seen.flatMap(({ path }) => leaksIn(path, marked))).toEqual([]);
  }, 240_000);
});

function expectNoFile(made: Workspace, marked: readonly string[]): void {
  const files = filesBelow(dirname(made.folder));
  expect(files.length).toBeGreaterThan(1);
  for (const file of files) expect([file, leaksIn(readFileSync(file, 'latin1'), marked)]).toEqual([file, []]);
}
