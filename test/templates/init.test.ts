import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { deploy } from '../../src/operations/deploy.ts';
import { format } from '../../src/operations/format.ts';
import { init, type TemplateName, templates } from '../../src/operations/init.ts';
import { render } from '../../src/operations/render.ts';
import { validate } from '../../src/operations/validate.ts';
import { verify } from '../../src/operations/verify.ts';
import { workspace } from '../operations/workspace.ts';

const names = Object.keys(templates) as TemplateName[];

it('there is a template for each file in templates/config', () => {
  expect(names.map((name) => `${name}.yaml`).sort()).toEqual(readdirSync('templates/config').sort());
});

describe.each(names)('init --template %s', (template) => {
  const made = () => {
    const { directory } = workspace('');
    const config = join(directory, 'new.yaml');
    return {
      directory,
      config,
      result: init({ config, template, name: 'AcmeKms', orgs: { uat: 'acme-uat' } }),
    };
  };

  it('creates a config without a problem, and git ignores what deploys leave', () => {
    const { directory, config, result } = made();
    expect(validate({ config })).toMatchObject({ valid: true, problems: [] });
    expect(result.environments).toEqual(['local', 'uat']);
    expect(format({ config, check: true }).changed).toBe(false);
    expect(readFileSync(config, 'utf8')).not.toContain('{{');
    expect(readFileSync(join(directory, '.gitignore'), 'utf8')).toBe('.keyway/\n');
    expect(render({ config, environment: 'uat' }).files).toEqual(
      expect.arrayContaining([
        expect.stringContaining('AcmeKms.externalCredential'),
        expect.stringContaining('AcmeKms.namedCredential'),
        expect.stringContaining('AcmeKmsAccess.permissionset'),
      ]),
    );
  });

  it('is deployed to the local org without any variable, and verified there', async () => {
    const { config, result } = made();
    expect(result.variables.filter((name) => process.env[name] !== undefined)).toEqual([]);
    const deployed = await deploy({ config });
    expect(deployed.checks.filter(({ ok }) => ok === false)).toEqual([]);
    const { checks } = await verify({ config });
    expect(checks.filter(({ ok }) => ok === false)).toEqual([]);
    expect(checks.length).toBeGreaterThan(3);
  });
});
