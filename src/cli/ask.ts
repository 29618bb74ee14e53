import { KeywayError } from '../errors/index.ts';
import { printable, printableLines } from '../report/terminal.ts';
import { fitToScreen } from '../report/wrap.ts';
import type { Arguments } from './command.ts';

/** Nobody can answer a question about output that `--quiet` hid. */
function canAsk({ json, quiet }: Pick<Arguments, 'json' | 'quiet'>): boolean {
  return !json && !quiet && process.stdin.isTTY === true && process.stdout.isTTY === true;
}

/** Asks on a terminal. Without one, or with `--json` or `--quiet`, there are no questions. */
export function askOnTerminal(
  args: Pick<Arguments, 'json' | 'quiet'>,
): ((question: string, usual?: boolean) => Promise<boolean>) | undefined {
  if (!canAsk(args)) return undefined;
  return async (question, usual = false) => {
    const { confirm } = await import('@inquirer/prompts');
    return answerOrInterrupt(confirm({ message: wrapped(question), default: usual }));
  };
}

/** Asks for a secret without showing it. */
export function askSecretOnTerminal(
  args: Pick<Arguments, 'json' | 'quiet'>,
): ((key: string) => Promise<string>) | undefined {
  if (!canAsk(args)) return undefined;
  return async (key) => {
    const { password } = await import('@inquirer/prompts');
    return answerOrInterrupt(password({ message: printable(key), toggleMask: false }));
  };
}

/** Asks a person to type out a text. */
export function askTextOnTerminal(
  args: Pick<Arguments, 'json' | 'quiet'>,
): ((question: string) => Promise<string>) | undefined {
  if (!canAsk(args)) return undefined;
  return async (question) => {
    const { input } = await import('@inquirer/prompts');
    return answerOrInterrupt(input({ message: wrapped(question) }));
  };
}

/** Wraps a question at words, with room for its mark and the choice after it. */
function wrapped(question: string): string {
  return fitToScreen(printableLines(question), Math.max(20, (process.stdout.columns || 80) - 8));
}

/**
 * Returns the answer, or throws `Interrupted` if the person pressed Ctrl-C: a prompt reads that key from the
 * terminal itself, so no signal arrives.
 */
export async function answerOrInterrupt<T>(prompt: Promise<T>): Promise<T> {
  try {
    return await prompt;
  } catch (cause) {
    if (!(cause instanceof Error) || cause.name !== 'ExitPromptError') throw cause;
    throw new KeywayError('Interrupted', 'Interrupted at a question: keyway takes that as no.', {
      actions: ['Run the same command again: it does only what is missing.'],
      exitCode: 130,
      cause,
    });
  }
}
