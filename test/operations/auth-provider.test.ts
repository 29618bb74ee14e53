import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { deploy } from '../../src/operations/deploy.ts';
import { plan } from '../../src/operations/plan.ts';
import { pull } from '../../src/operations/pull.ts';
import { render } from '../../src/operations/render.ts';
import { rollback } from '../../src/operations/rollback.ts';
import { validate } from '../../src/operations/validate.ts';
import { readMetadata } from '../../src/salesforce/index.ts';
import { clientOf } from '../local/salesforce/client.ts';
import { packageXml } from '../local/salesforce/samples.ts';
import { type Place, placeWithOrg, secret } from './org-and-config.ts';

const text = ({ host = 'idp.acme.example', more = '', type = 'OpenIdConnect' } = {}) => `version: 1
apiVersion: "66.0"
authProviders:
  Entra:
    label: Entra ID
    providerType: ${type}
    consumerKey: acme-client
    consumerSecret: "\${env:ACME_SECRET}"
    authorizeUrl: https://${host}/authorize
    tokenUrl: https://${host}/token
${more}externalCredentials:
  AcmeKms:
    label: Acme KMS
    authentication: { protocol: Oauth, authProvider: Entra }
    principals: { Person: PerUserPrincipal }
`;

let place: Place;
beforeEach(async () => {
  place = await placeWithOrg({}, text());
});
afterEach(() => place.close());

const inOrg = async () =>
  JSON.stringify(
    (await place.as((org) => readMetadata(org, 'AuthProvider', ['Entra']))).get('Entra') ?? null,
  );
const run = (more: Partial<Parameters<typeof deploy>[0]> = {}) => deploy({ config: place.config, ...more });

describe('authProviders', () => {
  it('are deployed in one job with the external credential that uses one; the secret is in no output', async () => {
    const done = await run();
    expect(done.changes.map(({ type, name, action }) => `${action} ${type} ${name}`)).toEqual([
      'create AuthProvider Entra',
      'create ExternalCredential AcmeKms',
    ]);
    expect(done.checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(JSON.stringify(done)).not.toContain(secret);
    expect(await inOrg()).toContain('Placeholder_Value');
    const { changes, notes } = await plan({ config: place.config });
    expect(changes).toEqual([]);
    expect(notes).toContain(
      "Entra: consumerSecret is not compared, because its value isn't visible; --write-credentials=Entra writes it again",
    );
  });

  it('are rendered without the secret', async () => {
    const { files, outputDir } = render({ config: place.config });
    const path = files.find((file) => file.includes('Entra.authprovider')) ?? '';
    const xml = await readFile(`${outputDir}/${path}`, 'utf8');
    expect(path).toBe('force-app/main/default/authproviders/Entra.authprovider-meta.xml');
    expect(xml).toContain('<consumerKey>acme-client</consumerKey>');
    expect(xml).not.toContain('consumerSecret');
  });

  it('get their secret again on request, and stop without one before anything is sent', async () => {
    await run();
    const asked = await run({ rewrite: ['Entra'] });
    expect(asked.changes).toMatchObject([
      { type: 'AuthProvider', fields: [{ path: 'consumerSecret', from: 'set', to: 'replaced' }] },
    ]);
    delete process.env.ACME_SECRET;
    await expect(run({ rewrite: ['Entra'] })).rejects.toThrow(
      /keyway\.yaml:\d+:\d+ .*"consumerSecret" in authProviders\.Entra/,
    );
  });

  it('need approval before the secret would go to another host', async () => {
    await run();
    await place.write(text({ host: 'idp.evil.example' }));
    await expect(run()).rejects.toMatchObject({
      code: 'RisksNotAllowed',
      data: { risks: [{ risk: 'url-host-change' }] },
    });
  });

  it('are pulled with the external credential that uses them, and their secret becomes a reference', async () => {
    await run();
    const login = { providerType: 'Google', friendlyName: 'Login of the org' };
    await clientOf(place.org).deploy({
      'package.xml': packageXml(['AuthProvider/Login']),
      'authproviders/Login.authprovider': `<AuthProvider xmlns="http://soap.sforce.com/2006/04/metadata"><friendlyName>${login.friendlyName}</friendlyName><providerType>${login.providerType}</providerType></AuthProvider>`,
    });
    await place.write('version: 1\napiVersion: "66.0"\n');
    const { variables, leftOut } = await pull({ config: place.config });
    expect({ variables, leftOut }).toEqual({ variables: ['ENTRA_CONSUMER_SECRET'], leftOut: [] });
    const { authProviders } = parse(await readFile(place.config, 'utf8'));
    expect(authProviders).toEqual({
      Entra: {
        label: 'Entra ID',
        providerType: 'OpenIdConnect',
        consumerKey: 'acme-client',
        authorizeUrl: 'https://idp.acme.example/authorize',
        tokenUrl: 'https://idp.acme.example/token',
        consumerSecret: '${env:ENTRA_CONSUMER_SECRET}',
      },
    });
    expect((await plan({ config: place.config })).changes).toEqual([]);
    expect((await pull({ config: place.config })).changed).toBe(false);
  });

  it('are deleted by a rollback of the deploy that created them', async () => {
    await run();
    await rollback({ config: place.config, allow: ['component-removal'] });
    expect(await inOrg()).toBe('null');
  });

  it.each([
    ['OpenIdConnect without its URLs', text().replace(/ +tokenUrl.*\n/, ''), /OpenIdConnect needs tokenUrl/],
    ['a secret in the file', text().replace('"${env:ACME_SECRET}"', 'open'), /consumerSecret/],
    ['http', text().replace('https://idp.acme.example/token', 'http://idp.acme.example/token'), /tokenUrl/],
    [
      'a flag of OpenIdConnect',
      text({ type: 'Google', more: '    sendSecretInApis: true\n' }),
      /sendSecretInApis.*OpenIdConnect only/,
    ],
  ])('are refused with %s', async (_case, wrong, message) => {
    await place.write(wrong);
    const { problems } = await validate({ config: place.config });
    expect(problems.map((problem) => problem.message).join('\n')).toMatch(message);
  });
});
