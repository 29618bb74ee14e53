import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { run } from '../../src/cli/index.ts';
import { areProven, keyProbe } from '../../src/operations/key-probe.ts';
import { certificateKeys } from '../keys/probe/jwe.ts';
import { answerCorrectly, startService, type TestService } from '../keys/probe/key-service.ts';
import { setEnvironment, workspace } from './workspace.ts';

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
beforeEach(() => {
  service.answer = (request, response) =>
    request.headers['x-api-key'] === 'k3y-of-acme'
      ? answerCorrectly(request, response)
      : response.writeHead(401).end();
});
afterAll(() => service.close());

/** Only the embedded org allows loopback without TLS. The tests' service replaces the key service beside it. */
const text = () => `version: 1
apiVersion: "66.0"
externalCredentials:
  AcmeKms:
    label: Acme KMS
    authentication: { protocol: Custom, headers: { x-api-key: "{!$Credential.AcmeKms.ApiKey}" } }
    principals:
      KeyService: { type: NamedPrincipal, credentials: { ApiKey: "\${env:PROBE_API_KEY}" } }
      Unused: { type: NamedPrincipal, credentials: { ApiKey: "\${env:PROBE_UNUSED}" } }
namedCredentials:
  AcmeKeys: { label: Acme keys, url: "https://kms.acme.invalid/keys", externalCredential: AcmeKms }
certificates: { AcmeByok: { label: Acme BYOK } }
encryptionKeySettings: { enableCacheOnlyKeys: true, enableReplayDetection: true }
cacheOnlyKeys:
  AcmeDataKey: { type: Data, identifier: acme-data-1, namedCredential: AcmeKeys, certificate: AcmeByok }
  AcmeOther: { type: EventBus, identifier: acme-bus-1, namedCredential: AcmeKeys, certificate: AcmeByok }
environments:
  away: { targetOrg: acme-uat }
  local: { targetOrg: local, default: true, namedCredentials: { AcmeKeys: { url: "${service.url}" } } }
`;

const prepared = (key: string | undefined = 'k3y-of-acme') => {
  const space = workspace(text());
  setEnvironment({ PROBE_API_KEY: key, PROBE_UNUSED: undefined });
  return space;
};

const withFile = (content: string) => {
  const space = prepared();
  const file = join(space.directory, 'byok.key');
  writeFileSync(file, content);
  return { config: space.config, name: 'AcmeDataKey', file };
};

const pem = (options: object = {}) =>
  String(certificateKeys().privateKey.export({ type: 'pkcs8', format: 'pem', ...options }));

describe('key probe', () => {
  it('requests every cache-only key of the config', async () => {
    const { config } = prepared();
    const { environment, probes } = await keyProbe({ config });
    expect(environment).toBe('local');
    expect(probes).toMatchObject([
      { name: 'AcmeDataKey', identifier: 'acme-data-1', namedCredential: 'AcmeKeys', outcome: 'proven' },
      { name: 'AcmeOther', identifier: 'acme-bus-1', outcome: 'proven' },
    ]);
    expect(areProven(probes)).toBe(true);
  });

  it('requests one key, with its own identifier or another', async () => {
    const { config } = prepared();
    const { probes } = await keyProbe({ config, name: 'AcmeDataKey', identifier: 'acme-data-2' });
    expect(probes.map(({ url }) => url)).toEqual([`${service.url}/acme-data-2`]);
  });

  it("requests a key that the config doesn't have", async () => {
    const { config } = prepared();
    const { probes } = await keyProbe({ config, identifier: 'new.1', namedCredential: 'AcmeKeys' });
    expect(probes).toMatchObject([{ name: 'new.1', outcome: 'proven' }]);
  });

  it('sends no requestId if told so', async () => {
    const { config } = prepared();
    await keyProbe({ config, name: 'AcmeDataKey', replayDetection: false });
    expect(service.requests.at(-1)?.url).toBe('/keys/acme-data-1');
  });

  it('needs no org if the environment has another than the embedded one', async () => {
    const { config } = prepared();
    const { probes, heading } = await keyProbe({ config, environment: 'away' });
    expect(heading).toBe(`${config}, environment away`);
    expect(probes.map(({ outcome }) => outcome)).toEqual(['unreachable', 'unreachable']);
    expect(areProven(probes)).toBe(false);
  });

  it("stops before anything is sent if a secret that it needs isn't set; others don't matter", async () => {
    const { config } = prepared();
    setEnvironment({ PROBE_API_KEY: undefined });
    const before = service.requests.length;
    await expect(keyProbe({ config })).rejects.toMatchObject({
      problems: [
        {
          message: expect.stringMatching(
            /^"ApiKey" in externalCredentials\.AcmeKms\.principals\.KeyService has \$\{env:PROBE_API_KEY\}/,
          ),
        },
      ],
    });
    expect(service.requests).toHaveLength(before);
  });

  it.each([
    [{ name: 'AcmeDataKy' }, 'KeyUnknown', /did you mean "AcmeDataKey"/],
    [{ identifier: '..' }, 'KeyIdentifierWrong', /"\.\." is a step in a URL path/],
    [{ identifier: 'a/b', name: 'AcmeDataKey' }, 'KeyIdentifierWrong', /is not a key identifier/],
    [{ identifier: 'x' }, 'UsageWrong', /there are several/],
    [{ namedCredential: 'Nope' }, 'NamedCredentialUnknown', /no named credential Nope/],
  ])('%j: %s', async (options, code, message) => {
    const { config } = prepared();
    await expect(keyProbe({ config, ...options })).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });
});

