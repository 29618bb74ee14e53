import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type KeyPlace, keyPlace, passphrase } from '../operations/key-place.ts';
import { type Ended, keyway } from './keyway.ts';

let place: KeyPlace;
beforeEach(async () => {
  place = await keyPlace();
});
afterEach(() => place.close());

const secret = Buffer.from('f0e1d2c3b4a5968778695a4b3c2d1e0f00112233445566778899aabbccddeeff', 'hex');
const forms = ['base64', 'base64url', 'hex', 'latin1'] as const;
const marks = [
  ...forms.map((form) => Buffer.from(secret.toString(form), form === 'latin1' ? 'latin1' : 'utf8')),
  Buffer.from(passphrase),
];

it('key material and passphrases never appear in output or files, in success or failure', async () => {
  const ran: [string, Ended][] = [];
  const run = async (line: string, stdin: string | Uint8Array = '') => {
    const words = line.split(' ').map((word) => (word.endsWith('.json') ? place.file(word) : word));
    const ended = await keyway([...words, '--verbose', '--config', place.config], stdin);
    ran.push([line, ended]);
    return ended.exitCode;
  };
  const upload = 'key upload --type Data --certificate AcmeByok --stdin';
  expect(await run(upload, secret)).toBe(0);
  expect(await run(`${upload} --json`, secret)).toBe(1);
  expect(await run('key upload --type Analytics --certificate AcmeByok --stdin', secret)).toBe(1);
  expect(await run(upload, secret.subarray(1))).toBe(1);
  expect(await run(`${upload} --allow nonsense`, secret)).toBe(1);
  const out = 'key export --type Data --version 2 --out data-2.json --passphrase-stdin';
  expect(await run(out, passphrase)).toBe(0);
  expect(await run(out, passphrase)).toBe(1);
  await place.later(24);
  expect(await run('key rotate --type Data --generate --allow key-archive')).toBe(0);
  expect(await run('key destroy --type Data --version 2 --confirm Data:2')).toBe(0);
  const back = 'key import data-2.json --passphrase-stdin';
  expect(await run(back, 'quite another passphrase')).toBe(1);
  expect(await run(`${back} --json`, passphrase)).toBe(0);
  expect(await run(back, passphrase)).toBe(1);

  const leaks = (bytes: Buffer) => marks.filter((mark) => bytes.includes(mark)).length;
  for (const [line, { stdout, stderr }] of ran)
    expect([
      line,
      leaks(Buffer.from(stdout + stderr)),
      leaks(Buffer.from(stdout + stderr, 'latin1')),
    ]).toEqual([line, 0, 0]);
  const files = filesBelow(place.directory);
  expect(files.some((file) => file.endsWith('data-2.json'))).toBe(true);
  for (const file of files) expect([file, leaks(readFileSync(file))]).toEqual([file, 0]);
});

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile());
}
