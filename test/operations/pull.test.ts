import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { deploy } from '../../src/operations/deploy.ts';
import { plan } from '../../src/operations/plan.ts';
import { pull } from '../../src/operations/pull.ts';
import { summaryOf } from '../../src/report/pull.ts';
import { chain, externalCredential, namedCredential, principal } from '../local/salesforce/samples.ts';
import { closePulls, pullOrg } from './pull-org.ts';

afterEach(closePulls);

const components = () => {
  const { 'package.xml': _manifest, ...files } = chain();
  return files;
};
const url = (text: string) => ({
  'namedCredentials/AcmeKeys.namedCredential': namedCredential('AcmeKms', text),
});
const ADMIN = 'integration@acme.example';

describe('a pull without a file', () => {
  it("writes one whose plan is empty, with the permission set's assignments", async () => {
    const org = await pullOrg({
      seed: {
        users: [{ username: ADMIN }],
        components: components(),
        assignments: { AcmeKeyAccess: [ADMIN, 'autoproc'] },
      },
    });
    const result = await pull({ config: org.config });
    expect(result).toMatchObject({ changed: true, leftOut: [], notes: [], variables: [] });
    expect(
      org.text(),
    ).toBe(`# yaml-language-server: $schema=./node_modules/sf-keyway/schema/keyway.schema.json
version: 1
apiVersion: "66.0"

externalCredentials:
  AcmeKms:
    label: Acme KMS
    authentication:
      protocol: Custom
    principals:
      Key Service: NamedPrincipal

namedCredentials:
  AcmeKeys:
    label: Acme keys
    url: https://kms.acme.example/keys
    externalCredential: AcmeKms

permissionSets:
  AcmeKeyAccess:
    label: Acme key access
    principals: [AcmeKms-Key Service]
    userExternalCredentials: none
    assignTo: [autoproc, ${ADMIN}]
`);
    expect((await plan({ config: org.config })).changes).toEqual([]);
    expect(await pull({ config: org.config })).toMatchObject({ changed: false, diff: [] });
  });

  it('writes none for an org that has nothing to pull', async () => {
    const org = await pullOrg();
    const result = await pull({ config: org.config });
    expect(result).toMatchObject({ changed: false, components: [], leftOut: [], diff: [] });
    expect(existsSync(org.config)).toBe(false);
    expect(summaryOf(result)).toBe(
      `Nothing to pull: the org has nothing that keyway manages. ${org.config} was not written.`,
    );
  });

  it.each(['57.0', 'latest'])(
    'starts with the oldest supported version in a project of version %s',
    async (version) => {
      const org = await pullOrg({ seed: { components: components() } });
      writeFileSync(`${org.folder}/sfdx-project.json`, JSON.stringify({ sourceApiVersion: version }));
      const { notes, changed } = await pull({ config: org.config });
      expect(changed).toBe(true);
      expect(notes).toEqual([
        `sourceApiVersion of sfdx-project.json is "${version}", which keyway can't use. The new ${org.config} says apiVersion "60.0", the oldest supported version`,
      ]);
      expect(org.text()).toContain('apiVersion: "60.0"\n');
      expect((await plan({ config: org.config })).changes).toEqual([]);
    },
  );

  it('writes nothing with --dry-run, and shows what it would write', async () => {
    const org = await pullOrg({ seed: { components: components() } });
    const { diff, changed } = await pull({ config: org.config, dryRun: true });
    expect(existsSync(org.config)).toBe(false);
    expect(changed).toBe(true);
    expect(diff).toContain('+     url: https://kms.acme.example/keys');
  });

  it('refers to stored secrets by new variables, and never contains one', async () => {
    const org = await pullOrg();
    org.write(`version: 1
apiVersion: "66.0"
externalCredentials:
  AcmeKms:
    label: Acme KMS
    authentication:
      { protocol: Oauth, variant: ClientCredentialsClientSecret, tokenUrl: https://idp.acme.example/token }
    principals:
      KeyService: { type: NamedPrincipal, credentials: { clientId: "\${env:PULL_ID}", clientSecret: "\${env:PULL_SECRET}" } }
  Vault:
    label: Vault
    authentication: { protocol: Custom }
    principals:
      A b: { type: NamedPrincipal, credentials: { apiKey: "\${env:PULL_SECRET}", tenant: { value: "42", encrypted: false } } }
      Other: { type: NamedPrincipal }
`);
    Object.assign(process.env, { PULL_ID: 'the-id', PULL_SECRET: 's3cret-value' });
    await deploy({ config: org.config });
    const config = `${org.folder}/pulled.yaml`;
    const { variables, warnings } = await pull({ config });
    const names = ['ACME_KMS_CLIENT_ID', 'ACME_KMS_CLIENT_SECRET', 'VAULT_A_B_API_KEY', 'VAULT_A_B_TENANT'];
    expect(variables).toEqual(names);
    expect(warnings).toEqual([]);
    const text = readFileSync(config, 'utf8');
    expect(text).not.toMatch(/s3cret|the-id/);
    expect(parse(text).externalCredentials).toMatchObject({
      AcmeKms: {
        principals: {
          KeyService: {
            credentials: {
              clientId: '${env:ACME_KMS_CLIENT_ID}',
              clientSecret: '${env:ACME_KMS_CLIENT_SECRET}',
            },
          },
        },
      },
      Vault: {
        principals: {
          'A b': {
            credentials: {
              apiKey: '${env:VAULT_A_B_API_KEY}',
              tenant: { value: '${env:VAULT_A_B_TENANT}', encrypted: false },
            },
          },
          Other: 'NamedPrincipal',
        },
      },
    });
    expect((await plan({ config })).changes).toEqual([]);
  });
});

