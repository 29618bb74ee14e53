import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { risks } from '../../src/kinds/change.ts';
import { deploy } from '../../src/operations/deploy.ts';
import { pull } from '../../src/operations/pull.ts';
import { render } from '../../src/operations/render.ts';
import {
  apiVersionOf,
  byName,
  cases,
  emptyOrgFor,
  namespaced,
  orgWithFixture,
} from '../operations/fixture-orgs.ts';
import { closePulls } from '../operations/pull-org.ts';
import { newSf, type Sf } from './sf.ts';

/*
 * The sf CLI retrieves after keyway's deploy exactly what keyway renders: the same files, byte for byte, for every
 * fixture.
 */
jest.setTimeout(120_000);

let sf: Sf;
beforeAll(async () => {
  sf = await newSf();
});
afterAll(() => sf?.remove());

const set: string[] = [];
afterEach(async () => {
  for (const name of set.splice(0)) delete process.env[name];
  await closePulls();
});

/**
 * All files below a folder by path, except what belongs to the org: a certificate's content, settings that weren't
 * sent.
 */
async function contents(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const read = entries
    .filter((entry) => entry.isFile() && !/\/(?:certs|settings)$/.test(entry.parentPath))
    .map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(folder.length + 1), shown(await readFile(path, 'utf8'))] as const;
    });
  return Object.fromEntries((await Promise.all(read)).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Removes what an org shows of secrets, because keyway renders none. */
function shown(xml: string): string {
  return xml.replaceAll(/ *<(?:consumerSecret|awsAccessKey)>[^<]*<.*\n/g, '');
}

describe('sf project retrieve start after keyway deploy', () => {
  it.each(cases)('returns the files that keyway render wrote: %s', async (name) => {
    const first = await orgWithFixture(name);
    const { variables } = await pull({
      config: first.config,
      apiVersion: apiVersionOf(name),
      names: byName[name] ?? [],
    });
    for (const variable of variables) {
      process.env[variable] = 'a-value';
      set.push(variable);
    }
    const org = await emptyOrgFor(name);
    org.write(first.text());
    if (namespaced.includes(name))
      await writeFile(
        join(org.folder, 'sfdx-project.json'),
        '{ "namespace": "acme", "packageDirectories": [] }',
      );
    await deploy({ config: org.config, only: ['metadata'], allow: risks });
    render({ config: org.config });
    const folder = join(sf.project, 'force-app');
    await rm(folder, { recursive: true, force: true });
    await cp(join(org.folder, 'manifest'), join(sf.project, 'manifest'), { recursive: true, force: true });
    await cp(join(org.folder, 'force-app'), folder, { recursive: true });
    await rm(join(folder, 'main'), { recursive: true });
    await sf.logIn(org.client.org, `org-${name}`);
    const { json } = await sf.json('project retrieve start', '--manifest', 'manifest/package.xml');
    expect([json.status, json.message]).toEqual([0, undefined]);
    expect(await contents(folder)).toEqual(await contents(join(org.folder, 'force-app')));
  });
});
