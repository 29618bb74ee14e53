import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readSfDefault, resolveTarget } from '../../src/salesforce/index.ts';

const token = { SF_ACCESS_TOKEN: 'a', SF_ORG_INSTANCE_URL: 'https://acme.my.salesforce.com' };

describe('resolveTarget', () => {
  it.each([
    [
      'the flag before all else',
      { flag: 'f', environmentTarget: 'e', env: { ...token, SF_TARGET_ORG: 's' } },
      { kind: 'alias', name: 'f', from: 'flag' },
    ],
    [
      'then the access token',
      { environmentTarget: 'e', env: { ...token, SF_TARGET_ORG: 's' } },
      { kind: 'token', accessToken: 'a', instanceUrl: 'https://acme.my.salesforce.com' },
    ],
    [
      'then the environment, which SF_TARGET_ORG does not override',
      { environmentTarget: 'e', env: { SF_TARGET_ORG: 'prod' }, sfDefault: 'd' },
      { kind: 'alias', name: 'e', from: 'environment' },
    ],
    [
      'then SF_TARGET_ORG',
      { env: { SF_TARGET_ORG: 's' }, sfDefault: 'd' },
      { kind: 'alias', name: 's', from: 'SF_TARGET_ORG' },
    ],
    ['then the default of sf', { env: {}, sfDefault: 'd' }, { kind: 'alias', name: 'd', from: 'sf default' }],
    [
      'the embedded org by the environment',
      { environmentTarget: 'local', env: { SF_TARGET_ORG: 'prod' } },
      { kind: 'local' },
    ],
    ['the embedded org by the flag', { flag: 'local', environmentTarget: 'e', env: {} }, { kind: 'local' }],
    [
      'names without the blanks round them, and blanks as nothing',
      { flag: ' ', environmentTarget: ' e ', env: {} },
      { kind: 'alias', name: 'e', from: 'environment' },
    ],
  ])('uses %s', (_, inputs, expected) => {
    expect(resolveTarget(inputs)).toEqual(expected);
  });

  it.each(['SF_ACCESS_TOKEN', 'SF_ORG_INSTANCE_URL'] as const)('refuses %s alone, and names both', (name) => {
    const inputs = { environmentTarget: 'e', env: { [name]: token[name] } };
    expect(() => resolveTarget(inputs)).toThrow(
      /^(SF_ACCESS_TOKEN|SF_ORG_INSTANCE_URL) is set, but (SF_ACCESS_TOKEN|SF_ORG_INSTANCE_URL) is not\.$/,
    );
    expect(resolveTarget({ ...inputs, flag: 'f' })).toMatchObject({ name: 'f' });
  });

  it('says how to name an org if none is named', () => {
    expect(() => resolveTarget({ env: {} })).toThrow(
      expect.objectContaining({
        code: 'NoTargetOrg',
        actions: [expect.stringContaining('-o ALIAS'), expect.stringContaining('sf config set')],
      }),
    );
  });
});

describe('readSfDefault', () => {
  const write = async (folder: string, config: string) => {
    await mkdir(join(folder, '.sf'), { recursive: true });
    await writeFile(join(folder, '.sf', 'config.json'), config);
  };

  it("uses the project's before that of the home folder", async () => {
    const home = await mkdtemp(join(tmpdir(), 'home-'));
    const project = await mkdtemp(join(tmpdir(), 'project-'));
    const inside = join(project, 'force-app', 'main');
    await mkdir(inside, { recursive: true });
    expect(await readSfDefault(inside, home)).toBeUndefined();
    await write(home, '{"target-org":"global"}');
    await write(project, '{"target-org":"project"}');
    expect(await readSfDefault(inside, home)).toBe('global');
    await writeFile(join(project, 'sfdx-project.json'), '{}');
    expect(await readSfDefault(inside, home)).toBe('project');
    await write(project, '{"org-api-version":"66.0"}');
    expect(await readSfDefault(inside, home)).toBe('global');
  });

  it("reports a file that isn't JSON", async () => {
    const home = await mkdtemp(join(tmpdir(), 'home-'));
    await write(home, '{');
    await expect(readSfDefault(home, home)).rejects.toMatchObject({
      code: 'SfConfigUnreadable',
      message: expect.stringContaining(home),
    });
  });
});
