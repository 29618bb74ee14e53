import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { apiOf, closeCipherTrusts } from '../../local/ciphertrust/started.ts';
import { closeAll } from '../../local/salesforce/client.ts';
import { ORG, type Ready, startReady } from './joint.ts';

const proxies = new Set<() => void>();
afterEach(() => {
  for (const close of proxies) close();
  proxies.clear();
});
afterEach(closeCipherTrusts);
afterEach(closeAll);

/** The local org behind a proxy that changes its answers: an org that shows hashes, as no known org does [?]. */
const startChangingProxy = async ({ client }: Ready, change: (answer: string) => string) => {
  const server = createServer(async (incoming, outgoing) => {
    const body = await text(incoming);
    const headers = { ...incoming.headers, 'accept-encoding': 'identity' };
    const onward = send(
      `${client.org.url}${incoming.url}`,
      { method: incoming.method, headers },
      async (answer) => {
        const { 'content-length': _length, 'transfer-encoding': _encoding, ...rest } = answer.headers;
        outgoing.writeHead(answer.statusCode ?? 502, rest).end(change(await text(answer)));
      },
    );
    onward.end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  proxies.add(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { SF_ACCESS_TOKEN: client.org.accessToken, SF_ORG_INSTANCE_URL: url };
};

const UPLOAD = [
  ...['cckm', 'upload', '--organization', ORG, '--type', 'Data', '--key', '123'],
  ...['--certificate', 'AcmeByok', '--yes'],
];

const HASH = `${'A'.repeat(43)}=`;

/** A CipherTrust that shows the hashes of its keys. */
const showHash = async ({ cipherTrust, caFile }: Ready): Promise<void> => {
  const keys = '/v1/cckm/sfdc/keys';
  const { body } = await (await apiOf(cipherTrust, caFile)).get(`${keys}?type=Data`);
  const answer = JSON.parse(JSON.stringify(body).replaceAll('UNKNOWM=', HASH));
  cipherTrust.setFaults([{ on: `GET ${keys}`, do: 'answer', status: 200, body: answer }]);
};

const addHash = (hash: () => string) => (answer: string) =>
  answer.replace(/"SecretValueHash": ?null/, () => `"SecretValueHash":"${hash()}"`);

describe("the org's data about an uploaded key", () => {
  it('is compared by its hash if both show it: it matches, or the key is another one', async () => {
    const ready = await startReady();
    let hash = HASH;
    const env = await startChangingProxy(
      ready,
      addHash(() => hash),
    );
    // CipherTrust's own example shows no hash of a key, so it is neither the same nor another.
    const { result } = await ready.keyway.json([...UPLOAD, ...ready.at], env);
    expect(result).toMatchObject({ outcome: 'uploaded', key: {}, org: { hashFits: null } });
    expect(result.key.hash).toBeUndefined();
    await showHash(ready);
    const again = await ready.keyway.json([...UPLOAD, ...ready.at], env);
    expect(again.result).toMatchObject({ outcome: 'there', org: { hashFits: true, tenantSecret: { hash } } });
    const { stdout } = await ready.keyway([...UPLOAD, ...ready.at], env);
    expect(stdout).toContain('version 2, ACTIVE, UPLOADED; the hash matches.');
    hash = `${'B'.repeat(43)}=`;
    const other = await ready.keyway.json([...UPLOAD, ...ready.at], env);
    expect(other).toMatchObject({ status: 1, name: 'KeyDiffers' });
  });

  it('proves nothing if the org hides the hash', async () => {
    const ready = await startReady();
    const env = await startChangingProxy(ready, (answer) => answer);
    const { result } = await ready.keyway.json([...UPLOAD, ...ready.at], env);
    expect(result.org).toMatchObject({ hashFits: null, tenantSecret: { hash: null, status: 'ACTIVE' } });
  });

  it("counts, not CipherTrust's", async () => {
    const ready = await startReady();
    const env = await startChangingProxy(ready, (answer) =>
      answer.replaceAll('"Status":"ACTIVE"', '"Status":"ARCHIVED"'),
    );
    const answer = await ready.keyway.json([...UPLOAD, ...ready.at], env);
    expect(answer).toMatchObject({
      ...{ status: 1, name: 'KeyNotInOrg' },
      message: expect.stringContaining('has it as Data, ARCHIVED'),
    });
  });
});
