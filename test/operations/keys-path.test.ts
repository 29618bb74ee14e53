import { afterEach, describe, expect, it } from '@jest/globals';
import type { LocalOrgOptions } from '../../src/local/salesforce/index.ts';
import { plan } from '../../src/operations/plan.ts';
import { rollback } from '../../src/operations/rollback.ts';
import { type ChainParts, credentialText, type KeyOrg, keyOrg, statusCodes } from './key-org.ts';

/*
 * The org of these tests doesn't cache keys: it fetches each one again after every change. If one can't be fetched,
 * even for a moment, it is DESTROYED and there is an event.
 */

let place: KeyOrg;
const begin = async (options: LocalOrgOptions = {}) => {
  place = await keyOrg({ ...options, seed: { keyCacheHours: 0, ...options.seed } });
  await place.deploy();
};
afterEach(() => place.close());

const name = 'Data acme-data-1 (ACTIVE, version 2)';
const allow = ['key-path', 'url-host-change', 'assignment-removal', 'component-removal'] as const;

/** All fetch events of the org so far report success. */
const expectNeverDestroyed = async () => {
  const events = statusCodes(await place.events());
  expect(new Set(events)).toEqual(new Set(['SUCCESS']));
  expect((await place.keys()).filter((key) => key.includes('acme-data-1'))).toEqual([
    'Data acme-data-1 ACTIVE',
  ]);
  return events.length;
};

const expectKeyPathRisk = async (parts: ChainParts) => {
  await place.put(parts);
  const before = await place.retrieved();
  const error = await place.deploy().then(
    () => undefined,
    (reason) => reason,
  );
  expect(error).toMatchObject({ code: 'RisksNotAllowed' });
  expect(error.data.risks.map(({ risk }: { risk: string }) => risk)).toContain('key-path');
  expect(await place.retrieved()).toEqual(before);
};

const otherChain = `  OtherKms: ${credentialText()}`;
const otherAccess = `  OtherKeyAccess: { label: Other key access, principals: [OtherKms-KeyService], assignTo: [autoproc] }`;
const switched: ChainParts = {
  credentials: otherChain,
  externalCredential: 'OtherKms',
  permissionSets: otherAccess,
};

