import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { configText, type Place, placeWithOrg } from '../operations/org-and-config.ts';
import { type Answer, type RewritingProxy, rewritingProxy } from '../operations/rewriting-proxy.ts';
import { keyway } from './keyway.ts';

let place: Place;
let proxy: RewritingProxy;

/** Clears the screen, rings, changes the direction of writing, and starts a new line. */
const EVIL = '\u001B[2J\u001B[8m\u009B2K\u0007\u202E\r\n✔ FAKED line';
/** The part that XML can contain. */
const EVIL_XML = '&#x9B;2K\u202E\n✔ FAKED line';
const CONTROL_CHARACTERS = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E]/;

const TEXT_FIELDS = [
  ...['preferred_username', 'Username', 'Name', 'MasterLabel', 'Label', 'Description', 'masterLabel'],
  ...['message', 'problem', 'label', 'description', 'display_name', 'parameterValue'],
];

/** Poisons every text of an answer that a person may have written, and the message of every refusal. */
const addHostileText = (answer: Answer): void => {
  const names = TEXT_FIELDS.join('|');
  answer.body = answer.body.startsWith('<')
    ? answer.body.replace(
        new RegExp(`(<(?:${names}|faultstring|problem|exceptionMessage)>[^<]+)(?=<)`, 'g'),
        `$1${EVIL_XML}`,
      )
    : answer.body.replace(
        new RegExp(`("(?:${names})":")((?:[^"\\\\]|\\\\.)+)(?=")`, 'g'),
        (_all, key: string, value: string) => `${key}${value}${JSON.stringify(EVIL).slice(1, -1)}`,
      );
};

beforeEach(async () => {
  place = await placeWithOrg();
  proxy = await rewritingProxy(place.org.url, addHostileText);
  process.env.SF_ORG_INSTANCE_URL = proxy.url;
});

afterEach(async () => {
  await proxy.close();
  await place.close();
});

const commands = [
  ['validate'],
  ['plan'],
  ['plan', '--markdown'],
  ['deploy', '--yes'],
  ['verify'],
  ['history'],
  ['credential', 'status'],
  ['credential', 'delete', 'AcmeKms-KeyService', '--yes'],
  ['external-credential', 'list'],
  ['external-credential', 'get', 'AcmeKms'],
  ['external-credential', 'get', 'Nobody'],
  ['pull', '--config', 'pulled.yaml'],
  ['certificate', 'list'],
  ['key', 'list'],
  ['key', 'create', '--type', 'SearchIndex', '--yes'],
  ['key', 'schedule', '--status'],
  ['rollback', '--yes'],
  ['promote', '--from', 'test', '--to', 'test'],
];

describe('a username, a name or a refusal that tries to deceive a terminal', () => {
  it('moves no cursor and starts no line, in any command', async () => {
    const shown: string[] = [];
    for (const words of commands)
      for (const more of [[], ['--json'], ['--verbose']]) {
        const at = words.includes('--config') ? words : [...words, '--config', place.config];
        const line = at.map((word) => (word === 'pulled.yaml' ? join(place.directory, word) : word));
        const { stdout, stderr } = await keyway([...line, ...more]);
        const text = stdout + stderr;
        expect([words.join(' '), CONTROL_CHARACTERS.exec(text)]).toEqual([words.join(' '), null]);
        expect([words.join(' '), /^✔ FAKED.*/m.exec(text)]).toEqual([words.join(' '), null]);
        if (more.length > 0 && stdout.startsWith('{')) expect(JSON.parse(stdout)).toBeDefined();
        if (text.includes('FAKED')) shown.push(words.join(' '));
      }
    // The hostile text must have been in the output.
    expect(new Set(shown).size).toBeGreaterThan(12);
  }, 120_000);
});

describe('a config that tries to deceive a terminal', () => {
  const names = ['\\e[2J', '\\u009B2K', '\\u202E', '\\r\\n✔ FAKED line'];
  it.each(names)('moves no cursor and starts no line: %s', async (evil) => {
    const text = configText()
      .replace('label: Acme KMS', `label: "Acme${evil}"`)
      .replace('assignTo: [autoproc]', `assignTo: [autoproc, "x${evil}"]`)
      .replace('  test: {', `  "te${evil}st": {`);
    for (const written of [text, text.replace('variant:', `"x${evil}": 1\n      variant:`)]) {
      await place.write(written);
      for (const command of [
        ['validate'],
        ['plan'],
        ['deploy', '--yes'],
        ['render', '--output-dir', place.directory],
      ]) {
        const { stdout, stderr } = await keyway([...command, '--config', place.config]);
        expect([command[0], CONTROL_CHARACTERS.exec(stdout + stderr)]).toEqual([command[0], null]);
        expect([command[0], /^✔ FAKED.*/m.exec(stdout + stderr)]).toEqual([command[0], null]);
      }
    }
  });
});

it('all output goes through report/terminal.ts', () => {
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && path !== 'main.ts')
    .map((path) => [path, readFileSync(join('src', path), 'utf8')] as const);
  const printing = sources.filter(([, text]) => /process\.std(?:out|err)\.write|console\.\w+\(/.test(text));
  expect(printing.map(([path]) => path)).toEqual(['report/terminal.ts']);
});
