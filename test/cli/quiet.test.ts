import { afterEach, describe, expect, it } from '@jest/globals';
import { canReplaceLines, setQuiet } from '../../src/report/terminal.ts';
import { setEnvironment, workspace } from '../operations/workspace.ts';
import { keyway } from './keyway.ts';

afterEach(() => setQuiet(false));

const valid = 'version: 1\napiVersion: "66.0"\n';

describe('--quiet', () => {
  it('prints nothing on success', async () => {
    const { config } = workspace(valid);
    const silent = { exitCode: 0, stdout: '', stderr: '' };
    expect(await keyway(['validate', '--config', config, '--quiet'])).toEqual(silent);
    expect((await keyway(['validate', '--config', config])).stdout).toContain('is valid');
  });

  it('prints problems on standard error', async () => {
    const { config } = workspace('version: 1\napiVersion: "66.0"\nnothing: {}\n');
    const { exitCode, stdout, stderr } = await keyway(['validate', '--config', config, '--quiet']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain('unknown field "nothing"');
  });

  it('prints only the broken links of verify', async () => {
    const { config } = workspace(
      `${valid}certificates:\n  Acme: { label: Acme }\nenvironments:\n  local: { targetOrg: local, default: true }\n`,
    );
    const { exitCode, stdout, stderr } = await keyway(['verify', '--config', config, '--quiet']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(/^ {2}✖ Certificate +Acme +is not in the org\n$/);
  });

  it('prints errors and requested JSON', async () => {
    const { config } = workspace('version: 2\n');
    expect((await keyway(['deploy', '--config', config, '--quiet'])).stderr).toContain('keyway.yaml:1:');
    const good = workspace(valid);
    const { stdout } = await keyway(['validate', '--config', good.config, '--quiet', '--json']);
    expect(JSON.parse(stdout).result).toMatchObject({ valid: true });
  });
});

describe('A line of progress is replaced', () => {
  const terminal = { isTTY: true } as NodeJS.WriteStream;

  it.each([
    ['xterm-256color', true],
    ['dumb', false],
  ])('with TERM=%s: %s', (TERM, replaced) => {
    setEnvironment({ TERM });
    expect(canReplaceLines(terminal)).toBe(replaced);
  });

  it("isn't shown with --quiet or in a pipe", () => {
    setEnvironment({ TERM: 'xterm' });
    expect(canReplaceLines({} as NodeJS.WriteStream)).toBe(false);
    setQuiet(true);
    expect(canReplaceLines(terminal)).toBe(false);
  });
});
