// The help of every command, which the published package prints without loading yargs.
import { commands } from '../src/cli/commands.ts';
import { nameOf } from '../src/cli/entry.ts';
import { run } from '../src/cli/index.ts';

/** Help texts by the words before `--help`, for a terminal with that many columns. */
export async function helpTexts(columns: number): Promise<Readonly<Record<string, string>>> {
  const texts: Record<string, string> = {};
  for (const command of ['', ...commands.flatMap(wordsOf)])
    texts[command] = await helpOf(command === '' ? [] : command.split(' '), columns);
  return texts;
}

function wordsOf(entry: (typeof commands)[number]): readonly string[] {
  const name = nameOf(entry);
  return 'actions' in entry ? [name, ...entry.actions.map((action) => `${name} ${nameOf(action)}`)] : [name];
}

async function helpOf(command: readonly string[], columns: number): Promise<string> {
  const { log } = console;
  const own = Object.getOwnPropertyDescriptor(process.stdout, 'columns');
  Object.defineProperty(process.stdout, 'columns', { value: columns, configurable: true });
  const printed: string[] = [];
  console.log = (text: string) => printed.push(text);
  try {
    await run([...command, '--help']);
  } finally {
    console.log = log;
    Reflect.deleteProperty(process.stdout, 'columns');
    if (own) Object.defineProperty(process.stdout, 'columns', own);
  }
  return `${printed.join('\n')}\n`;
}
