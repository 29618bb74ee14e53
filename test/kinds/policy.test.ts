import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deploy } from '../../src/operations/deploy.ts';
import { plan } from '../../src/operations/plan.ts';
import { pull } from '../../src/operations/pull.ts';
import { validate } from '../../src/operations/validate.ts';
import { configText, type Place, placeWithOrg } from '../operations/org-and-config.ts';

const policy = `policy:
  hosts: ["*.acme.example"]
  protocols: [Oauth]
  assignTo: [autoproc, "*@acme.example"]
`;

let place: Place;
beforeEach(async () => {
  place = await placeWithOrg({}, configText({ more: policy }));
});
afterEach(() => place.close());

const messages = () => validate({ config: place.config }).problems.map(({ message }) => message);

describe('a policy', () => {
  it('allows what it lists', () => {
    expect(messages()).toEqual([]);
  });

  it.each([
    [
      'https://kms.acme.example/v1',
      'https://kms.evilacme.example/v1',
      '"url" in namedCredentials.AcmeKeys is on the host kms.evilacme.example, which policy.hosts doesn\'t allow',
    ],
    [
      'https://idp.acme.example/token',
      'https://idp.other.example/token',
      '"tokenUrl" in externalCredentials.AcmeKms.authentication is on the host idp.other.example, which policy.hosts doesn\'t allow',
    ],
    [
      '[autoproc]',
      '[autoproc, eve@other.example]',
      'item 2 of permissionSets.AcmeKeyAccess.assignTo is "eve@other.example", which policy.assignTo doesn\'t allow',
    ],
    [
      'protocols: [Oauth]',
      'protocols: [Jwt]',
      '"protocol" in externalCredentials.AcmeKms.authentication is Oauth, which policy.protocols doesn\'t allow',
    ],
    ['label: Acme KMS', 'label: https://other.example', undefined],
  ])('%s as %s', async (from, to, said) => {
    await place.write(configText({ more: policy }).replace(from, to));
    expect(messages()).toEqual(said === undefined ? [] : [said]);
  });

  it('refuses a pattern that would allow more than it seems', async () => {
    await place.write(configText({ more: policy.replace('*.acme', '*acme') }));
    expect(messages()).toEqual([expect.stringContaining("isn't a host such as")]);
    await expect(deploy({ config: place.config })).rejects.toMatchObject({ code: 'ConfigInvalid' });
  });
});

describe('a protected component', () => {
  const protecting = (text: string) =>
    `${text}  protect: { namedCredentials: [acmekeys], externalCredentials: [AcmeKms], permissionSets: [AcmeKeyAccess] }\n`;

  it('can be created, and then every change blocks the plan, with its place', async () => {
    const text = protecting(configText({ more: policy }));
    await place.write(text);
    await deploy({ config: place.config });
    await place.write(text.replace('label: Acme keys', 'label: Other'));
    const { changes, problems } = await plan({ config: place.config });
    expect(changes.map(({ type }) => type)).toEqual(['NamedCredential']);
    expect(problems).toMatchObject([
      {
        severity: 'error',
        at: { line: text.split('\n').findIndex((line) => line.includes('protect:')) + 1 },
        message: 'policy.protect names acmekeys, but this plan would change NamedCredential AcmeKeys',
      },
    ]);
    await expect(deploy({ config: place.config })).rejects.toMatchObject({ code: 'PlanBlocked' });
  });

  it('gains and loses no users', async () => {
    const text = protecting(configText({ more: policy }));
    await place.write(text.replace('    assignTo: [autoproc]\n', ''));
    await deploy({ config: place.config });
    await place.write(text);
    expect((await plan({ config: place.config })).problems).toMatchObject([
      { message: expect.stringContaining('would create Assignment AcmeKeyAccess → autoproc') },
    ]);
  });

  it("keeps its principals' secrets too", async () => {
    const text = protecting(configText({ more: policy }));
    await place.write(text);
    await deploy({ config: place.config });
    await expect(deploy({ config: place.config, rewrite: 'all' })).rejects.toMatchObject({
      code: 'PlanBlocked',
      message: expect.stringContaining('change Credential AcmeKms-KeyService'),
    });
  });

  it("can't be under removed", async () => {
    await place.write(
      `${configText({ more: policy })}  protect: { permissionSets: [Old] }\nremoved: { permissionSets: [Old] }\n`,
    );
    expect(messages()).toEqual(['policy.protect keeps Old from being deleted']);
  });
});

it('a pull leaves out what violates the policy, and says why', async () => {
  await place.write(configText());
  await deploy({ config: place.config });
  await place.write(`version: 1\napiVersion: "66.0"\npolicy: { hosts: [idp.acme.example] }\n`);
  const { leftOut, components } = await pull({ config: place.config });
  expect(leftOut).toMatchObject([
    { name: 'AcmeKeys', reason: expect.stringContaining("policy.hosts doesn't allow") },
  ]);
  expect(components.map(({ name }) => name)).toContain('AcmeKms');
});
