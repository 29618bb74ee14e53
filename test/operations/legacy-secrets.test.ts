import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deploy } from '../../src/operations/deploy.ts';
import { plan } from '../../src/operations/plan.ts';
import { verify } from '../../src/operations/verify.ts';
import { configText, type Place, placeWithOrg } from './org-and-config.ts';

const text = configText().replace(
  'namedCredentials:\n',
  `namedCredentials:
  Old: { type: Legacy, label: Old, endpoint: https://old.acme.example, protocol: Password, principalType: NamedUser, username: acme, password: "\${env:OLD_PASSWORD}" }
  Open: { type: Legacy, label: Open, endpoint: https://open.acme.example, protocol: NoAuthentication, principalType: Anonymous }
`,
);

let place: Place;
let stateDir: string;
beforeEach(async () => {
  process.env.OLD_PASSWORD = 'first-password';
  stateDir = mkdtempSync(join(tmpdir(), 'keyway-state-'));
  place = await placeWithOrg({ stateDir }, text);
  await deploy({ config: place.config });
});
afterEach(async () => {
  delete process.env.OLD_PASSWORD;
  await place.close();
});

/** Everything that the org has stored. */
const stored = () =>
  readdirSync(stateDir)
    .filter((name) => name.endsWith('.json'))
    .map((name) => readFileSync(join(stateDir, name), 'utf8'))
    .join();

describe('A changed secret', () => {
  it('is reported as not compared, each by its name', async () => {
    process.env.OLD_PASSWORD = 'second-password';
    const { changes, notes } = await plan({ config: place.config });
    expect(changes).toEqual([]);
    expect(notes.filter((note) => note.includes('compared'))).toEqual([
      "Old: password is not compared, because its value isn't visible; --write-credentials=Old writes it again",
      "AcmeKms-KeyService: clientSecret is not compared, because its value isn't visible; --write-credentials=AcmeKms-KeyService writes it again",
    ]);
  });

  it.each([['all'], [['Old']]] as const)(
    'of a legacy named credential is sent with --write-credentials %j',
    async (rewrite) => {
      process.env.OLD_PASSWORD = 'second-password';
      const { changes, deploy: job } = await deploy({ config: place.config, rewrite });
      expect(changes.filter(({ type }) => type === 'NamedCredential')).toEqual([
        {
          type: 'NamedCredential',
          name: 'Old',
          action: 'update',
          risks: [],
          fields: [{ path: 'password', from: 'set', to: 'replaced' }],
        },
      ]);
      expect(job).toMatchObject({ status: 'Succeeded' });
      expect(stored()).toContain('second-password');
      expect(stored()).not.toContain('first-password');
    },
  );

  it('is seen and written if the org shows it: the AWS access key', async () => {
    process.env.OLD_KEY = 'AKIDACMEFIRST';
    const aws =
      'AwsSv4, principalType: NamedUser, awsRegion: eu-central-1, awsService: kms, awsAccessKey: "${env:OLD_KEY}", awsAccessSecret: "${env:OLD_PASSWORD}" }';
    await place.write(text.replace(/Password, principalType.*/, aws));
    await deploy({ config: place.config, allow: ['protocol-change'] });
    const level = await plan({ config: place.config });
    expect(level.changes).toEqual([]);
    expect(level.notes).toContain(
      "Old: awsAccessSecret is not compared, because its value isn't visible; --write-credentials=Old writes it again",
    );
    process.env.OLD_KEY = 'AKIDACMESECOND';
    const { checks } = await verify({ config: place.config });
    expect(checks).toContainEqual({
      link: 'NamedCredential',
      name: 'Old',
      ok: false,
      message: 'differs in awsAccessKey',
    });
    const { changes } = await deploy({ config: place.config });
    expect(changes).toEqual([
      {
        type: 'NamedCredential',
        name: 'Old',
        action: 'update',
        risks: [],
        fields: [{ path: 'awsAccessKey', from: 'another value', to: 'replaced' }],
      },
    ]);
    expect((await place.retrieved())['namedCredentials/Old.namedCredential']).toContain('AKIDACMESECOND');
    expect((await plan({ config: place.config })).changes).toEqual([]);
    delete process.env.OLD_KEY;
    expect((await plan({ config: place.config })).notes).toContain(
      "Old: awsAccessKey, awsAccessSecret are not compared, because their values aren't visible; --write-credentials=Old writes them again",
    );
  });

  it('stops the deploy before anything is sent if its reference has no value', async () => {
    delete process.env.OLD_PASSWORD;
    await expect(deploy({ config: place.config, rewrite: ['Old'] })).rejects.toMatchObject({
      message: expect.stringContaining('"password" in namedCredentials.Old'),
    });
  });
});

describe('A secret without a value here', () => {
  it('is reported only by a plan that would send it', async () => {
    delete process.env.OLD_PASSWORD;
    const named = async () =>
      (await plan({ config: place.config })).notes.filter((note) => note.includes('not set here'));
    expect(await named()).toEqual([]);
    await place.write(text.replace('label: Old,', 'label: Older,'));
    expect(await named()).toEqual(['Old: password (${env:OLD_PASSWORD}) is not set here']);
    // A deploy stops at this point.
    await expect(deploy({ config: place.config })).rejects.toMatchObject({ code: 'ConfigInvalid' });
    process.env.OLD_PASSWORD = 'first-password';
    expect(await named()).toEqual([]);
  });
});
