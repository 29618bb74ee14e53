import type { Ask } from '../verbs/consent.ts';
import type { Arguments } from './command.ts';

/** Asks on a terminal; without one, or with `--json`, nothing is asked. */
export function askOnTerminal(args: Arguments): Ask | undefined {
  if (args.json || !process.stdin.isTTY || !process.stdout.isTTY) return undefined;
  return async (question) => {
    const { confirm } = await import('@inquirer/prompts');
    return confirm({ message: question, default: false });
  };
}

/** Asks for a secret without showing it. */
export function askSecretOnTerminal(args: Arguments): ((key: string) => Promise<string>) | undefined {
  if (args.json || !process.stdin.isTTY || !process.stdout.isTTY) return undefined;
  return async (key) => {
    const { password } = await import('@inquirer/prompts');
    return password({ message: key });
  };
}

/** Asks for a text that is to be typed out. */
export function askTextOnTerminal(args: Arguments): ((question: string) => Promise<string>) | undefined {
  if (args.json || !process.stdin.isTTY || !process.stdout.isTTY) return undefined;
  return async (question) => {
    const { input } = await import('@inquirer/prompts');
    return input({ message: question });
  };
}
