import { afterEach, describe, expect, it } from '@jest/globals';
import { plan } from '../../src/operations/plan.ts';
import { pull } from '../../src/operations/pull.ts';
import { externalCredential, namedCredential } from '../local/salesforce/samples.ts';
import { closePulls, pullOrg } from './pull-org.ts';

const secret = '0123456789abcdef0123456789abcdef';
const variables = ['HUB_CLIENT_SECRET', 'HUB_CLIENT_SECRET_2'];

afterEach(async () => {
  for (const name of variables) delete process.env[name];
  await closePulls();
});

const header = (value: string, name = 'client_secret') =>
  `<externalCredentialParameters><parameterGroup>DefaultGroup</parameterGroup><parameterName>${name}</parameterName><parameterType>AuthHeader</parameterType><parameterValue>${value}</parameterValue><sequenceNumber>1</sequenceNumber></externalCredentialParameters>`;
const hub = (parameters: string) => ({
  'externalCredentials/Hub.externalCredential': externalCredential('Custom', parameters),
});
const file = (value: string) => `version: 1
apiVersion: "66.0"
externalCredentials:
  Hub:
    label: Acme KMS
    authentication:
      protocol: Custom
      headers:
        client_secret: ${value} # ours
`;

describe("an org's header with a secret-like name", () => {
  it('is pulled as a reference, reported by name, and never written', async () => {
    const org = await pullOrg({ seed: { components: hub(header(secret)) } });
    const result = await pull({ config: org.config });
    expect(JSON.stringify(result)).not.toContain(secret);
    expect(org.text()).not.toContain(secret);
    expect(org.text()).toContain('client_secret: ${env:HUB_CLIENT_SECRET}\n');
    expect(result).toMatchObject({
      leftOut: [],
      variables: ['HUB_CLIENT_SECRET'],
      notes: [
        `ExternalCredential Hub has the unencrypted header "client_secret"; keyway wrote it as \${env:HUB_CLIENT_SECRET}; set that to the org's value`,
      ],
    });
    process.env.HUB_CLIENT_SECRET = secret;
    expect((await plan({ config: org.config })).changes).toEqual([]);
    expect(await pull({ config: org.config })).toMatchObject({ changed: false, notes: [] });
  });

  it('has its own variable if two components have the same name', async () => {
    const httpHeader = header('other')
      .replaceAll('externalCredentialParameters', 'namedCredentialParameters')
      .replace('<parameterGroup>DefaultGroup</parameterGroup>', '')
      .replace('AuthHeader', 'HttpHeader');
    const named = namedCredential('Hub').replace(
      '<namedCredentialParameters>',
      `${httpHeader}<namedCredentialParameters>`,
    );
    const org = await pullOrg({
      seed: { components: { ...hub(header(secret)), 'namedCredentials/Hub.namedCredential': named } },
    });
    const result = await pull({ config: org.config });
    expect(result.variables).toEqual(variables);
    Object.assign(process.env, { HUB_CLIENT_SECRET: secret, HUB_CLIENT_SECRET_2: 'other' });
    expect((await plan({ config: org.config })).changes).toEqual([]);
  });

  it('is pulled unchanged if it is a formula', async () => {
    const org = await pullOrg({ seed: { components: hub(header('{!$Credential.Hub.Key}')) } });
    expect(await pull({ config: org.config })).toMatchObject({ variables: [], notes: [] });
    expect(org.text()).toContain('client_secret: "{!$Credential.Hub.Key}"\n');
  });

  it.each([
    ['has the same value', secret, secret],
    ['calls it no secret', '{ value: old, secret: false }', `{ value: ${secret}, secret: false }`],
  ])('stays as in the file if that %s', async (_how, before, after) => {
    const org = await pullOrg({ seed: { components: hub(header(secret)) } });
    org.write(file(before));
    expect(await pull({ config: org.config })).toMatchObject({ variables: [] });
    expect(org.text()).toBe(file(after));
  });

  it('stays a reference even if its value here differs', async () => {
    process.env.HUB_CLIENT_SECRET = 'stale';
    const org = await pullOrg({ seed: { components: hub(header(secret)) } });
    org.write(file('${env:HUB_CLIENT_SECRET}'));
    const { notes, changed } = await pull({ config: org.config });
    expect(changed).toBe(false);
    expect(notes).toEqual([expect.stringContaining("whose value here differs from the org's")]);
  });

  it('becomes a reference if the file has another literal value', async () => {
    const org = await pullOrg({ seed: { components: hub(header(secret)) } });
    org.write(file('old'));
    expect(await pull({ config: org.config })).toMatchObject({ variables: ['HUB_CLIENT_SECRET'] });
    expect(org.text()).toBe(file('${env:HUB_CLIENT_SECRET}'));
  });

  it('is pulled as a reference in a raw parameter too', async () => {
    const raw = header(secret).replace('<sequenceNumber>1</sequenceNumber>', '');
    const org = await pullOrg({ seed: { components: hub(raw) } });
    const result = await pull({ config: org.config });
    expect(JSON.stringify(result) + org.text()).not.toContain(secret);
    expect(org.text()).toContain('parameterValue: ${env:HUB_CLIENT_SECRET}\n');
    expect(result.notes).toEqual([
      `ExternalCredential Hub has the unencrypted parameter "client_secret"; keyway wrote it as \${env:HUB_CLIENT_SECRET}; set that to the org's value`,
    ]);
    process.env.HUB_CLIENT_SECRET = secret;
    expect((await plan({ config: org.config })).changes).toEqual([]);
    expect(await pull({ config: org.config })).toMatchObject({ changed: false });
  });

  it('stays as in the file as a raw parameter that is marked as not secret', async () => {
    const raw = header(secret).replace('<sequenceNumber>1</sequenceNumber>', '');
    const org = await pullOrg({ seed: { components: hub(raw) } });
    const lines = ['parameterName: client_secret', 'parameterType: AuthHeader', `parameterValue: ${secret}`];
    const text = file('x').replace(
      /headers:\n.*\n/,
      `parameters:\n        - ${[...lines, 'secret: false'].join('\n          ')}\n`,
    );
    org.write(text);
    expect((await plan({ config: org.config })).changes).toEqual([]);
    expect(await pull({ config: org.config })).toMatchObject({ changed: false });
    expect(org.text()).toBe(text);
    org.write(text.replace(secret, 'old'));
    await pull({ config: org.config });
    expect(org.text()).toBe(text);
  });

  const rawOf = (name: string, value: string) =>
    header(value, name).replace('<sequenceNumber>1</sequenceNumber>', '');
  const rawFile = (...items: readonly (readonly [string, string])[]) =>
    file('x').replace(
      /headers:\n.*\n/,
      `parameters:\n${items
        .map(
          ([name, value]) =>
            `        - parameterName: ${name}\n          parameterType: AuthHeader\n          parameterValue: ${value}\n`,
        )
        .join('')}`,
    );

  it('is hidden in a raw parameter that is added to an existing component', async () => {
    const org = await pullOrg({
      seed: { components: hub(rawOf('region', 'eu') + rawOf('client_secret', secret)) },
    });
    org.write(rawFile(['region', 'us']));
    const result = await pull({ config: org.config });
    expect(JSON.stringify(result) + org.text()).not.toContain(secret);
    expect(org.text()).toContain('${env:HUB_CLIENT_SECRET}');
    expect(org.text()).toContain('parameterValue: eu');
  });

  it('stays a reference in a list of raw parameters if another one changes', async () => {
    process.env.HUB_CLIENT_SECRET = secret;
    const org = await pullOrg({
      seed: { components: hub(rawOf('client_secret', secret) + rawOf('region', 'eu')) },
    });
    org.write(rawFile(['client_secret', '${env:HUB_CLIENT_SECRET}'], ['region', 'us']));
    const result = await pull({ config: org.config });
    expect(JSON.stringify(result) + org.text()).not.toContain(secret);
    expect(org.text()).toContain('${env:HUB_CLIENT_SECRET}');
    expect(org.text()).toContain('parameterValue: eu');
  });
});
