import { KeywayError } from '../errors/index.ts';
import { printable, printableLines } from '../report/terminal.ts';
import { fitted } from '../report/wrap.ts';
import type { Arguments } from './command.ts';

/** Nobody is asked about what `--quiet` didn't show. */
function canAsk({ json, quiet }: Pick<Arguments, 'json' | 'quiet'>): boolean {
  return !json && !quiet && process.stdin.isTTY === true && process.stdout.isTTY === true;
}

/** Asks on a terminal; without one, or with `--json` or `--quiet`, nothing is asked. */
export function askOnTerminal(
  args: Pick<Arguments, 'json' | 'quiet'>,
): ((question: string, usual?: boolean) => Promise<boolean>) | undefined {
  if (!canAsk(args)) return undefined;
  return async (question, usual = false) => {
    const { confirm } = await import('@inquirer/prompts');
    return answered(confirm({ message: wrapped(question), default: usual }));
  };
}

/** Asks for a secret without showing it. */
export function askSecretOnTerminal(
  args: Pick<Arguments, 'json' | 'quiet'>,
): ((key: string) => Promise<string>) | undefined {
  if (!canAsk(args)) return undefined;
  return async (key) => {
    const { password } = await import('@inquirer/prompts');
    return answered(password({ message: printable(key), toggleMask: false }));
  };
}

/** Asks for a text that is to be typed out. */
export function askTextOnTerminal(
  args: Pick<Arguments, 'json' | 'quiet'>,
): ((question: string) => Promise<string>) | undefined {
  if (!canAsk(args)) return undefined;
  return async (question) => {
    const { input } = await import('@inquirer/prompts');
    return answered(input({ message: wrapped(question) }));
  };
}

/** A question whose words stay whole at the edge of the screen, with room for its mark and the choice behind it. */
function wrapped(question: string): string {
  return fitted(printableLines(question), Math.max(20, (process.stdout.columns || 80) - 8));
}

/**
 * The answer, or `Interrupted` where the question was left by Ctrl-C: a prompt takes that key from the terminal itself,
 * so that no signal comes.
 */
export async function answered<T>(prompt: Promise<T>): Promise<T> {
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
