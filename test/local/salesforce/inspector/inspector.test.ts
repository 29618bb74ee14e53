import { request } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type Client, closeAll, startOrg } from '../client.ts';
import { keyServiceOrg, START } from '../key-service/key-service-org.ts';
import {
  access,
  chain,
  externalCredential,
  namedCredential,
  packageXml,
  permissionSet,
  principal,
} from '../samples.ts';

afterEach(closeAll);

/** The page's current sections, without a session. */
const sections = async ({ org }: Client): Promise<Record<string, string>> => {
  const response = await fetch(`${org.url}/local-org/inspector`);
  expect(response.status).toBe(200);
  return ((await response.json()) as { sections: Record<string, string> }).sections;
};

const pageOf = async ({ org }: Client): Promise<string> => (await fetch(org.url)).text();

/** The visible text: without HTML, with single spaces. */
const read = (markup = ''): string =>
  markup
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

const SECRET = 'sup3r-s3cret-value';

const storeSecret = (client: Client) =>
  client.rest('POST', '/services/data/v66.0/named-credentials/credential', {
    externalCredential: 'AcmeKms',
    principalType: 'NamedPrincipal',
    principalName: 'Key Service',
    authenticationProtocol: 'Custom',
    credentials: { ApiKey: { value: SECRET, encrypted: true } },
  });

const assign = (client: Client, alias: string) =>
  client.apex(
    `insert new PermissionSetAssignment(AssigneeId=[SELECT Id FROM User WHERE Alias='${alias}'].Id, PermissionSetId=[SELECT Id FROM PermissionSet WHERE Name='AcmeKeyAccess'].Id);`,
  );

describe('the chain on the page', () => {
  it('of an empty org', async () => {
    expect(read((await sections(await startOrg())).chain)).toBe(
      'Nothing is deployed yet. Try keyway deploy .',
    );
  });

  it('goes from the named credential to the users, and names what is missing', async () => {
    const client = await startOrg();
    await client.deploy(chain());
    const before = read((await sections(client)).chain);
    expect(before).toMatch(
      /AcmeKeys .* https:\/\/kms\.acme\.example\/keys .* AcmeKms .* Key Service .* secret not set .* AcmeKeyAccess .* nobody has it/,
    );
    await storeSecret(client);
    await assign(client, 'autoproc');
    const after = read((await sections(client)).chain);
    expect(after).toMatch(/Key Service .* secret set ApiKey .* AcmeKeyAccess .* autoproc/);
    expect(after).not.toMatch(/not set|nobody/);
  });

  it('shows principals that nobody can use, and credentials that nothing uses', async () => {
    const client = await startOrg();
    await client.deploy({
      'package.xml': packageXml(['ExternalCredential/Alone']),
      'externalCredentials/Alone.externalCredential': externalCredential('Basic', principal('Someone')),
    });
    expect(read((await sections(client)).chain)).toMatch(
      /no named credential uses it .*Alone .* Someone .* nobody is let in/,
    );
  });

  it('shows who has access by a profile, which no metadata shows', async () => {
    const client = await startOrg({
      seed: { components: chain(), profileGrants: { 'System Administrator': ['AcmeKms-Key Service'] } },
    });
    expect(read((await sections(client)).chain)).toMatch(/System Administrator Profile .* admin/);
  });

  it('shows only origin and path of a URL', async () => {
    const client = await startOrg();
    const url = 'https://user:hunter2@kms.acme.example/keys?token=letmein#now';
    await client.deploy({
      ...chain(),
      'namedCredentials/AcmeKeys.namedCredential': namedCredential('AcmeKms', url),
    });
    const page = await pageOf(client);
    expect(page).not.toMatch(/hunter2|letmein/);
  });
});