describe('a pull into a file', () => {
  const written = `# Ours.
version: 1
apiVersion:   "66.0"   # pinned


namedCredentials: # before the others
  AcmeKeys: { label: Acme keys, externalCredential: AcmeKms, url: https://old.acme.example/keys } # to be moved
externalCredentials:
  AcmeKms:
    # who we are
    label:  Acme KMS
    authentication: { protocol: Custom }
    principals: {Key Service: {type: NamedPrincipal}}
permissionSets:
  AcmeKeyAccess:
    label: Acme key access
    principals:
      - AcmeKms-Key Service   # the only one
    userExternalCredentials: none
    exclusive: true
`;

  it('changes only the line that differs', async () => {
    const org = await pullOrg({ seed: { components: components() } });
    org.write(written);
    const { components: pulled } = await pull({ config: org.config });
    expect(pulled).toEqual([
      { type: 'ExternalCredential', name: 'AcmeKms', outcome: 'unchanged' },
      { type: 'NamedCredential', name: 'AcmeKeys', outcome: 'changed' },
      { type: 'PermissionSet', name: 'AcmeKeyAccess', outcome: 'unchanged' },
    ]);
    expect(org.text()).toBe(
      written.replace('https://old.acme.example/keys', 'https://kms.acme.example/keys'),
    );
  });

  it('keeps line ends, a byte order mark and long lines', async () => {
    const org = await pullOrg({ seed: { components: components() } });
    const crlf = `\uFEFF${written.replace('# Ours.', `# Ours. ${'long '.repeat(60)}`)}`.replaceAll(
      '\n',
      '\r\n',
    );
    org.write(crlf);
    await pull({ config: org.config });
    expect(org.text()).toBe(crlf.replace('https://old', 'https://kms'));
  });

  it('keeps a reference with the org’s value, and reports one with another value', async () => {
    const org = await pullOrg({ seed: { components: components() } });
    org.write(written.replace('https://old.acme.example/keys', '"${env:PULL_URL}"'));
    process.env.PULL_URL = 'https://kms.acme.example/keys';
    expect(await pull({ config: org.config })).toMatchObject({ changed: false, notes: [] });
    process.env.PULL_URL = 'https://other.acme.example/keys';
    expect(await pull({ config: org.config })).toMatchObject({
      changed: false,
      notes: [
        "NamedCredential AcmeKeys: url is written as ${env:PULL_URL}, whose value here differs from the org's; keyway left it as it is",
      ],
    });
    delete process.env.PULL_URL;
  });

  it("writes an environment's differences into that environment", async () => {
    const org = await pullOrg({
      seed: { components: { ...components(), ...url('https://kms.uat.acme.example/keys') } },
    });
    org.write(written.replace('https://old', 'https://kms'));
    await pull({ config: org.config, environment: 'uat', targetOrg: undefined }).catch(() => undefined);
    writeFileSync(org.config, `${org.text()}environments:\n  uat:\n    protected: true # ask\n`);
    await pull({ config: org.config, environment: 'uat' });
    expect(org.text()).toBe(
      `${written.replace('https://old', 'https://kms')}environments:
  uat:
    protected: true # ask
    namedCredentials:
      AcmeKeys:
        url: https://kms.uat.acme.example/keys
`,
    );
    expect((await plan({ config: org.config, environment: 'uat' })).changes).toEqual([]);
    await org.deploy(url('https://kms.acme.example/keys'));
    await pull({ config: org.config, environment: 'uat' });
    expect(parse(org.text()).environments).toEqual({ uat: { protected: true } });
  });

  it('a different order is pulled, into the base or an environment', async () => {
    const header = (name: string, place: number) =>
      `    <namedCredentialParameters>\n        <parameterName>${name}</parameterName>\n        <parameterType>HttpHeader</parameterType>\n        <parameterValue>1</parameterValue>\n        <sequenceNumber>${place}</sequenceNumber>\n    </namedCredentialParameters>\n`;
    const headed = namedCredential().replace(
      '    <namedCredentialType>',
      `${header('x-b', 1)}${header('x-a', 2)}    <namedCredentialType>`,
    );
    const org = await pullOrg({
      seed: { components: { ...components(), 'namedCredentials/AcmeKeys.namedCredential': headed } },
    });
    const text = written
      .replace('https://old', 'https://kms')
      .replace('label: Acme keys,', 'label: Acme keys, headers: { x-a: "1", x-b: "1" },');
    for (const environment of [undefined, 'uat']) {
      org.write(`${text}environments: { uat: {} }\n`);
      expect(await pull({ config: org.config, environment })).toMatchObject({ changed: true, leftOut: [] });
      expect((await plan({ config: org.config, environment: 'uat' })).changes).toEqual([]);
      expect(await pull({ config: org.config, environment })).toMatchObject({ changed: false });
    }
  });

  it("anchors with aliases don't change", async () => {
    const org = await pullOrg({ seed: { components: components() } });
    org.write(
      written.replace(
        '{ label: Acme keys, externalCredential: AcmeKms, url: https://old.acme.example/keys }',
        '&keys\n    label: Acme keys\n    externalCredential: AcmeKms\n    url: https://old.acme.example/keys\n  Other: *keys',
      ),
    );
    await pull({ config: org.config });
    const { AcmeKeys, Other } = parse(org.text()).namedCredentials;
    expect([AcmeKeys.url, Other.url]).toEqual([
      'https://kms.acme.example/keys',
      'https://old.acme.example/keys',
    ]);
  });

  it('text from an org contains no references, whatever it looks like', async () => {
    const label = '${env:HOME} $${x} ${';
    const files = {
      'externalCredentials/AcmeKms.externalCredential': externalCredential('Custom', principal('P'), label),
    };
    const org = await pullOrg({ seed: { components: files } });
    await pull({ config: org.config });
    expect(parse(org.text()).externalCredentials.AcmeKms.label).toBe('$${env:HOME} $$${x} $${');
    expect((await plan({ config: org.config })).changes).toEqual([]);
  });
});

