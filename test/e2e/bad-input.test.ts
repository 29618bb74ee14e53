import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { chain, local } from './configs.ts';
import { removeWorkspaces, workspace } from './keyway.ts';

afterEach(removeWorkspaces);

interface Case {
  readonly what: string;
  readonly args: readonly string[];
  readonly config?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What the message contains: the place, the problem, the remedy. */
  readonly says: readonly (string | RegExp)[];
}

const deploy = ['deploy'];
const good = chain + local;
/** The position of a text in a config, in the form of messages. */
const at = (config: string, text: string): string => {
  const before = config.slice(0, config.indexOf(text)).split('\n');
  return `keyway.yaml:${before.length}:${(before.at(-1) ?? '').length + 1}`;
};
const changed = (from: string, to: string): string => good.replace(from, to);
const unknownKey = changed('    url:', '    urll: x\n    url:');
const wrongType = changed('label: Acme keys', 'label: [Acme, keys]');
const missingReference = changed('externalCredential: AcmeKms', 'externalCredential: AcmeKmz');
const unset = changed('https://kms.acme.example', 'https://${env:ACME_HOST}');
const badName = changed('  AcmeKeys:', '  Acme__Keys:');
const noTokenUrl = changed(
  'protocol: Custom',
  'protocol: Oauth\n      variant: ClientCredentialsClientSecret',
);
const token = { SF_ACCESS_TOKEN: '00Dxx0000000000!token' };

const cases: readonly Case[] = [
  { what: 'broken YAML', args: deploy, config: `${good}\n  - [`, says: [/keyway\.yaml:\d+:\d+/, 'YAML'] },
  { what: 'an empty file', args: deploy, config: '', says: ['keyway.yaml:1:1', 'keyway init'] },
  {
    what: 'an unknown key',
    args: deploy,
    config: unknownKey,
    says: [at(unknownKey, 'urll'), 'did you mean "url"'],
  },
  { what: 'a wrong type', args: deploy, config: wrongType, says: [at(wrongType, 'label: [Acme'), '"label"'] },
  {
    what: 'a name that nothing has',
    args: deploy,
    config: missingReference,
    says: [at(missingReference, 'AcmeKmz'), 'did you mean "AcmeKms"'],
  },
  {
    what: 'an unset variable',
    args: deploy,
    config: unset,
    says: [/keyway\.yaml:13:\d+/, '${env:ACME_HOST}', 'not set'],
  },
  {
    what: 'a name that Salesforce would refuse',
    args: deploy,
    config: badName,
    says: [at(badName, 'Acme__Keys'), 'developer name'],
  },
  {
    what: 'a protocol without a field it needs',
    args: deploy,
    config: noTokenUrl,
    says: [/keyway\.yaml:\d+:\d+/, 'tokenUrl'],
  },
  { what: 'an unknown environment', args: ['deploy', '--env', 'locl'], says: ['"locl"', 'local'] },
  {
    what: 'an org that is not logged in',
    args: ['plan', '-o', 'acme-dev'],
    says: ['acme-dev', 'sf org login web --alias acme-dev'],
  },
  {
    what: 'an org that cannot be reached',
    args: ['deploy', '--env', 'local'],
    env: { ...token, SF_ORG_INSTANCE_URL: 'http://127.0.0.1:1' },
    says: ['127.0.0.1:1 refused the connection', 'Check'],
  },
  {
    what: 'an instance URL that is none',
    args: deploy,
    env: { ...token, SF_ORG_INSTANCE_URL: 'banana' },
    says: ['instance URL', 'https://'],
  },
  { what: 'half of a login', args: deploy, env: token, says: ['SF_ORG_INSTANCE_URL is not', 'Set'] },
  {
    what: "a config that doesn't exist",
    args: ['deploy', '--config', 'other.yaml'],
    says: ['other.yaml', 'keyway init'],
  },
  { what: 'a folder as config', args: ['deploy', '--config', '.'], says: ['is a folder', '--config'] },
  {
    what: 'an unknown command',
    args: ['depoly'],
    says: ['"depoly" isn\'t a keyway command', 'Did you mean deploy'],
  },
  { what: 'an unknown flag', args: ['deploy', '--dryrun'], says: ['--dryrun', 'keyway deploy --help'] },
  { what: 'a flag without its value', args: ['deploy', '--env'], says: ['--env needs a value'] },
  {
    what: 'an unknown risk',
    args: ['deploy', '--allow', 'everything'],
    says: ['--allow everything', 'principal-removal'],
  },
  { what: 'an unknown stage', args: ['deploy', '--only', 'keyz'], says: ['--only keyz', 'metadata'] },
  { what: 'a wait that is no number', args: ['deploy', '--wait', 'long'], says: ['--wait', 'minutes'] },
  { what: 'an API version that is too old', args: ['deploy', '-a', '55'], says: ['55', '60.0'] },
  {
    what: 'a file as output folder',
    args: ['render', '-d', 'keyway.yaml'],
    says: ["can't write", '--output-dir'],
  },
  {
    what: 'an output folder that no user can make',
    args: ['render', '-d', '/proc/keyway'],
    says: ["can't write", '--output-dir'],
  },
  {
    what: 'a template that keyway has not',
    args: ['init', '--template', 'odata'],
    says: ['"odata"', 'oauth-client-credentials'],
  },
  {
    what: 'an environment without an org for init',
    args: ['init', '--template', 'basic', '--name', 'A', '--url', 'https://a.example', '--org', 'uat'],
    says: ['"uat"', '--org uat=acme-uat'],
  },
  {
    what: 'an environment that init makes itself',
    args: ['init', '--template', 'basic', '--name', 'A', '--url', 'https://a.example', '--org', 'local=a'],
    says: ['Environment local is the local org already'],
  },
  {
    what: 'an init over a config that is there',
    args: ['init', '--template', 'basic', '--name', 'A', '--url', 'https://a.example'],
    says: ['keyway.yaml already exists'],
  },
];