describe('key probe with the private key', () => {
  it('decrypts the key', async () => {
    const { file, ...options } = withFile(pem());
    const { probes } = await keyProbe({ ...options, privateKey: { file } });
    expect(probes[0]?.checks.at(-1)).toEqual({
      check: 'data-key',
      ok: true,
      message: 'decrypted to 32 bytes, with a valid authentication tag',
    });
  });

  const encrypted = () => pem({ cipher: 'aes-256-cbc', passphrase: 'open sesame' });

  it('opens it by a reference, or by asking', async () => {
    setEnvironment({ PROBE_PASSPHRASE: 'open sesame' });
    const { file, ...options } = withFile(encrypted());
    const probe = async (how: object) =>
      (await keyProbe({ ...options, privateKey: { file, ...how } })).probes[0]?.checks.at(-1)?.ok;
    expect(await probe({ passphrase: '${env:PROBE_PASSPHRASE}' })).toBe(true);
    expect(await probe({ ask: async () => 'open sesame' })).toBe(true);
  });

  it.each([
    [{}, 'PassphraseMissing', /is encrypted, and its passphrase is missing/],
    [
      { passphrase: 'open sesame' },
      'SecretInArgument',
      /Anybody on this machine can see the secret in --passphrase/,
    ],
    [{ passphrase: '${env:PROBE_NOT_SET}' }, 'PassphraseMissing', /PROBE_NOT_SET is not set/],
    [{ ask: async () => 'wrong' }, 'PassphraseWrong', /doesn't decrypt/],
  ])('%j: %s', async (how, code, message) => {
    const { file, ...options } = withFile(encrypted());
    const failed = await keyProbe({ ...options, privateKey: { file, ...how } }).catch((error) => error);
    expect(failed).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(failed.message).not.toContain('sesame');
  });

  it("refuses a missing key, and one that isn't RSA", async () => {
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
      type: 'pkcs8',
      format: 'pem',
    });
    for (const content of [String(ec), 'garbage', '']) {
      const { file, ...options } = withFile(content);
      await expect(keyProbe({ ...options, privateKey: { file } })).rejects.toMatchObject({
        code: 'PrivateKeyUnfit',
      });
    }
    const { file, ...options } = withFile('');
    await expect(keyProbe({ ...options, privateKey: { file: `${file}.no` } })).rejects.toMatchObject({
      code: 'FileUnreadable',
    });
  });
});

describe('the command', () => {
  const printed = async (...line: readonly string[]) => {
    const lines: string[] = [];
    const { log } = console;
    const { write } = process.stdout;
    console.log = (message: string) => lines.push(message);
    process.stdout.write = ((chunk: string) => lines.push(chunk)) as unknown as typeof write;
    try {
      const code = await run([...line, '--no-color']);
      return { code, text: lines.join('\n') };
    } finally {
      console.log = log;
      process.stdout.write = write;
    }
  };

  it('prints a line for each check, and exits with 0 if everything is proven', async () => {
    const { config } = prepared();
    const { code, text: screen } = await printed('key', 'probe', 'AcmeDataKey', '--config', config);
    expect(code).toBe(0);
    expect(screen).toMatch(/^AcmeDataKey \(acme-data-1\) {2}http:\/\/127\.0\.0\.1:\d+\/keys\/acme-data-1$/m);
    expect(screen).toMatch(/✔ jwe-alg +RSA-OAEP$/m);
    expect(screen).toMatch(/\? data-key +not checked: no private key$/m);
    expect(screen).toMatch(/Passed, as far as keyway can check without the private key\.$/m);
  });

  it('marks unconfirmed StatusCodes, says what to do, and exits with 1', async () => {
    const { config } = prepared();
    service.answer = (_request, response) => response.end('{"kid":"\u009B31m","jwe":"a.b"}');
    const { code, text: screen } = await printed('key', 'probe', 'AcmeDataKey', '--config', config);
    expect(code).toBe(1);
    expect(screen).toMatch(/✖ json-kid .*\(INCORRECT_KEYID_IN_JSON \[\?\]\)$/m);
    expect(screen).not.toContain('\u009B');
    expect(screen).toMatch(/^ {2}\? not reached +jwe-header, jwe-parameters,/m);
    expect(screen).toMatch(/Failed: Salesforce would reject this answer\./);
  });

  it('prints one JSON object', async () => {
    const { config } = prepared('wrong-key-of-acme');
    const { code, text: out } = await printed('key', 'probe', 'AcmeDataKey', '--config', config, '--json');
    const { status, result } = JSON.parse(out);
    expect([code, status]).toEqual([1, 1]);
    expect(result.probes).toMatchObject([{ name: 'AcmeDataKey', outcome: 'refused' }]);
    expect(result.probes[0].checks).toHaveLength(26);
    expect(out).not.toContain('wrong-key-of-acme');
  });
});