describe('components that a pull leaves out', () => {
  it('include profiles that grant a principal, which are mentioned', async () => {
    const org = await pullOrg({
      seed: { components: components(), profileGrants: { 'System Administrator': ['AcmeKms-Key Service'] } },
    });
    const { notes } = await pull({ config: org.config });
    expect(notes).toEqual([
      "the profile System Administrator gives access to principals too: principals of profiles can't be deployed, so a config can't express them",
    ]);
  });

  it("include those that are removed, that are null here, and that the org doesn't have", async () => {
    const org = await pullOrg({ seed: { components: components() } });
    const text = `version: 1
apiVersion: "66.0"
externalCredentials:
  AcmeKms: { label: Ours, authentication: { protocol: Custom } }
  Gone: { label: Gone, authentication: { protocol: Basic } }
removed: { permissionSets: [AcmeKeyAccess], namedCredentials: [AcmeKeys] }
environments: { uat: { externalCredentials: { AcmeKms: null } } }
`;
    org.write(text);
    const result = await pull({ config: org.config });
    expect(result.leftOut.map(({ name, reason }) => `${name} ${reason}`)).toEqual([
      'AcmeKms is null in environment uat',
      'AcmeKeys is listed under removed.namedCredentials',
      'AcmeKeyAccess is listed under removed.permissionSets',
    ]);
    expect(result.notes).toEqual([
      `ExternalCredential Gone is in ${org.config} but not in the org; keyway left it as it is`,
    ]);
    expect(org.text()).toBe(text);
  });

  it('include a URL that no config accepts, which is mentioned with what needs it', async () => {
    const org = await pullOrg({
      seed: { components: { ...components(), ...url('http://plain.acme.example') } },
    });
    const { leftOut } = await pull({ config: org.config });
    expect(leftOut).toMatchObject([
      { name: 'AcmeKeys', reason: expect.stringContaining('must begin with https://') },
    ]);
    expect(parse(org.text()).externalCredentials).toHaveProperty('AcmeKms');
  });
});

