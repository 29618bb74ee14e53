import { afterEach, describe, expect, it } from '@jest/globals';
import { cckmKeyGet, cckmKeyList } from '../../../src/operations/cckm/keys.ts';
import { cckmOrganizations } from '../../../src/operations/cckm/organizations.ts';
import { cckmReports } from '../../../src/operations/cckm/reports.ts';
import { cckmUpload } from '../../../src/operations/cckm/upload.ts';
import { closeCipherTrusts, PASSWORD } from '../../local/ciphertrust/started.ts';
import { closeAll } from '../../local/salesforce/client.ts';
import { ORG, type Ready, secretsIn, startBare, startReady } from './joint.ts';

afterEach(closeCipherTrusts);
afterEach(closeAll);

const KEYS = 'GET /v1/cckm/sfdc/keys';
const EVIL = '\u001B[2J\u0007\u202Ename\n  Data  99  ACTIVE';
const answering = (ready: Ready, status: number, body: unknown, on = KEYS) =>
  ready.cipherTrust.setFaults([{ on, do: 'answer', status, body }]);

describe('an answer that repeats a secret', () => {
  it("doesn't show half of it after a cut", async () => {
    const ready = await startBare();
    for (const message of [`${'a'.repeat(595)}${PASSWORD}`, `${'a'.repeat(580)} ${PASSWORD}`]) {
      answering(ready, 400, { code: 9, codeDesc: 'NCERRSomething', message });
      const { stderr } = await ready.keyway(['cckm', 'keys', ...ready.at, '--verbose']);
      expect(stderr).toContain('NCERRSomething');
      expect(stderr).not.toContain(PASSWORD.slice(0, 5));
    }
  });

  it('hides it in its code and its request id too', async () => {
    const ready = await startBare();
    answering(ready, 400, { codeDesc: `${PASSWORD}: x`, message: 'y', requestID: PASSWORD });
    const error = await cckmKeyList(ready.place).catch((caught) => caught);
    expect(error).toMatchObject({ code: 'CipherTrustRefused', data: { requestId: '•••' } });
    expect(JSON.stringify([error.message, error.data, error.cause.message])).not.toContain(PASSWORD);
  });

  it("isn't quoted if it can't be read", async () => {
    const ready = await startBare();
    for (const body of ['MARKED-jwt', '{"jwt": MARKED-jwt}', '"MARKED-jwt"']) {
      answering(ready, 200, body, 'POST /v1/auth/tokens');
      const { stderr, status } = await ready.keyway(['cckm', 'keys', ...ready.at, '--verbose']);
      expect(status).toBe(1);
      expect(stderr).toContain('sent an unreadable answer while logging in');
      expect(stderr).not.toContain('MARKED');
    }
  });
});

describe('an answer that tries to deceive a terminal', () => {
  it('adds no row and moves no cursor', async () => {
    const ready = await startBare();
    const entry = { id: EVIL, name: EVIL, error_msg: EVIL, sfdc_params: { type: EVIL, version: 1 } };
    answering(ready, 200, { total: 1, resources: [entry] });
    const { stdout } = await ready.keyway(['cckm', 'keys', ...ready.at]);
    expect(stdout.trim().split('\n')).toHaveLength(3);
    expect(stdout).toContain('\\u{1b}[2J\\u{7}\\u{202e}name Data 99 ACTIVE');
    expect(stdout).not.toContain('\u001B');
  });

  it('adds no sentence', async () => {
    const ready = await startBare();
    answering(ready, 500, { codeDesc: `NCERRSomething: ${EVIL}`, message: EVIL, requestID: EVIL });
    const { stderr } = await ready.keyway(['cckm', 'keys', ...ready.at]);
    expect(stderr.trim().split('\n')).toHaveLength(2);
    expect(stderr).not.toContain('\u001B');
  });

  it('stays on one line of a question', async () => {
    const ready = await startReady();
    const organization = { id: 'o-1', name: EVIL, sfdc_org_id: ORG };
    answering(ready, 200, { total: 1, resources: [organization] }, 'GET /v1/cckm/sfdc/organizations');
    const asked: string[] = [];
    const ask = async (question: string) => {
      asked.push(question);
      return false;
    };
    const deletion = cckmOrganizations({ ...ready.place, action: 'delete', name: ORG, ask });
    await expect(deletion).rejects.toMatchObject({ code: 'NotConfirmed' });
    expect(asked).toEqual([expect.not.stringContaining('\n')]);
  });
});

