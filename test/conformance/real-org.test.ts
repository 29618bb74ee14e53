import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { exitCodeOf } from '../../src/cli/conformance.ts';
import { externalCredential, permissionSetWith, principal } from '../../src/conformance/components.ts';
import type { Fact } from '../../src/conformance/fact.ts';
import { facts } from '../../src/conformance/facts/index.ts';
import { document, pathOf } from '../../src/conformance/files.ts';
import { sendJob } from '../../src/conformance/job.ts';
import { readSettings } from '../../src/conformance/keep-settings.ts';
import { findFactComponents } from '../../src/conformance/own.ts';
import type { ConformanceResult } from '../../src/conformance/result.ts';
import { conformance } from '../../src/operations/conformance/index.ts';
import type { ConformanceOptions } from '../../src/operations/conformance/options.ts';
import { askRealOrg } from '../../src/operations/conformance/real-org.ts';
import { deploy, insertTenantSecret, query } from '../../src/salesforce/index.ts';
import { type Place, placeWithOrg } from '../operations/org-and-config.ts';

let place: Place;
beforeEach(async () => {
  place = await placeWithOrg();
});
afterEach(() => place.close());

const fact = (id: string, more: Partial<Fact> = {}): Fact => ({
  id,
  sentence: 'A sentence.',
  source: 'assumed',
  constants: [],
  expected: 'so',
  observe: async () => 'so',
  ...more,
});

const run = (
  asked: readonly Fact[],
  options: Partial<ConformanceOptions> = {},
  accessToken = place.org.accessToken,
) => {
  const { url: instanceUrl } = place.org;
  const target = { kind: 'token' as const, instanceUrl, accessToken };
  return askRealOrg(asked, target, '66.0', { yes: true, version: '1.2.3', ...options });
};

const made = externalCredential('KwConfMade', 'Custom', [principal('One')]);
const left = () => place.as(findFactComponents);

describe('a verdict', () => {
  it("masks the org's name", async () => {
    const observe: Fact['observe'] = async ({ org }) => `${org.username} of ${org.id} at ${org.instanceUrl}`;
    const result = await run([fact('names', { observe }), fact('other')]);
    expect(result.facts).toEqual([
      { id: 'names', expected: 'so', seen: '[user] of [org] at [host]', verdict: 'contradicts', why: null },
      { id: 'other', expected: 'so', seen: 'so', verdict: 'agrees', why: null },
    ]);
    expect(exitCodeOf(result)).toBe(2);
  });

  it('cuts a long answer', async () => {
    const {
      facts: [seen],
    } = await run([fact('much', { observe: async () => 'so '.repeat(10_000) })]);
    expect(seen?.seen).toHaveLength(4001);
  });

  it('is skipped, with a reason, if the org lacks something, if only a local org can show it, or for keys', async () => {
    let asked = 0;
    const need = {
      lack: 'The org has no Shield.',
      isMet: async () => {
        asked += 1;
        return false;
      },
    };
    const never: Fact['observe'] = async () => {
      throw new Error('must not be asked');
    };
    const result = await run([
      fact('needs', { needs: [need], observe: never }),
      fact('needs-too', { needs: [{ ...need }], observe: never }),
      fact('local', { asks: 'localOrg', observe: never }),
      fact('cipher-trust', { asks: 'localCipherTrust', observe: never }),
      fact('keys', { changes: 'keys', observe: never }),
      fact('offline', { asks: 'nobody' }),
    ]);
    expect(result.facts.map(({ verdict, why }) => [verdict, why])).toEqual([
      ['skipped', 'The org has no Shield.'],
      ['skipped', 'The org has no Shield.'],
      ['skipped', 'Only a local org can show it.'],
      ['skipped', 'Only a local CipherTrust can show it.'],
      ['skipped', 'It makes or rotates keys: pass --with-keys.'],
      ['agrees', null],
    ]);
    expect(asked).toBe(1);
    expect(exitCodeOf(result)).toBe(0);
  });

  it('is failed if the question got no answer, and the cleanup still runs', async () => {
    const observe: Fact['observe'] = async ({ deploy, org }) => {
      await deploy(made);
      await query(org, 'SELECT Id FROM KwConfNothing');
      return 'so';
    };
    const result = await run([fact('fails', { observe }), fact('other')]);
    expect(result.facts[0]).toMatchObject({ verdict: 'failed', seen: null });
    expect(result.facts[0]?.why).toMatch(/^Refused: |KwConfNothing/);
    expect(result.facts[1]).toMatchObject({ verdict: 'agrees' });
    expect(await left()).toEqual([]);
    expect(exitCodeOf(result)).toBe(1);
  });

  it('is skipped after the time limit, and the cleanup still runs', async () => {
    const observe: Fact['observe'] = async ({ deploy, org }) => {
      await deploy(made);
      for (;;) await query(org, 'SELECT Id FROM Organization');
    };
    const result = await run([fact('endless', { observe }), fact('other')], { longest: 1500 });
    expect(result.facts.map(({ why }) => why)).toEqual([
      'The run ended before its turn.',
      'The run ended before its turn.',
    ]);
    expect(await left()).toEqual([]);
  });
});