describe('a pull of names', () => {
  it('adds those, and the external credential that one needs', async () => {
    const others = {
      'externalCredentials/Other.externalCredential': externalCredential('Custom', principal('P')),
    };
    const org = await pullOrg({ seed: { components: { ...components(), ...others } } });
    await pull({ config: org.config, names: ['acmekeys'] });
    expect(Object.keys(parse(org.text()))).toEqual([
      'version',
      'apiVersion',
      'externalCredentials',
      'namedCredentials',
    ]);
    expect(Object.keys(parse(org.text()).externalCredentials)).toEqual(['AcmeKms']);
  });

  it("reports what the org doesn't have, with the most similar name", async () => {
    const org = await pullOrg({ seed: { components: components() } });
    await expect(pull({ config: org.config, names: ['AcmeKey'] })).rejects.toMatchObject({
      code: 'ComponentNotFound',
      message: expect.stringContaining('did you mean "AcmeKeys"?'),
    });
    expect(existsSync(org.config)).toBe(false);
  });
});

it('reads many components in one retrieve', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 12 }, (_, index) => [
      `externalCredentials/Kms${index}.externalCredential`,
      externalCredential('Custom', principal('P')),
    ]),
  );
  const org = await pullOrg({ seed: { components: files } });
  const { components: pulled } = await pull({ config: org.config });
  expect(pulled).toHaveLength(12);
  expect((await plan({ config: org.config })).changes).toEqual([]);
});

it('reports a value that looks like a secret under another name', async () => {
  const header = `    <namedCredentialParameters>\n        <parameterName>X-Login</parameterName>\n        <parameterType>HttpHeader</parameterType>\n        <parameterValue>Bearer ${'x'.repeat(24)}</parameterValue>\n        <sequenceNumber>1</sequenceNumber>\n    </namedCredentialParameters>\n`;
  const headed = namedCredential().replace('    <namedCredentialType>', `${header}    <namedCredentialType>`);
  const org = await pullOrg({
    seed: { components: { ...components(), 'namedCredentials/AcmeKeys.namedCredential': headed } },
  });
  const { notes } = await pull({ config: org.config });
  expect(notes).toEqual([expect.stringContaining('looks like a secret')]);
});

it('leaves it to a person to decide about a principal that the org no longer has and the file needs', async () => {
  const org = await pullOrg({ seed: { components: components() } });
  org.write(`version: 1
apiVersion: "66.0"
externalCredentials:
  AcmeKms:
    label: Acme KMS
    authentication: { protocol: Custom }
    principals: { Gone: { type: NamedPrincipal } }
permissionSets:
  Ours: { label: Ours, principals: [AcmeKms-Gone] }
`);
  const before = org.text();
  await expect(pull({ config: org.config })).rejects.toMatchObject({ code: 'PullConflicts' });
  expect(org.text()).toBe(before);
});
