import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createLocalOrg } from '../../src/local/salesforce/index.ts';
import { deploy } from '../../src/operations/deploy.ts';
import { verify } from '../../src/operations/verify.ts';
import { workspace } from './workspace.ts';

const operator = 'operator@acme.example';

/** Two principals: one for the Automated Process user, one for the deploying user. */
const config = (check: string) => `version: 1
apiVersion: "66.0"
externalCredentials:
  AcmeKms:
    label: Acme KMS
    authentication:
      protocol: Oauth
      variant: ClientCredentialsClientSecret
      tokenUrl: https://idp.acme.example/oauth2/token
    principals:
      KeyService: { type: NamedPrincipal }
      Operator: { type: NamedPrincipal }
namedCredentials:
  AcmeKeys: { label: Acme keys, url: https://kms.acme.example, externalCredential: AcmeKms, check: ${check} }
permissionSets:
  AcmeKeyAccess: { label: Keys, principals: [AcmeKms-KeyService], assignTo: [autoproc] }
  AcmeOperators: { label: Operators, principals: [AcmeKms-Operator], assignTo: [${operator}] }
environments:
  local:
    targetOrg: local
    default: true
    externalCredentials:
      AcmeKms:
        authentication: { tokenUrl: "\${local:tokenUrl}" }
        principals:
          KeyService: { credentials: { clientId: "\${local:clientId}", clientSecret: "\${local:clientSecret}" } }
          Operator: { credentials: { clientId: "\${local:clientId}", clientSecret: "\${local:clientSecret}" } }
    namedCredentials:
      AcmeKeys: { url: "\${local:keyService}" }
`;

/** A config whose embedded org has an administrator with this name. */
async function withOperator(check: string): Promise<string> {
  const { config: file, directory } = workspace(config(check));
  const stateDir = join(directory, '.keyway/local-org');
  const org = await createLocalOrg({ stateDir, seed: { username: operator } });
  await org.close();
  return file;
}

async function callout(file: string) {
  const { checks } = await verify({ config: file, callout: true });
  return checks.find(({ link }) => link === 'Callout');
}

describe('verify --callout', () => {
  it('makes a real call, which proves a principal that the signed-in user has', async () => {
    const file = await withOperator('{ path: /health }');
    const { checks } = await deploy({ config: file });
    expect(checks.every(({ ok }) => ok)).toBe(true);
    expect(await callout(file)).toMatchObject({
      ok: true,
      message: expect.stringMatching(/^GET answered 200 in \d+ ms, as operator@acme\.example$/),
    });
  });

  it("fails if the service's answer isn't as expected", async () => {
    const file = await withOperator('{ path: /no-such-thing, expect: [200, 204] }');
    await deploy({ config: file });
    expect(await callout(file)).toMatchObject({
      ok: false,
      message: expect.stringMatching(/^GET answered \d+, not 200 or 204 in /),
    });
  });

  it('fails with the org’s message if the secret is wrong', async () => {
    const file = await withOperator('{ path: /health }');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('${local:clientSecret}', '${env:PATH}'));
    await deploy({ config: file });
    expect(await callout(file)).toMatchObject({ ok: false });
  });

  it("can't prove anything for a user without the principals, and assigns nobody", async () => {
    const file = await withOperator('{ path: /health }');
    writeFileSync(file, readFileSync(file, 'utf8').replace(`assignTo: [${operator}]`, 'assignTo: []'));
    const { checks: deployed } = await deploy({ config: file });
    expect(deployed.filter(({ link }) => link === 'Assignment')).toHaveLength(1);
    expect(await callout(file)).toMatchObject({
      ok: null,
      message: `can't be checked as ${operator}, who can't use any of its principals`,
    });
  });
});
