import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { commands } from '../src/cli/commands.ts';
import { nameOf } from '../src/cli/entry.ts';

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'));
const plugin = read('plugins/sf-keyway/package.json');

it('the plugin of the sf CLI has the same version, and the same groups of commands', () => {
  const { version, engines } = read('package.json');
  expect(plugin).toMatchObject({ version, engines, dependencies: { 'sf-keyway': version } });
  const groups = commands.flatMap((entry) => ('actions' in entry ? [entry] : []));
  const described = groups.map((group) => [
    nameOf(group),
    { description: `${group.describe.charAt(0).toUpperCase()}${group.describe.slice(1)}.` },
  ]);
  expect(plugin.oclif.topics.keyway.subtopics).toEqual(Object.fromEntries(described));
});
