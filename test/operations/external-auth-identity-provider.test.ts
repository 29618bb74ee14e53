import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Progress } from '../../src/kinds/run.ts';
import { deploy } from '../../src/operations/deploy.ts';
import { plan } from '../../src/operations/plan.ts';
import { pull } from '../../src/operations/pull.ts';
import { rollback } from '../../src/operations/rollback.ts';
import { validate } from '../../src/operations/validate.ts';
import { verify } from '../../src/operations/verify.ts';
import { silentProgress } from '../../src/report/progress.ts';
import { readMetadata } from '../../src/salesforce/index.ts';
import { type Place, placeWithOrg, secret } from './org-and-config.ts';

function text({ api = '66.0', id = 'acme', host = 'idp.acme.example', more = '' } = {}): string {
  return `version: 1
apiVersion: "${api}"
externalAuthIdentityProviders:
  AcmeLogin:
    label: Acme login
    flow: AuthorizationCode
    authorizeUrl: https://${host}/authorize
    tokenUrl: https://${host}/token
    clientAuthentication: ClientSecretPost
    parameters:
      - { parameterType: IdentityProviderOptions, parameterName: PkceEnabled, parameterValue: "true" }
    credentials: { clientId: ${id}, clientSecret: "\${env:ACME_SECRET}" }
externalCredentials:
  AcmeKms:
    label: Acme KMS
    authentication: { protocol: Oauth, externalAuthIdentityProvider: AcmeLogin }
    principals: { Person: PerUserPrincipal }
${more}`;
}

let place: Place;
beforeEach(async () => {
  place = await placeWithOrg({}, text());
});
afterEach(() => place.close());

/** The provider as the org has it, as JSON. */
const providerInOrg = async () =>
  JSON.stringify(
    (await place.as((org) => readMetadata(org, 'ExternalAuthIdentityProvider', ['AcmeLogin']))).get(
      'AcmeLogin',
    ),
  );

const credentials =
  '/services/data/v66.0/named-credentials/external-auth-identity-provider-credentials/AcmeLogin';

