import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { formatProblem } from '../../src/config/index.ts';
import { deploy } from '../../src/operations/deploy.ts';
import { plan } from '../../src/operations/plan.ts';
import { closePulls, type PullOrg, pullOrg } from './pull-org.ts';
import { rewritingProxy } from './rewriting-proxy.ts';

const text = `version: 1
apiVersion: "66.0"
externalCredentials:
  Web:
    label: Web
    authentication: { protocol: Oauth, authProvider: Azur }
    principals: { Person: PerUserPrincipal }
  Login:
    label: Login
    authentication: { protocol: Oauth, externalAuthIdentityProvider: Okta }
    principals: { Person: PerUserPrincipal }
namedCredentials:
  Keys:
    type: PrivateEndpoint
    label: Keys
    url: https://kms.acme.example/v1
    externalCredential: acme__Kms
    outboundNetworkConnection: Link
    clientCertificate: Mutual
    allowedNamespaces: [partner]
permissionSets:
  Access:
    label: Access
    principals: [Web-Person]
    assignTo: [nobody@acme.example]
`;

let org: PullOrg;
afterEach(closePulls);

describe('references that neither the config nor the org satisfies', () => {
  it('are all reported by plan, each with its place', async () => {
    org = await pullOrg({ seed: { authProviders: ['Azure'] } });
    org.write(text);
    const { changes, problems } = await plan({ config: org.config });
    expect(changes.length).toBeGreaterThan(3);
    expect(problems.map((problem) => formatProblem(problem).replace(/^.*keyway/, 'keyway'))).toEqual([
      'keyway.yaml:6:54 error "authProvider" in externalCredentials.Web.authentication names the auth provider "Azur", which isn\'t in this file and which the org doesn\'t list; did you mean "Azure"?',
      'keyway.yaml:10:70 error "externalAuthIdentityProvider" in externalCredentials.Login.authentication names the external auth identity provider "Okta", which isn\'t in this file and which the org doesn\'t list',
      'keyway.yaml:17:25 error "externalCredential" in namedCredentials.Keys names the external credential "acme__Kms", which isn\'t in this file and which the org doesn\'t list',
      'keyway.yaml:18:32 error "outboundNetworkConnection" in namedCredentials.Keys names the outbound network connection "Link", which isn\'t in this file and which the org doesn\'t list',
      'keyway.yaml:19:24 error "clientCertificate" in namedCredentials.Keys names the certificate "Mutual", which isn\'t in this file and which the org doesn\'t list',
      'keyway.yaml:20:25 warning item 1 of namedCredentials.Keys.allowedNamespaces allows the namespace "partner", but the org lists no such package',
      'keyway.yaml:25:16 error "nobody@acme.example" in permissionSets.Access.assignTo isn\'t a user of the org',
    ]);
  });

  it('stop a deploy before anything is sent, and save no plan', async () => {
    org = await pullOrg();
    org.write(text);
    const failed = await deploy({ config: org.config }).catch((error) => error);
    expect(failed).toMatchObject({ code: 'PlanBlocked', data: { problems: expect.any(Array) } });
    expect(failed.message.match(/ error /g)).toHaveLength(6);
    expect(await org.retrieved()).toEqual({});
    const out = join(org.folder, 'plan.json');
    await expect(plan({ config: org.config, out })).rejects.toMatchObject({ code: 'PlanBlocked' });
    expect(existsSync(out)).toBe(false);
  });

  it("don't stop stages that don't need them", async () => {
    org = await pullOrg();
    org.write(text.replace(/^ {4}assignTo.*\n/m, ''));
    await expect(deploy({ config: org.config, only: ['metadata'] })).rejects.toMatchObject({
      code: 'PlanBlocked',
    });
    await deploy({ config: org.config, only: ['assignments'] });
  });

  it('are not reported if the org has the component, ignoring case, and not looked up if nothing changes', async () => {
    org = await pullOrg({
      seed: {
        authProviders: ['azur'],
        certificates: ['Mutual'],
        externalAuthIdentityProviders: ['OKTA'],
        outboundNetworkConnections: ['Link'],
        existing: { InstalledPackage: ['partner'] },
        users: [{ username: 'nobody@acme.example' }],
      },
    });
    org.write(text.replace('acme__Kms', 'Login'));
    expect((await plan({ config: org.config })).problems).toEqual([]);
    await deploy({ config: org.config });
    const asked: string[] = [];
    const proxy = await rewritingProxy(org.client.org.url, ({ path, body }) => {
      if (body.includes('listMetadataResponse')) asked.push(path);
    });
    process.env.SF_ORG_INSTANCE_URL = proxy.url;
    try {
      expect((await plan({ config: org.config })).changes).toEqual([]);
      expect(asked).toEqual([]);
    } finally {
      await proxy.close();
    }
  });
});
