import { describe, expect, it, jest } from '@jest/globals';
import { KeywayError } from '../../src/errors/index.ts';
import { terminalProgress } from '../../src/report/progress.ts';

async function lineOf(error: Error): Promise<string> {
  let printed = '';
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  try {
    await terminalProgress()
      .stage('Metadata', () => Promise.reject(error), String)
      .catch(() => undefined);
  } finally {
    write.mockRestore();
  }
  return printed;
}

describe('The line of a stage that ends with an error', () => {
  it('says failed if the org refused it', async () => {
    expect(await lineOf(new KeywayError('DeployFailed', 'The org refused it.'))).toBe(
      '✖ Metadata     failed\n',
    );
  });

  it.each(['ConnectionLost', 'Interrupted', 'UnexpectedAnswer'] as const)(
    "doesn't say failed if the answer is missing (%s)",
    async (code) => {
      expect(await lineOf(new KeywayError(code, 'No answer.'))).toBe('✖ Metadata     unknown\n');
    },
  );
});
