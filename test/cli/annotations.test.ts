import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Place, placeWithOrg } from '../operations/org-and-config.ts';
import { keyway } from './keyway.ts';

let place: Place;
beforeEach(async () => {
  place = await placeWithOrg();
  process.env.GITHUB_ACTIONS = 'true';
  process.env.GITHUB_WORKSPACE = place.directory;
});
afterEach(async () => {
  delete process.env.GITHUB_ACTIONS;
  delete process.env.GITHUB_WORKSPACE;
  await place.close();
});

const text = () => readFileSync(place.config, 'utf8');
const annotations = (stderr: string) => stderr.split('\n').filter((line) => line.startsWith('::'));

describe('in GitHub Actions', () => {
  it.each(['validate', 'plan', 'deploy'])('%s marks an error at its line', async (verb) => {
    writeFileSync(place.config, `${text()}\nlables: {}\n`);
    const line = text().split('\n').indexOf('lables: {}') + 1;
    const { exitCode, stderr } = await keyway([verb, '--config', place.config]);
    expect(exitCode).toBe(1);
    expect(annotations(stderr)).toEqual([
      expect.stringMatching(new RegExp(`^::error file=keyway\\.yaml,line=${line},col=1,title=keyway::`)),
    ]);
  });

  it('plan and deploy mark what the org lacks', async () => {
    writeFileSync(place.config, text().replace('[autoproc]', '[nobody@acme.example]'));
    for (const verb of ['plan', 'deploy']) {
      const { stderr } = await keyway([verb, '--config', place.config]);
      expect(annotations(stderr)).toEqual([expect.stringContaining('nobody@acme.example')]);
    }
  });

  it('validate writes SARIF and a Code Quality report, even for an invalid config', async () => {
    writeFileSync(place.config, `${text()}\nlables: {}\n`);
    const files = ['sarif', 'code-quality'].map((name) => join(place.directory, 'reports', name));
    const flags = ['--sarif', files[0] ?? '', '--code-quality', files[1] ?? ''];
    expect((await keyway(['validate', ...flags, '--config', place.config])).exitCode).toBe(1);
    for (const file of files) expect(readFileSync(file, 'utf8')).toContain('lables');
  });
});