describe('an answer of another server', () => {
  it("that redirects isn't followed", async () => {
    const ready = await startBare();
    answering(ready, 302, '');
    await expect(cckmKeyList(ready.place)).rejects.toMatchObject({
      code: 'CipherTrustRedirects',
      exitCode: 1,
      message: expect.stringContaining('HTTP 302'),
    });
  });

  it.each(['null', '[]', '', '{"resources":{}}', '{"resources":[{}]}', '{"total":"many"}'])(
    'is reported: %j',
    async (body) => {
      const ready = await startBare();
      answering(ready, 200, body);
      await expect(cckmKeyList(ready.place)).rejects.toMatchObject({ code: 'UnexpectedAnswer' });
    },
  );

  it('that never ends is abandoned', async () => {
    const ready = await startBare();
    answering(ready, 200, { total: 1e12, resources: [{ id: 'again' }] });
    await expect(cckmKeyList(ready.place)).rejects.toMatchObject({
      code: 'UnexpectedAnswer',
      message: expect.stringContaining('too many pages'),
    });
  });
});

describe('a list without a total', () => {
  it('is read until a page is empty', async () => {
    const ready = await startBare();
    const page = (id: string) => ({ resources: id === '' ? [] : [{ id }] });
    ready.cipherTrust.setFaults(
      ['a', 'b', ''].map((id) => ({ on: KEYS, do: 'answer', status: 200, body: page(id), times: 1 })),
    );
    expect((await cckmKeyList(ready.place)).keys.map(({ id }) => id)).toEqual(['a', 'b']);
  });
});

describe('an id', () => {
  it.each(['', '.', '..'])("%j doesn't change the path of the call", async (id) => {
    const ready = await startBare();
    await expect(cckmKeyGet({ ...ready.place, id })).rejects.toMatchObject({ code: 'IdInvalid' });
    expect(ready.cipherTrust.requests.filter(({ method }) => method === 'GET')).toEqual([]);
  });

  it('with slashes, quotes and escapes only matches itself', async () => {
    const ready = await startBare();
    for (const id of ['a/../b', `a'"b`, '%2e%2e', 'x?limit=1', 'x#y', '{"a":1}']) {
      await expect(cckmKeyGet({ ...ready.place, id })).rejects.toMatchObject({
        code: 'CipherTrustNotFound',
        message: expect.stringContaining(id),
      });
      expect(ready.cipherTrust.requests.at(-1)?.path).toBe(
        `/api/v1/cckm/sfdc/keys/${encodeURIComponent(id)}`,
      );
    }
  });
});

describe("an upload whose answer can't be read", () => {
  const upload = ({ place }: Ready, signal?: AbortSignal) =>
    cckmUpload({
      ...{ ...place, organization: ORG, type: 'Data', key: '123', certificate: 'AcmeByok', yes: true },
      ...(signal ? { signal } : {}),
    });

  it("has an unknown outcome, and isn't sent again", async () => {
    const ready = await startReady();
    answering(ready, 201, '<html>', 'POST /v1/cckm/sfdc/keys/upload');
    await expect(upload(ready)).rejects.toMatchObject({
      code: 'UploadUnknown',
      message: expect.stringContaining("can't tell whether the key was uploaded"),
    });
    expect(ready.changes().filter((path) => path.endsWith('/keys/upload'))).toHaveLength(1);
    expect(await secretsIn(ready)).toHaveLength(1);
  });

  it('has an unknown outcome after Ctrl-C too, and ends as an interruption', async () => {
    const ready = await startReady();
    const controller = new AbortController();
    const onProgress = (said: string) => said === 'Data from 123' && controller.abort();
    const place = { ...ready.place, onProgress };
    await expect(upload({ ...ready, place }, controller.signal)).rejects.toMatchObject({
      code: 'UploadUnknown',
      exitCode: 130,
      message: expect.stringContaining("can't tell whether the key was uploaded"),
    });
    expect(await upload(ready)).toMatchObject({ outcome: 'uploaded' });
  });
});

describe('a report', () => {
  it('is downloaded unchanged, without a line of keyway’s before it', async () => {
    const ready = await startReady();
    const { reports } = await cckmReports({ ...ready.place, action: 'create', name: 'day' });
    const id = String(reports?.[0]?.id);
    const { csv } = await cckmReports({ ...ready.place, action: 'download', name: id });
    const { stdout } = await ready.keyway(['cckm', 'reports', 'download', id, ...ready.at]);
    expect(stdout.trim()).toBe(csv?.trim());
    expect(stdout).toMatch(/^"key_name"/);
  });
});