describe('On a live cache-only key', () => {
  it.each([
    ['URL', () => ({ url: place.org.keyService.keyService.replace('127.0.0.1', 'localhost') })],
    ['header', () => ({ headers: '{ x-tenant: "7" }' })],
    ['token URL', () => ({ tokenUrl: place.org.keyService.tokenUrl.replace('127.0.0.1', 'localhost') })],
  ])(
    'a changed %s is stopped as key-path, continues with --allow, and the key is never DESTROYED',
    async (_what, parts) => {
      await begin();
      await expectKeyPathRisk(parts());
      const { deploy, checks } = await place.deploy({ allow });
      expect(deploy).toMatchObject({ status: 'Succeeded' });
      expect(checks.filter(({ link }) => link === 'Key')).toEqual([
        {
          link: 'Key',
          name: 'AcmeDataKey',
          ok: null,
          message:
            'is ACTIVE (version 2), not yet proven: the org may still have it in its cache, for up to 72 hours',
        },
      ]);
      expect(await expectNeverDestroyed()).toBeGreaterThan(1);
      expect(await place.deploy()).toMatchObject({ changes: [] });
    },
  );

  it('a plan names the key that depends on a change', async () => {
    await begin();
    await place.put({ headers: '{ x-tenant: "7" }' });
    const { changes } = await place.deploy({ allow });
    expect(changes).toMatchObject([{ type: 'NamedCredential', risks: ['key-path'], liveKeys: [name] }]);
  });

  it('a new path with wrong answers stops everything, even with approval', async () => {
    await begin();
    const before = await place.retrieved();
    await place.put({ url: `${place.org.keyService.keyService}/nowhere` });
    await expect(place.deploy({ allow })).rejects.toMatchObject({
      code: 'KeyServiceRefused',
      message: expect.stringContaining(name),
    });
    expect(await place.retrieved()).toEqual(before);
    await expectNeverDestroyed();
  });

  it('a switch to another external credential takes two jobs: the new chain first, then the named credential', async () => {
    await begin();
    await expectKeyPathRisk(switched);
    const { deploy, remarks, credentials, assignments } = await place.deploy({ allow });
    expect(deploy).toMatchObject({ status: 'Succeeded' });
    expect(remarks).toContainEqual(expect.stringMatching(/^Sent as 2 jobs/));
    expect(credentials).toEqual([{ name: 'OtherKms-KeyService', outcome: 'set' }]);
    expect(assignments).toEqual([{ name: 'OtherKeyAccess → autoproc', outcome: 'assigned' }]);
    expect(await expectNeverDestroyed()).toBeGreaterThan(1);
    expect(await place.deploy()).toMatchObject({ changes: [] });
  });

  it('the permission set itself can change its principal: it has both until the switch is done', async () => {
    await begin();
    await place.put({
      credentials: otherChain,
      externalCredential: 'OtherKms',
      granted: '[OtherKms-KeyService]',
    });
    const { remarks } = await place.deploy({ allow: [...allow, 'key-path'] });
    expect(remarks).toContainEqual(expect.stringMatching(/^Sent as 2 jobs/));
    await expectNeverDestroyed();
    expect((await place.retrieved())['permissionsets/AcmeKeyAccess.permissionset']).not.toContain('AcmeKms');
    expect(await place.deploy()).toMatchObject({ changes: [] });
  });

  it('the old chain is removed last, when nothing needs it any more', async () => {
    await begin();
    const text = place
      .text(switched)
      .replace(/^ {2}AcmeKms: .*\n/m, '')
      .replace(/^ {2}AcmeKeyAccess: .*\n/m, '');
    const removed = 'removed: { externalCredentials: [AcmeKms], permissionSets: [AcmeKeyAccess] }\n';
    await place.write(`${text}${removed}`);
    const { remarks } = await place.deploy({ allow });
    expect(remarks).toContainEqual(expect.stringMatching(/^Sent as 3 jobs/));
    await expectNeverDestroyed();
    expect(Object.keys(await place.retrieved()).join()).not.toContain('AcmeKms');
    expect(await place.deploy()).toMatchObject({ changes: [] });
  });

  it('a new chain with a wrong secret is found before anything is sent', async () => {
    await begin();
    process.env.OTHER_SECRET = 'wrong-secret-of-the-tests';
    const before = await place.retrieved();
    await place.put({
      ...switched,
      credentials: `  OtherKms: ${credentialText({ secret: '${env:OTHER_SECRET}' })}`,
    });
    await expect(place.deploy({ allow })).rejects.toMatchObject({ code: 'KeyServiceRefused' });
    delete process.env.OTHER_SECRET;
    expect(await place.retrieved()).toEqual(before);
    await expectNeverDestroyed();
  });

  it('autoproc’s assignment moves to another permission set without a gap', async () => {
    await begin();
    await place.put({
      assignTo: '[]',
      permissionSets:
        '  SecondAccess: { label: Second access, principals: [AcmeKms-KeyService], assignTo: [autoproc] }',
    });
    await place.deploy({ allow });
    await expectNeverDestroyed();
    expect(await place.deploy()).toMatchObject({ changes: [] });
  });

  it.each([
    ['its assignment', () => ({ assignTo: '[]' })],
    ['access to its principal', () => ({ granted: '[]' })],
    ['an external credential that autoproc has no access to', () => ({ ...switched, permissionSets: '' })],
  ])('removing %s without a replacement is refused, even with approval', async (_what, parts) => {
    await begin();
    await place.put(parts());
    await expect(place.deploy({ allow })).rejects.toMatchObject({
      code: 'KeyCutOff',
      message: expect.stringContaining(name),
      actions: expect.arrayContaining([expect.stringContaining('Assign autoproc')]),
    });
    await expectNeverDestroyed();
  });

  it('turning cache-only keys off is refused, even with approval', async () => {
    await begin();
    await place.put({
      keys: '  {}',
      settings: '{ enableCacheOnlyKeys: false, enableReplayDetection: false }',
    });
    await expect(place.deploy({ allow })).rejects.toMatchObject({
      code: 'KeyCutOff',
      message: expect.stringContaining(`enableCacheOnlyKeys would be turned off, and ${name}`),
    });
    await expectNeverDestroyed();
  });

  it("changing its chain and its secret at once is refused, because it couldn't be fetched in between", async () => {
    await begin();
    await place.put({ headers: '{ x-tenant: "7" }' });
    await expect(place.deploy({ allow, rewrite: 'all' })).rejects.toMatchObject({
      code: 'KeyCutOff',
      actions: expect.arrayContaining([expect.stringContaining('new name')]),
    });
    await place.deploy({ allow, only: ['metadata'] });
    await place.deploy({ allow, rewrite: 'all', only: ['credentials'] });
    await expectNeverDestroyed();
  });

  it('a switch that is interrupted between its jobs is finished by the next run', async () => {
    await begin();
    await place.put(switched);
    const stop = new AbortController();
    const stages: string[] = [];
    const progress = {
      line: () => {},
      stage: async <T>(title: string, run: (update: (text: string) => void) => Promise<T>) => {
        const result = await run(() => {});
        stages.push(title);
        if (title === 'Assignments') stop.abort();
        return result;
      },
    };
    await expect(place.deploy({ allow, progress, signal: stop.signal })).rejects.toMatchObject({
      exitCode: 130,
    });
    expect(stages).toEqual(['Probed', 'Metadata', 'Credentials', 'Assignments']);
    await expectNeverDestroyed();
    const { changes } = await place.deploy({ allow });
    expect(changes).toMatchObject([{ type: 'NamedCredential', name: 'AcmeKeys' }]);
    await expectNeverDestroyed();
  });

  it('another named credential or certificate is proven first, and then the key itself is changed', async () => {
    await begin();
    const { keyService } = place.org.keyService;
    const moved = place
      .text({
        keys: '  AcmeDataKey: { type: Data, identifier: acme-data-1, namedCredential: MoreKeys, certificate: OtherByok }',
        certificates: '  AcmeByok: { label: Acme BYOK }\n  OtherByok: { label: Other BYOK }',
      })
      .replace(
        /^namedCredentials:$/m,
        `namedCredentials:\n  MoreKeys: { label: More keys, url: "${keyService}", externalCredential: AcmeKms }`,
      );
    await place.write(moved);
    await expect(place.deploy()).rejects.toMatchObject({
      code: 'RisksNotAllowed',
      data: { risks: [{ risk: 'key-path', names: ['AcmeDataKey'] }] },
    });
    const { keys, checks } = await place.deploy({ allow });
    expect(keys).toMatchObject([{ outcome: 'changed', status: 'ACTIVE', version: 2 }]);
    expect(checks.filter(({ ok }) => ok === false)).toEqual([]);
    await expectNeverDestroyed();
    expect(await place.deploy()).toMatchObject({ changes: [] });
  });

  it("a key that the file doesn't name counts too", async () => {
    await begin();
    const text = place.text({ keys: '', headers: '{ x-tenant: "7" }' });
    await place.write(text.replace(/^encryptionKeySettings.*\n/m, ''));
    const { changes, notes } = await place.deploy({ allow });
    expect(changes).toMatchObject([{ risks: ['key-path'], liveKeys: [name] }]);
    expect(notes).toContainEqual(`${name} is a key of the org that isn't in the file`);
    await expectNeverDestroyed();
  });

  it('an ARCHIVED key is tested too: one that is no longer available stops a change, with what to do', async () => {
    await begin({ seed: { keyCacheHours: 72 } });
    const later = Date.now() + 25 * 3_600_000;
    const now = () => new Date(later);
    await place.org.setTime(later);
    await place.put({ identifier: 'acme-data-2' });
    await place.deploy({ now, allow: ['key-archive'] });
    await place.put({ identifier: 'acme-data-2', headers: '{ x-tenant: "7" }' });
    await place.org.setKeyService({ identifiers: { 'acme-data-1': { fault: 'unknownIdentifier' } } });
    await expect(place.deploy({ now, allow })).rejects.toMatchObject({
      code: 'KeyServiceRefused',
      actions: [
        expect.stringContaining('Nothing was changed'),
        expect.stringMatching(/^Data acme-data-1 \(ARCHIVED, version 2\): the key service must serve/),
      ],
    });
  });

  it("a key that the file doesn't name is reported as production's in a sandbox", async () => {
    await begin({ kind: 'sandbox' });
    await place.put({ keys: '', headers: '{ x-tenant: "7" }' });
    expect((await plan({ config: place.config })).notes).toContainEqual(
      `${name} is a key of the org that isn't in the file; a refresh copies it from production`,
    );
  });

  it('a rollback of the deploy that created it leaves the key and its chain, and says so', async () => {
    await begin();
    const before = await place.retrieved();
    const { changes, notes } = await rollback({
      config: place.config,
      allow: [...allow, 'principal-removal'],
    });
    expect(changes).toEqual([]);
    expect(notes).toContainEqual(expect.stringMatching(/AcmeDataKey stays/));
    expect(await place.retrieved()).toEqual(before);
    await expectNeverDestroyed();
  });

  it('a rollback of a change to its path is key-path too', async () => {
    await begin();
    await place.put({ headers: '{ x-tenant: "7" }' });
    await place.deploy({ allow });
    await expect(rollback({ config: place.config })).rejects.toMatchObject({ code: 'RisksNotAllowed' });
    expect(await rollback({ config: place.config, allow })).toMatchObject({
      deploy: { status: 'Succeeded' },
    });
    await expectNeverDestroyed();
  });
});
