import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { workspace } from '../operations/workspace.ts';

/** The colours on a terminal for a config with a problem. */
function coloursOf(env: NodeJS.ProcessEnv, flags: readonly string[] = []): readonly string[] {
  const { config } = workspace('version: 1\napiVersion: "66.0"\nnothing: {}\n');
  const onTerminal = 'import pty, sys; pty.spawn(sys.argv[1:])';
  const line = [process.execPath, resolve('src/main.ts'), 'validate', '--config', config, ...flags];
  const { stdout } = spawnSync('python3', ['-c', onTerminal, ...line], {
    env: { ...process.env, TERM: 'xterm-256color', ...env },
    encoding: 'utf8',
  });
  expect(stdout).toContain('unknown field "nothing"');
  return stdout.match(/\u001B\[\d+m/g) ?? [];
}

describe('colours on a terminal', () => {
  it('mark errors', () => {
    expect(coloursOf({})).toEqual(['\u001B[31m', '\u001B[39m']);
  });

  it.each([
    ['NO_COLOR', { NO_COLOR: '1' }, []],
    ['a terminal without colours', { TERM: 'dumb' }, []],
    ['--no-color', {}, ['--no-color']],
  ] as const)('are off with %s', (_what, env, flags) => {
    expect(coloursOf(env, flags)).toEqual([]);
  });
});