describe('what facts create', () => {
  it('must have a KwConf name, or the fact fails', async () => {
    const observe: Fact['observe'] = ({ deploy }) =>
      deploy(permissionSetWith('KwConfiguration', {})).then(() => 'so');
    const { facts } = await run([fact('greedy', { observe })]);
    expect(facts[0]).toMatchObject({ verdict: 'failed', why: expect.stringContaining('KwConfiguration') });
    expect(
      await place.as((org) => query(org, "SELECT Id FROM PermissionSet WHERE Name = 'KwConfiguration'")),
    ).toEqual([]);
  });

  it('is announced with its keys before anything is sent, and needs approval', async () => {
    const questions: string[] = [];
    const ask = async (question: string) => {
      questions.push(question);
      return false;
    };
    const observe: Fact['observe'] = ({ deploy }) => deploy(made).then(() => 'so');
    const keys = fact('keys', { changes: 'keys', observe });
    const refused = run([keys], { yes: false, ask, withKeys: true });
    await expect(refused).rejects.toMatchObject({ code: 'NotConfirmed' });
    expect(questions).toEqual([
      expect.stringMatching(
        /^keyway creates components named KwConf… .*removes them again\. keys: keys that these create stay in the org; keyway restores the settings that they change\. Continue\?$/,
      ),
    ]);
    expect(await left()).toEqual([]);
  });

  it.each([
    ['goes where an answer is lost meanwhile', 1],
    ['is left, with a sentence, where all answers are, and goes with the next run', 10],
  ])('%s', async (_what, times) => {
    const observe: Fact['observe'] = async ({ deploy: send }) => {
      await send(made);
      await place.org.setFaults([{ kind: 'drop', operation: 'deploy', times }]);
      return 'so';
    };
    const running = run([fact('loses', { observe })]);
    if (times === 1) expect(await running).toMatchObject({ leftovers: [] });
    else {
      await expect(running).rejects.toMatchObject({
        code: 'CleanUpFailed',
        message: expect.stringMatching(/^keyway couldn't remove what it created in the org: /),
      });
      expect((await left()).map(({ name }) => name)).toEqual(['KwConfMade']);
      await place.org.setFaults([]);
      await run([fact('next')]);
    }
    expect(await left()).toEqual([]);
  });

  it('is reported with a reason if it stays in the org', async () => {
    const observe: Fact['observe'] = async ({ deploy: send, org }) => {
      await send({ ...made, ...externalCredential('KwConfFree', 'Custom', [principal('One')]) });
      // Somebody grants it meanwhile, so the org won't delete it.
      const files = permissionSetWith('AcmeOther', {
        externalCredentialPrincipalAccesses: [
          { enabled: true, externalCredentialPrincipal: 'KwConfMade-One' },
        ],
      });
      const manifest =
        '<?xml version="1.0" encoding="UTF-8"?><Package xmlns="http://soap.sforce.com/2006/04/metadata"><types><members>AcmeOther</members><name>PermissionSet</name></types><version>66.0</version></Package>';
      await deploy(org, new Map(Object.entries({ ...files, 'package.xml': manifest })), { wait: 10_000 });
      return 'so';
    };
    const result = await run([fact('kept', { observe })]);
    expect(result.leftovers).toEqual([
      {
        type: 'ExternalCredential',
        name: 'KwConfMade',
        why: expect.stringContaining('This ExternalCredential is referenced elsewhere'),
        remedy: 'Delete it in Setup, or by the Metadata API.',
      },
    ]);
    expect((await left()).map(({ name }) => name)).toEqual(['KwConfMade']);
    expect(exitCodeOf(result)).toBe(1);
  });
});

describe('encryption key settings', () => {
  const settings = (value: boolean) => ({
    [pathOf('Settings', 'EncryptionKey')]: document('EncryptionKeySettings', {
      canOptOutOfDerivationWithBYOK: value,
    }),
  });
  const shown = () => place.as(readSettings);
  const changing = fact('changes-settings', {
    changes: 'keys',
    observe: async ({ deploy: send }) => (await send(settings(true))) ?? 'so',
  });

  it('are restored after a fact changes them', async () => {
    await place.as((org) => sendJob(org, settings(false)));
    const before = await shown();
    expect(before).toContain('<canOptOutOfDerivationWithBYOK>false<');
    let during = '';
    const watch = fact('watches', {
      observe: async ({ org }) => {
        during = await readSettings(org);
        return 'so';
      },
    });
    const result = await run([changing, watch], { withKeys: true });
    expect(result).toMatchObject({ leftovers: [], withKeys: true });
    expect(during).toContain('<canOptOutOfDerivationWithBYOK>true<');
    expect(await shown()).toBe(before);
  });
});

describe('facts about keys', () => {
  const keys = facts.filter(({ changes, asks = 'org' }) => changes === 'keys' && asks === 'org');
  const verdicts = (result: ConformanceResult) => new Set(result.facts.map(({ verdict }) => verdict));
  const secrets = () =>
    place.as((org) =>
      query(org, "SELECT Id, Type, Status FROM TenantSecret WHERE Description != 'KwConf' ORDER BY Id"),
    );

  it('agree, leave existing keys alone, and are skipped if another run would disagree', async () => {
    const before = await secrets();
    expect(before).not.toEqual([]);
    expect(verdicts(await run(keys, { withKeys: true }))).toEqual(new Set(['agrees']));
    expect(await secrets()).toEqual(before);
    const again = await run(keys, { withKeys: true });
    expect(verdicts(again)).toEqual(new Set(['agrees', 'skipped']));
  });

  it('are skipped if the org has a key of their type', async () => {
    await place.as((org) => insertTenantSecret(org, { Type: 'EventBus' }));
    const before = await secrets();
    const result = await run(keys, { withKeys: true });
    expect(verdicts(result)).toEqual(new Set(['agrees', 'skipped']));
    expect(result.facts.map(({ why }) => why)).toContain(
      "The org has a key of type EventBus that keyway conformance didn't make.",
    );
    expect(await secrets()).toEqual(before);
  });
});

describe('a user with few permissions', () => {
  /** The token of a new user with only these permissions. */
  const tokenOf = async (permissions: readonly string[]): Promise<string> => {
    const response = await fetch(`${place.org.url}/local-org/users`, {
      method: 'POST',
      headers: { authorization: `Bearer ${place.org.accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'little@acme.example', permissions }),
    });
    return ((await response.json()) as { accessToken: string }).accessToken;
  };

  it('sees no contradicted fact because of that', async () => {
    const accessToken = await tokenOf(['ApiEnabled', 'ModifyMetadata', 'ManageNamedCredentials']);
    const result = await run(facts, { withKeys: true }, accessToken);
    const wrong = result.facts.filter(({ verdict }) => !['agrees', 'skipped'].includes(verdict));
    expect(wrong).toEqual([]);
    expect(result.leftovers).toEqual([]);
  });

  it('is told what is missing before anything is sent, if every fact needs it', async () => {
    const accessToken = await tokenOf(['ApiEnabled', 'ManageNamedCredentials']);
    await expect(run(facts, {}, accessToken)).rejects.toMatchObject({ code: 'PermissionMissing' });
  });
});

it('facts about the audit trail agree in an org with entries of an earlier run', async () => {
  const audit = facts.filter(({ id }) => id.startsWith('audit-trail-'));
  for (const _run of [1, 2])
    expect((await run(audit)).facts.map(({ verdict }) => verdict)).toEqual(audit.map(() => 'agrees'));
});

it('an unwritable file is reported before an org is asked', async () => {
  const out = join(place.directory, 'none', 'result.json');
  const refused = conformance({ targetOrg: 'nobody-knows-it', out, version: '1.2.3' });
  await expect(refused).rejects.toMatchObject({ code: 'FileUnwritable' });
});

it('a production org is refused before anything is sent', async () => {
  await place.close();
  place = await placeWithOrg({ kind: 'production' });
  await expect(run([fact('any')])).rejects.toMatchObject({ code: 'ConformanceProduction' });
});

it.each(['sandbox', 'scratch'] as const)('a %s is asked', async (kind) => {
  await place.close();
  place = await placeWithOrg({ kind });
  expect(await run([fact('any')])).toMatchObject({ orgKind: 'local', keyway: '1.2.3', apiVersion: '66.0' });
});
