import { PassThrough } from 'node:stream';
import { confirm, input, password } from '@inquirer/prompts';
import { describe, expect, it } from '@jest/globals';
import { answerOrInterrupt } from '../../src/cli/ask.ts';

/** A prompt on the test's own terminal, with typed input. */
function typed<T>(
  prompt: (streams: { input: PassThrough; output: PassThrough }) => Promise<T>,
  keys: string,
) {
  const streams = { input: new PassThrough(), output: new PassThrough() };
  const answer = answerOrInterrupt(prompt(streams));
  streams.input.write(keys);
  return answer;
}

describe('A question on a terminal', () => {
  it('returns the typed answer', async () => {
    expect(await typed((streams) => input({ message: 'Type Data:3' }, streams), 'Data:3\r')).toBe('Data:3');
  });

  it.each([
    ['yes or no', (streams: object) => confirm({ message: 'Go on?' }, streams)],
    ['a text', (streams: object) => input({ message: 'Type Data:3' }, streams)],
    ['a secret', (streams: object) => password({ message: 'Passphrase' }, streams)],
  ] as const)('treats Ctrl-C as an interruption, not a bug: %s', async (_what, prompt) => {
    await expect(typed<unknown>(prompt, '\x03')).rejects.toMatchObject({
      code: 'Interrupted',
      exitCode: 130,
    });
  });
});