/** Acts like somebody else during a deploy. */
async function storeClientId(clientId: string): Promise<void> {
  const { url, accessToken } = place.org;
  await fetch(`${url}${credentials}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ credentials: [{ credentialName: 'clientId', credentialValue: clientId }] }),
  });
}

describe('externalAuthIdentityProviders', () => {
  it('without a value for the secret are reported by a plan', async () => {
    delete process.env.ACME_SECRET;
    const { notes } = await plan({ config: place.config });
    expect(notes.filter((note) => note.includes('not set here'))).toEqual([
      'AcmeLogin: clientSecret (${env:ACME_SECRET}) is not set here',
    ]);
  });

  it('deploy a provider, the external credential that uses it, and its client id and secret', async () => {
    const done = await deploy({ config: place.config });
    expect(done.changes.map(({ type, name, action }) => `${action} ${type} ${name}`)).toEqual([
      'create ExternalAuthIdentityProvider AcmeLogin',
      'create ExternalCredential AcmeKms',
      'create IdentityProviderCredential AcmeLogin',
    ]);
    expect(done.credentials).toEqual([{ name: 'AcmeLogin', outcome: 'set' }]);
    expect(done.checks.filter(({ name }) => name === 'AcmeLogin')).toMatchObject([
      { link: 'ExternalAuthIdentityProvider', ok: true },
      { link: 'Credential', ok: true, message: 'is set' },
    ]);
    expect(JSON.stringify(done)).not.toContain(secret);
    expect(await providerInOrg()).toContain('PkceEnabled');
    expect(await providerInOrg()).not.toContain(secret);
  });

  it("have nothing to do the second time, and a note on what can't be compared", async () => {
    await deploy({ config: place.config });
    const { changes, notes } = await plan({ config: place.config });
    expect(changes).toEqual([]);
    expect(notes).toContain(
      "AcmeLogin: clientSecret is not compared, because its value isn't visible; --write-credentials=AcmeLogin writes it again",
    );
  });

  it('replace both values if the client id differs, and on request', async () => {
    await deploy({ config: place.config });
    await place.write(text({ id: 'other' }));
    const byId = await deploy({ config: place.config });
    expect(byId.credentials).toEqual([{ name: 'AcmeLogin', outcome: 'replaced' }]);
    const asked = await deploy({ config: place.config, rewrite: ['AcmeLogin'] });
    expect(asked.credentials).toEqual([{ name: 'AcmeLogin', outcome: 'replaced' }]);
  });

  it('need approval before the secret would go to another host', async () => {
    await deploy({ config: place.config });
    await place.write(text({ host: 'idp.evil.example' }));
    const { changes } = await plan({ config: place.config });
    expect(changes).toMatchObject([{ type: 'ExternalAuthIdentityProvider', risks: ['url-host-change'] }]);
    await expect(deploy({ config: place.config })).rejects.toMatchObject({ code: 'RisksNotAllowed' });
  });

  it('stop before anything is sent if the secret has no value here', async () => {
    delete process.env.ACME_SECRET;
    await expect(deploy({ config: place.config })).rejects.toThrow(/keyway\.yaml:\d+:\d+ .*clientSecret/);
    expect(await providerInOrg()).toBeUndefined();
  });

  it('find a first secret although the answer was lost; a second one is reported as unknown', async () => {
    await place.org.setFaults([{ kind: 'dropAnswer', request: `POST ${credentials}` }]);
    const first = await deploy({ config: place.config });
    expect(first.credentials).toEqual([{ name: 'AcmeLogin', outcome: 'set' }]);
    await place.org.setFaults([{ kind: 'dropAnswer', request: `PUT ${credentials}` }]);
    const lost = await deploy({ config: place.config, rewrite: 'all' }).catch((error) => error);
    expect(lost).toMatchObject({ code: 'CredentialNotConfirmed' });
    expect(`${lost.message}${JSON.stringify(lost)}`).not.toContain(secret);
  });

  it("don't overwrite what somebody else has stored since the plan", async () => {
    await deploy({ config: place.config, only: ['metadata'] });
    const stage: Progress['stage'] = async (title, run) => {
      if (title === 'Credentials') await storeClientId('theirs');
      return run(() => {});
    };
    const racing = deploy({ config: place.config, progress: { ...silentProgress, stage } });
    await expect(racing).rejects.toMatchObject({ code: 'CredentialRefused' });
  });

  it("accept no value that a header can't contain", async () => {
    process.env.ACME_SECRET = 'two\nlines';
    await expect(deploy({ config: place.config })).rejects.toThrow(/clientSecret.* has a line break/);
  });

  it('lack their credentials, according to verify, if only the metadata was deployed', async () => {
    await deploy({ config: place.config, only: ['metadata'] });
    const { checks } = await verify({ config: place.config });
    expect(checks).toContainEqual({
      link: 'Credential',
      name: 'AcmeLogin',
      ok: false,
      message: 'is not set',
    });
  });

  it('are pulled with references for the stored values', async () => {
    await deploy({ config: place.config });
    await place.write('version: 1\napiVersion: "66.0"\n');
    await pull({ config: place.config });
    const pulled = await readFile(place.config, 'utf8');
    expect(pulled).toContain('clientSecret: ${env:ACME_LOGIN_CLIENT_SECRET}');
    expect(pulled).toContain('tokenUrl: https://idp.acme.example/token');
    process.env.ACME_LOGIN_CLIENT_ID = 'acme';
    expect((await plan({ config: place.config })).changes).toEqual([]);
    delete process.env.ACME_LOGIN_CLIENT_ID;
  });

  it('are deleted by a rollback of the deploy that created them', async () => {
    await deploy({ config: place.config });
    const { changes } = await rollback({ config: place.config, allow: ['component-removal'] });
    expect(changes.map(({ type, action }) => `${action} ${type}`)).toEqual([
      'delete ExternalAuthIdentityProvider',
      'delete ExternalCredential',
    ]);
    expect(await providerInOrg()).toBeUndefined();
  });

  it.each([
    ['an API version without it', text({ api: '60.0' }), /AcmeLogin.*61\.0/],
    ['an API version without its credentials', text({ api: '61.0' }), /credentials.*62\.0/],
    ['a flow without its URLs', text().replace(/ +tokenUrl.*\n/, ''), /AuthorizationCode needs tokenUrl/],
    ['a secret in the file', text().replace('"${env:ACME_SECRET}"', 'open'), /clientSecret/],
    ['http', text().replace('https://idp.acme.example/token', 'http://idp.acme.example/token'), /tokenUrl/],
  ])('are refused with %s', async (_case, wrong, message) => {
    await place.write(wrong);
    const { problems } = await validate({ config: place.config });
    expect(problems.map((problem) => problem.message).join('\n')).toMatch(message);
  });
});
