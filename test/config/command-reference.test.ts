import { describe, expect, it } from '@jest/globals';
import { commandRunner, commandWords } from '../../src/config/command-reference.ts';
import { resolveReferences } from '../../src/config/references.ts';

const sources = { env: {}, readFile: () => '', runCommand: commandRunner('.') };
const node = process.execPath;

describe('A reference to a command', () => {
  it('is what the command prints, without the line break at its end', () => {
    const text = `\${command:${node} -p 6*7}`;
    expect(resolveReferences(text, sources)).toEqual({ ok: true, value: '42' });
  });

  it('is run without a shell: what a shell would read is text', () => {
    expect(commandWords(`op read "op://vault/my item" '$HOME' a;b |c`)).toEqual([
      'op',
      'read',
      'op://vault/my item',
      '$HOME',
      'a;b',
      '|c',
    ]);
  });

  it('runs only where commands are allowed', () => {
    const { runCommand: _none, ...without } = sources;
    expect(resolveReferences('${command:op read x}', without)).toEqual({
      ok: false,
      message: 'has ${command:op read x}, which runs only with --allow-commands',
    });
  });

  it('that fails says so without what it printed', () => {
    const fails = `\${command:${node} -e "console.log('s3cret');process.exit(3)"}`;
    expect(resolveReferences(fails, sources)).toMatchObject({
      ok: false,
      message: expect.stringMatching(/exited with 3; run it yourself to see why$/),
    });
    expect(
      JSON.stringify(resolveReferences(fails, sources)).replaceAll(JSON.stringify(fails).slice(1, -1), ''),
    ).not.toMatch(/^s3cret/);
    expect(resolveReferences('${command:no-such-program-here}', sources)).toMatchObject({
      message: expect.stringContaining('is not installed here'),
    });
  });
});
