import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { complete } from '../../src/cli/complete.ts';

let folder: string;
const config = `version: 1
environments:
  uat: { targetOrg: acme-uat }
  production: { targetOrg: acme-prod }
  "$(touch pwned)": { targetOrg: acme-prod }
externalCredentials:
  AcmeKms: { label: A, authentication: { protocol: Custom }, principals: { KeyService: NamedPrincipal } }
namedCredentials:
  AcmeKeys: { url: "https://kms.acme.example", externalCredential: AcmeKms }
`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyway-complete-'));
  writeFileSync(join(folder, 'keyway.yaml'), config);
  mkdirSync(join(folder, 'bin'));
  const shim = `#!/bin/sh\nexec "${process.execPath}" "${resolve('src/main.ts')}" "$@"\n`;
  writeFileSync(join(folder, 'bin/keyway'), shim);
  chmodSync(join(folder, 'bin/keyway'), 0o755);
});
afterAll(() => rmSync(folder, { recursive: true }));

const words = async (line: string) => {
  const all = line.replaceAll('FILE', join(folder, 'keyway.yaml')).split(' ');
  return (await complete(all, all.length - 1)).map(({ word }) => word);
};

describe('completion of a command line', () => {
  it.each([
    ['dep', ['deploy']],
    ['key exp', ['export']],
    ['plan --tar', ['--target-org']],
    ['plan --env uat --en', ['--env-file']],
    ['plan --config FILE --env ', ['uat', 'production']],
    ['plan --config FILE --env = u', ['uat']],
    ['promote --config FILE --from uat --to ', ['uat', 'production']],
    ['deploy --only cred', ['credentials']],
    ['deploy --allow url', ['url-host-change']],
    ['graph --format ', ['mermaid', 'svg', 'html']],
    ['pull --config FILE ', ['AcmeKms', 'AcmeKeys']],
    ['pull --config FILE AcmeKms Acme', ['AcmeKms', 'AcmeKeys']],
    ['credential --config FILE set ', ['AcmeKms-KeyService']],
    ['explain PlanOut', ['PlanOutdated']],
    ['plan --config nowhere.yaml --env ', []],
    ['nonsense ', []],
    ['deploy --report ', []],
  ])('%j: %j', async (line, found) => {
    const all = await words(line);
    expect(line.startsWith('nonsense') ? all.filter((word) => word === 'nonsense') : all).toEqual(found);
  });
});

/** What a shell offers for `keyway plan --env `, by its own completion. */
const shells = {
  bash: [
    'bash',
    'eval "$(keyway completion bash)"; COMP_WORDS=(keyway plan --env ""); COMP_CWORD=3; _keyway; printf "%s\\n" "${COMPREPLY[@]}"',
  ],
  zsh: [
    'zsh',
    'compdef() { :; }; _describe() { print -l ${(P)2}; }; _files() { print files; }; eval "$(keyway completion zsh)"; words=(keyway plan --env ""); CURRENT=4; _keyway',
  ],
  fish: ['fish', 'keyway completion fish | source; complete -C "keyway plan --env "'],
} as const;

describe.each(Object.entries(shells))('the script for %s', (name, [program, script]) => {
  const isThere = spawnSync(program, ['--version']).status === 0;
  (isThere ? it : it.skip)('offers the environments, and runs nothing that a config says', () => {
    const env = { ...process.env, HOME: folder, PATH: `${join(folder, 'bin')}:${process.env.PATH}` };
    const { stdout, stderr } = spawnSync(program, ['-c', script], { cwd: folder, env, encoding: 'utf8' });
    const said = { bash: '', zsh: ':environment', fish: '\tenvironment' }[name];
    expect({ lines: stdout.trim().split('\n').sort(), stderr }).toEqual({
      lines: [`production${said}`, `uat${said}`],
      stderr: '',
    });
  });
});
