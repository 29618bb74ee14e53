import { Readable } from 'node:stream';
import { jest } from '@jest/globals';
import { run } from '../../src/cli/index.ts';

export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line as main.ts does, in this process, with the test's input and output. */
export async function keyway(words: readonly string[], stdin: string | Uint8Array = ''): Promise<Ended> {
  const printed = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    jest.spyOn(process[name], 'write').mockImplementation((text) => {
      printed[name] += String(text);
      return true;
    }),
  );
  const log = jest.spyOn(console, 'log').mockImplementation((text) => {
    printed.stdout += `${text}\n`;
  });
  const own = Object.getOwnPropertyDescriptor(process, 'stdin');
  // A copy, because keyway wipes its input.
  const chunks = stdin.length === 0 ? [] : [Buffer.from(stdin)];
  Object.defineProperty(process, 'stdin', { configurable: true, value: Readable.from(chunks) });
  try {
    return { exitCode: await run(words), ...printed };
  } finally {
    for (const spy of [...spies, log]) spy.mockRestore();
    if (own) Object.defineProperty(process, 'stdin', own);
  }
}
