import { isAnswerLost } from '../errors/answer-lost.ts';
import type { Progress } from '../kinds/run.ts';
import { pad } from './table.ts';
import { canReplaceLines, clearLine, paint, print, printable, replaceLine } from './terminal.ts';

/** Nothing is shown: `--json`, and the library by default. */
export const silentProgress: Progress = {
  stage: (_title, run) => run(() => {}),
  line: () => {},
};

const titleWidth = 12;

/** Lines on standard output; on a terminal the running stage shows what it is doing. */
export function terminalProgress(): Progress {
  return {
    async stage(title, run, done) {
      const { Listr } = await import('listr2');
      let result: Awaited<ReturnType<typeof run>> | undefined;
      const padded = pad(title, titleWidth);
      const list = new Listr(
        [
          {
            title: padded.trimEnd(),
            task: async (_context, task) => {
              result = await run((text) => {
                task.title = `${padded} ${printable(text)}`;
              });
            },
          },
        ],
        // What stays is our own line: the list is cleared when it is done, and shows nothing in a pipe.
        {
          renderer: canReplaceLines(process.stdout) ? 'default' : 'silent',
          rendererOptions: { clearOutput: true },
          // listr2's own listeners end the process at once, before anybody is told what state the org is in.
          registerSignalListeners: false,
        },
      );
      try {
        await list.run();
      } catch (error) {
        // The org may have carried out what keyway got no answer to.
        const ending = isAnswerLost(error) ? 'unknown' : 'failed';
        print(`${paint('red', '✖')} ${padded} ${ending}`);
        throw error;
      }
      print(`${paint('green', '✔')} ${padded} ${printable(done(result as never))}`);
      return result as never;
    },
    line(text) {
      print(text);
    },
  };
}

/** One line on standard error that each new text replaces; undefined where nobody reads it. */
export function progressLine(isWanted: boolean): ((text: string) => void) | undefined {
  if (!isWanted || !canReplaceLines(process.stderr)) return undefined;
  return replaceLine;
}

/** Clears the line, so that the next text starts on an empty one. */
export function endProgressLine(isWanted: boolean): void {
  if (isWanted && canReplaceLines(process.stderr)) clearLine();
}
