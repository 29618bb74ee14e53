import { describe, expect, it } from '@jest/globals';
import { commandRunner, commandWords } from '../../src/config/command-reference.ts';
import { resolveReferences, resolveWithCommands } from '../../src/config/references.ts';

const sources = { env: {}, readFile: () => '', ...commandRunner('.') };
const node = process.execPath;

describe('A reference to a command', () => {
  it("is the command's output, without the line break at its end", () => {
    const text = `\${command:${node} -p 6*7}`;
    expect(resolveReferences(text, sources)).toEqual({ ok: true, value: '42' });
  });

  it('runs without a shell: shell syntax is plain text', () => {
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

  it('reports a failure without the output', () => {
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

  it('waits without blocking, and runs each command once', async () => {
    const runner = commandRunner('.');
    const all = { env: {}, readFile: () => '', ...runner };
    const slow = `\${command:${node} -e "setTimeout(() => console.log(process.pid), 200)"}`;
    let ticks = 0;
    const ticking = setInterval(() => {
      ticks += 1;
    }, 10);
    const read = () =>
      [slow, slow, '${command:no-such-program-here}'].map((text) => resolveReferences(text, all));
    const [first, second, third] = await resolveWithCommands(all, read);
    clearInterval(ticking);
    expect(first).toEqual({ ok: true, value: expect.stringMatching(/^\d+$/) });
    expect(second).toEqual(first);
    expect(third).toMatchObject({ ok: false, message: expect.stringContaining('is not installed here') });
    expect(ticks).toBeGreaterThan(5);
    expect(await resolveWithCommands(all, read)).toEqual([first, second, third]);
  });

  it('ends a running command on a signal', async () => {
    const controller = new AbortController();
    const all = { env: {}, readFile: () => '', ...commandRunner('.', controller.signal) };
    const endless = `\${command:${node} -e "setTimeout(Object, 60000)"}`;
    const begun = performance.now();
    setTimeout(() => controller.abort(), 100);
    await expect(resolveWithCommands(all, () => resolveReferences(endless, all))).rejects.toMatchObject({
      code: 'Interrupted',
      exitCode: 130,
    });
    expect(performance.now() - begun).toBeLessThan(5000);
  });

  it.each([
    ['exits with a code', 'process.exit(3)', 'exited with 3'],
    ['is ended', "process.kill(process.pid, 'SIGKILL')", 'exited with SIGKILL'],
    ['prints too much', "process.stdout.write('x'.repeat(2 ** 21))", 'more than keyway accepts'],
  ])('reports a command that %s, synchronously or not', async (_what, script, words) => {
    const text = `\${command:${node} -e "${script}"}`;
    const [one, other] = [1, 2].map(() => ({ env: {}, readFile: () => '', ...commandRunner('.') }));
    const said = { ok: false, message: expect.stringContaining(words) };
    expect(resolveReferences(text, one as never)).toMatchObject(said);
    expect(
      await resolveWithCommands(other as never, () => resolveReferences(text, other as never)),
    ).toMatchObject(said);
  });
});
