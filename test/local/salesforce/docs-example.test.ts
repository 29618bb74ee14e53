import { readFileSync } from 'node:fs';
import * as jest from '@jest/globals';
import { createLocalOrg } from '../../../src/local/salesforce/index.ts';
import { readSeedFile } from '../../../src/local/salesforce/seed/seed-file.ts';
import { closeAll, startOrg } from './client.ts';

const { afterAll, afterEach, beforeAll, describe, expect, it, test } = jest;

const page = readFileSync('docs/local-org.md', 'utf8');
const blocks = (language: string): readonly string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, text = '']) => text);

describe('the tests in docs/local-org.md', () => {
  // Unchanged except for the import, because the package's own name is only known after its installation.
  const source = blocks('js')
    .join('\n')
    .replace(/^import .*$/m, '');
  const names = { createLocalOrg, afterAll, afterEach, beforeAll, expect, test };
  new Function(...Object.keys(names), source)(...Object.values(names));
});

describe('the seed file in docs/local-org.md', () => {
  afterEach(closeAll);

  it('is a valid seed of an org', async () => {
    const [seed = ''] = blocks('yaml');
    const { writeFile, mkdtemp } = await import('node:fs/promises');
    const { tmpdir } = await import('node:os');
    const path = `${await mkdtemp(`${tmpdir()}/keyway-docs-`)}/seed.yaml`;
    await writeFile(path, seed);
    const { query } = await startOrg(await readSeedFile(path));
    const { body } = await query(
      "SELECT Assignee.Alias FROM PermissionSetAssignment WHERE PermissionSet.Name = 'AcmeKeyAccess'",
    );
    expect(body.records).toMatchObject([{ Assignee: { Alias: 'autoproc' } }]);
  });
});