describe('the lists on the page', () => {
  it('contain the keys, newest first', async () => {
    const client = await startOrg();
    await client.rest('POST', '/services/data/v66.0/sobjects/TenantSecret', {
      Type: 'Data',
      Description: 'Mine',
    });
    expect(read((await sections(client)).keys)).toMatch(
      /2 Data ✓ ACTIVE made by Salesforce Mine .* 1 Data · ARCHIVED/,
    );
  });

  it("contain the org's cache state of a cache-only key, and its key service's answers", async () => {
    const { client, insert } = await keyServiceOrg();
    expect(read((await sections(client)).events)).toContain('No key has been fetched.');
    await insert();
    expect(read((await sections(client)).keys)).toMatch(
      /2 Data ✓ ACTIVE cache-only .* fetched 2026-06-01 12:00:00, kept until 2026-06-04 12:00:00/,
    );
    await client.org.setKeyService({ all: { fault: 'brokenTag' } });
    await client.org.flushKeyCache();
    const { keys, events = '' } = await sections(client);
    expect(read(keys)).toMatch(
      /2 Data ✕ DESTROYED .* failing since 2026-06-01 12:00:00, next try 2026-06-01 12:01:00/,
    );
    expect(read(events)).toMatch(
      /12:00:00 ✕ MALFORMED_DATA_ENCRYPTION_KEY 2 \[local org\] the data encryption key .* ✓ SUCCESS a new key/,
    );
    await client.org.setTime(START + 48 * 60 * 60 * 1000);
    expect(read((await sections(client)).keys)).toContain('2026-06-01 12:00:00, given up');
  });

  it('contain the deploy jobs with their messages', async () => {
    const client = await startOrg();
    await client.deploy(chain(), { checkOnly: true });
    await client.deploy({
      'package.xml': packageXml(['PermissionSet/Broken']),
      'permissionsets/Broken.permissionset': permissionSet(access('Nope-Nobody')),
    });
    const jobs = (await sections(client)).jobs ?? '';
    expect(read(jobs)).toMatch(
      /Failed .* 1 error .* PermissionSet Broken permissionsets\/Broken\.permissionset:\d+:\d+ .*Nope-Nobody.* Succeeded .* 3 of 3 validated/,
    );
    expect(jobs.match(/<details[^>]*\sopen\s*>/g)).toHaveLength(1);
  });

  it('contain the last requests, with names of query parameters but no values', async () => {
    const client = await startOrg();
    await client.query("SELECT Id FROM User WHERE Alias = 'findme'");
    await client.soap('m', '<describeMetadata><asOfVersion>66.0</asOfVersion></describeMetadata>');
    await client.get('/services/data/v66.0/chatter/feeds?onlyavalue');
    const requests = read((await sections(client)).requests);
    expect(requests).toMatch(/501 GET \/services\/data\/v66\.0\/chatter\/feeds\?=… /);
    expect(requests).toMatch(/200 POST \/services\/Soap\/m\/66\.0 describeMetadata/);
    expect(requests).toMatch(/200 GET \/services\/data\/v66\.0\/query\?q=… /);
    expect(requests).not.toMatch(/findme|onlyavalue|inspector/);
  });

  it('contain a request whose connection was closed', async () => {
    const client = await startOrg({ faults: [{ kind: 'drop' }] });
    await expect(client.get('/services/data')).rejects.toThrow();
    expect(read((await sections(client)).requests)).toContain('dropped GET /services/data');
  });

  it("contain the simulated faults, which don't affect the page itself", async () => {
    const client = await startOrg({ faults: [{ kind: 'drop', times: 3 }] });
    expect(read((await sections(client)).org)).toContain('Set to go wrong: drop ×3');
  });

  it("say that the org's clock was set", async () => {
    const client = await startOrg();
    await client.org.setTime(Date.parse('2031-05-06T07:08:09Z'));
    expect(read((await sections(client)).org)).toContain("The org's clock was set: it is 2031-05-06 07:08");
  });
});