describe('bad input gives a sentence with place and remedy, exit code 1, no stack, and no partial result', () => {
  it.each(cases)('$what', async ({ args, config = good, env, says }) => {
    const { keyway, json, files } = workspace({ 'keyway.yaml': config });
    const options = env ? { env } : {};

    const { status, stdout, stderr } = await keyway(args, options);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    for (const part of says) expect(stderr).toMatch(part instanceof RegExp ? part : literalPattern(part));
    expect(stderr).not.toMatch(/^ {4}at |\bbug\b|undefined|\[object/m);

    const failure = await json(args, options);
    expect(Object.keys(failure)).toEqual(
      expect.arrayContaining(['status', 'name', 'message', 'actions', 'warnings']),
    );
    const told = [failure.message, ...failure.actions].join('\n');
    for (const part of says) expect(told).toMatch(part instanceof RegExp ? part : literalPattern(part));
    expect(files()).toEqual(['keyway.yaml']);
  });

  it('all errors in a file are reported at once, in order', async () => {
    const config = unknownKey.replace('  AcmeKeyAccess:', '  Acme__Access:');
    const { keyway } = workspace({ 'keyway.yaml': config });
    const { status, stdout, stderr } = await keyway(['validate']);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    const [first, second, count] = stdout.trimEnd().split('\n');
    expect(first).toMatch(/^keyway\.yaml:13:5 {2}error {2}unknown field "urll"/);
    expect(second).toMatch(/^keyway\.yaml:\d+:3 +error {2}.*Acme__Access/);
    expect(count).toBe('2 errors');
  });

  it('an unreadable config', async () => {
    const { keyway, folder } = workspace({ 'keyway.yaml': good });
    chmodSync(join(folder, 'keyway.yaml'), 0o000);
    mkdirSync(join(folder, 'sub'));
    // root can read everything.
    if (process.getuid?.() === 0) return;
    const { status, stderr } = await keyway(['validate']);
    expect(status).toBe(1);
    expect(stderr).toContain('keyway.yaml');
  });
});

const literalPattern = (text: string): RegExp => new RegExp(text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
