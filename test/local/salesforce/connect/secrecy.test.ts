import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import { closeAll } from '../client.ts';
import { CREDENTIAL, credential, EXTERNAL_CREDENTIALS, orgWith, query } from './chain.ts';

afterEach(closeAll);

const SECRET = 'mark3d-s3cr3t';

describe('a stored secret', () => {
  it('is in the state file, which only its owner can read, and survives a restart', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'keyway-secrecy-'));
    try {
      const first = await orgWith(['Basic'], { stateDir: directory });
      await first.rest('POST', CREDENTIAL, credential('Basic', { username: 'u', password: SECRET }));
      await closeAll();
      for (const name of await readdir(directory)) {
        const file = join(directory, name);
        if ((await readFile(file, 'utf8')).includes(SECRET)) {
          expect(name).toBe('state.json');
          expect((await stat(file)).mode & 0o777).toBe(0o600);
        }
      }
      const second = await orgWith(['Custom'], { stateDir: directory });
      expect((await second.get(query('Basic'))).body.authenticationStatus).toBe('Configured');
    } finally {
      await closeAll();
      await rm(directory, { recursive: true, force: true });
    }
  });

  it('is in no answer to any request', async () => {
    const { get, org, query: soql, rest, soap } = await orgWith(['Custom', 'Basic']);
    const body = credential('Custom', { ApiKey: SECRET });
    const answers = [
      await rest('POST', CREDENTIAL, body),
      await rest('POST', CREDENTIAL, body),
      await rest('PUT', CREDENTIAL, body),
      await rest('PATCH', CREDENTIAL, body),
      await rest('POST', CREDENTIAL, credential('Basic', { password: `${SECRET}\n` })),
      await rest('POST', CREDENTIAL, { ...body, credentials: SECRET }),
      await rest('POST', CREDENTIAL, { ...body, credentials: { ApiKey: SECRET } }),
      await rest('POST', CREDENTIAL, { ...body, principalType: SECRET }),
      await get(query('Custom')),
      await get(EXTERNAL_CREDENTIALS),
      await soql('SELECT FIELDS(ALL) FROM SetupEntityAccess LIMIT 200'),
    ];
    const read = await soap(
      'm',
      '<readMetadata><type>ExternalCredential</type><fullNames>Custom</fullNames></readMetadata>',
    );
    const texts = [...answers.map((answer) => JSON.stringify(answer.body)), read.text, inspect(org)];
    expect(texts.filter((text) => text.includes(SECRET))).toEqual([]);
  });
});