describe('no secret', () => {
  it('of any kind is on the page, wherever it occurs', async () => {
    const client = await startOrg({ seed: { users: [{ username: 'second@acme.example' }] } });
    await client.deploy(chain());
    await storeSecret(client);
    // Into a label, a path, a key's description and a deploy's message.
    await client.deploy({
      ...chain(),
      'permissionsets/AcmeKeyAccess.permissionset': permissionSet(access('AcmeKms-Key Service'), SECRET),
    });
    await client.get(`/services/data/v66.0/sobjects/User/${client.org.accessToken}`);
    await client.get(`/services/data/v66.0/${'long'.repeat(40)}/${client.org.accessToken}`);
    await client.rest('POST', '/services/data/v66.0/sobjects/TenantSecret', {
      Type: 'Data',
      Description: SECRET,
    });
    await client.deploy({
      'package.xml': packageXml(['PermissionSet/Broken']),
      'permissionsets/Broken.permissionset': permissionSet(access(`AcmeKms-${SECRET}`)),
    });
    const { body } = await client.query('SELECT SecretValue FROM TenantSecret');
    const wrapped = body.records
      .map((row: { SecretValue: string | null }) => row.SecretValue)
      .filter(Boolean);
    expect(wrapped.length).toBeGreaterThan(0);
    const shown = (await pageOf(client)) + JSON.stringify(await sections(client));
    for (const secret of [
      SECRET,
      ...client.org.users.map(({ accessToken }) => accessToken),
      client.org.keyService.clientSecret,
      ...wrapped,
    ])
      expect(shown).not.toContain(secret);
    expect(shown).toContain('••••••');
    expect(shown).not.toContain(client.org.accessToken.slice(0, 20));
  });
});

describe('the page is safe', () => {
  it('from names that contain HTML', async () => {
    const hostile = `<img src=x onerror="alert(1)">'`;
    const client = await startOrg({
      seed: { organizationName: `</title><script>alert('${hostile}')</script>` },
    });
    await client.rest('POST', '/services/data/v66.0/sobjects/TenantSecret', {
      Type: 'Data',
      Description: hostile,
    });
    await client.get(`/services/data/v66.0/${encodeURIComponent(hostile)}`);
    const escaped = hostile.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    await client.deploy({
      ...chain(),
      'permissionsets/AcmeKeyAccess.permissionset': permissionSet(access('AcmeKms-Key Service'), escaped),
      'externalCredentials/AcmeKms.externalCredential': externalCredential(
        'Custom',
        principal('Key Service'),
        escaped,
      ),
    });
    await client.deploy({
      'package.xml': packageXml(['PermissionSet/A']),
      'permissionsets/A.permissionset': `<a b='<script>'>`,
    });
    const page = await pageOf(client);
    expect(page).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&#39;');
    expect(page.match(/<script[^>]*>/g)).toEqual(['<script src="/local-org/inspector.js" defer>']);
    expect(page).not.toMatch(/<img|<script>/);
    expect((await sections(client)).chain).not.toContain('<img');
  });

  it('by a policy that allows no external content and no inline code', async () => {
    const { org } = await startOrg();
    for (const path of ['/', '/local-org/inspector', '/local-org/inspector.js', '/local-org/inspector.css']) {
      const { headers } = await fetch(org.url + path);
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      );
      expect(headers.get('access-control-allow-origin')).toBeNull();
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
    const page = await (await fetch(org.url)).text();
    expect(page).not.toMatch(/\son\w+=|\sstyle=|(?:src|href)="(?!\/local-org\/|#|data:image)/);
  });

  it.each(['/local-org/inspector', '/local-org/instance'])(
    '%s from a site whose name was made to point to this machine',
    async (path) => {
      const { org } = await startOrg();
      const ask = (host: string) =>
        new Promise<number | undefined>((resolve, reject) => {
          request(`${org.url}${path}`, { headers: { host } }, (response) => {
            response.resume();
            resolve(response.statusCode);
          })
            .on('error', reject)
            .end();
        });
      expect(await ask('evil.example:80')).toBe(403);
      expect(await ask(new URL(org.url).host)).toBe(200);
      expect(await ask('localhost:1')).toBe(200);
    },
  );

  it('and stays readable with a lot of data', async () => {
    const client = await startOrg();
    for (let from = 0; from < 120; from += 40) {
      const names = Array.from({ length: 40 }, (_, n) => `Many${from + n}`);
      await client.deploy({
        'package.xml': packageXml(names.map((name) => `ExternalCredential/${name}`)),
        ...Object.fromEntries(
          names.map((name) => [
            `externalCredentials/${name}.externalCredential`,
            externalCredential('Basic', principal('P')),
          ]),
        ),
      });
    }
    expect(read((await sections(client)).chain)).toContain('70 more external credentials are not shown.');
  });
});
