import { afterEach, describe, expect, it } from '@jest/globals';
import { zipSync } from 'fflate';
import { type Client, closeAll, METADATA, startOrg } from './client.ts';
import { alone, chain, externalCredential, packageXml, principal } from './samples.ts';

afterEach(closeAll);

const deployBytes = async ({ soap }: Client, bytes: Uint8Array): Promise<string> => {
  const sent = await soap(
    'm',
    `<deploy><ZipFile>${Buffer.from(bytes).toString('base64')}</ZipFile><DeployOptions/></deploy>`,
  );
  const id = /<id>(\w+)</.exec(sent.text)?.[1];
  for (;;) {
    const { text } = await soap(
      'm',
      `<checkDeployStatus><asyncProcessId>${id}</asyncProcessId><includeDetails>true</includeDetails></checkDeployStatus>`,
    );
    if (text.includes('<done>true</done>')) return text;
  }
};
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a malformed zip fails its job, and the server keeps running', () => {
  it.each([
    ['../package.xml', 'invalid relative path'],
    ['/etc/passwd', 'absolute path'],
    ['a/../../b', 'invalid relative path'],
    ['C:/x', 'absolute path'],
    ['a\\..\\b', 'invalid characters in fileName'],
  ])('path %s', async (name, message) => {
    const client = await startOrg();
    const text = await deployBytes(
      client,
      zipSync({ [name]: bytes('x'), 'package.xml': bytes(packageXml([])) }),
    );
    expect(text).toContain('<status>Failed</status>');
    expect(text).toContain(message);
    expect((await client.deploy(chain())).status).toBe('Succeeded');
  });

  it('a bomb: an entry larger than 10 MB', async () => {
    const client = await startOrg();
    const text = await deployBytes(client, zipSync({ 'package.xml': new Uint8Array(20_000_000) }));
    expect(text).toContain('package.xml is larger than 10000000 bytes');
  });

  it('a bomb: entries of more than 60 MB together', async () => {
    const client = await startOrg();
    const names = Array.from({ length: 8 }, (_, n) => [`permissionsets/P${n}.permissionset`, bytes('x')]);
    const bomb = Buffer.from(zipSync(Object.fromEntries(names)));
    const signature = Buffer.from('504b0102', 'hex');
    for (let at = bomb.indexOf(signature); at >= 0; at = bomb.indexOf(signature, at + 4))
      bomb.writeUInt32LE(9_000_000, at + 24);
    expect(await deployBytes(client, bomb)).toContain('unpacks to more than 60000000 bytes');
  });

  it('an entry that is larger than it claims', async () => {
    const client = await startOrg();
    const lying = Buffer.from(zipSync({ 'package.xml': new Uint8Array(100_000) }));
    const central = lying.indexOf(Buffer.from('504b0102', 'hex'));
    lying.writeUInt32LE(10, central + 24);
    expect(await deployBytes(client, lying)).toContain('<status>Failed</status>');
  });

  it('more than 10,000 entries', async () => {
    const client = await startOrg();
    const names = Array.from({ length: 10_001 }, (_, n) => [`f${n}`, new Uint8Array(0)]);
    expect(await deployBytes(client, zipSync(Object.fromEntries(names), { level: 0 }))).toContain(
      'more than 10000',
    );
  });

  it("bytes that aren't a zip", async () => {
    const client = await startOrg();
    expect(await deployBytes(client, bytes('not a zip at all, but long enough to be looked at'))).toContain(
      'the zip can&apos;t be read',
    );
  });
});

describe('a malformed body is refused, and the server keeps running', () => {
  it('of 40 MB: 413', async () => {
    const { org, get } = await startOrg();
    const response = await fetch(`${org.url}/services/Soap/m/66.0`, {
      method: 'POST',
      body: 'x'.repeat(40_000_000),
    });
    expect(response.status).toBe(413);
    expect(await response.text()).toContain('larger than 39000000 bytes');
    expect((await get('/services/data/v66.0/limits')).status).toBe(200);
  });

  it('of 40 MB to a row: 413', async () => {
    const { org } = await startOrg();
    const headers = { authorization: `Bearer ${org.accessToken}`, 'content-type': 'application/json' };
    const url = `${org.url}/services/data/v66.0/sobjects/PermissionSet`;
    expect((await fetch(url, { method: 'POST', headers, body: 'x'.repeat(40_000_000) })).status).toBe(413);
  });

  it.each([
    ['broken XML', '<a><b></a>', 'must be terminated by the matching end-tag'],
    ['a DOCTYPE', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 'DOCTYPE is disallowed'],
    ['no envelope', `<a xmlns="${METADATA}"/>`, 'expected a SOAP 1.1 Envelope'],
    ['nothing', '', 'must start and end within the same entity'],
  ])('SOAP with %s: a fault', async (_name, body, message) => {
    const { org } = await startOrg();
    const response = await fetch(`${org.url}/services/Soap/m/66.0`, { method: 'POST', body });
    expect(response.status).toBe(500);
    expect(await response.text()).toContain(message);
  });

  it('invalid JSON: JSON_PARSER_ERROR', async () => {
    const { org } = await startOrg();
    const headers = { authorization: `Bearer ${org.accessToken}` };
    const response = await fetch(`${org.url}/services/data/v66.0/sobjects/PermissionSet`, {
      method: 'POST',
      headers,
      body: '{',
    });
    expect([response.status, ((await response.json()) as { errorCode: string }[])[0]?.errorCode]).toEqual([
      400,
      'JSON_PARSER_ERROR',
    ]);
  });
});

describe('a component file with forbidden XML', () => {
  it.each([
    [
      'entity expansion',
      (text: string) =>
        text.replace('<ExternalCredential', '<!DOCTYPE x [<!ENTITY a "b">]><ExternalCredential'),
      'DOCTYPE is disallowed',
    ],
    [
      'an undeclared entity',
      (text: string) => text.replace('Acme KMS', '&a;'),
      'The entity "a" was referenced, but not declared.',
    ],
    [
      '"--" in a comment',
      (text: string) => text.replace('<label>', '<!-- a -- b --><label>'),
      'The string "--" is not permitted within comments.',
    ],
    [
      'a missing end tag',
      (text: string) => text.replace('</label>', ''),
      'must be terminated by the matching end-tag "</label>".',
    ],
  ])('%s: an error with its place', async (_name, change, message) => {
    const { deploy } = await startOrg();
    const { failures } = await deploy(alone(change(externalCredential('Custom', principal('P')))));
    expect(failures[0].problem).toContain(message);
    expect(failures[0].lineNumber).toBeGreaterThan(0);
  });
});
