import { isAnswerLost } from '../errors/answer-lost.ts';
import type { Progress } from '../kinds/run.ts';
import { padCell } from './table.ts';
import { canReplaceLines, clearLine, paint, print, printable, replaceLine } from './terminal.ts';

/** Shows nothing. Used for `--json`, and by default in the library. */
export const silentProgress: Progress = {
  stage: (_title, run) => run(() => {}),
  line: () => {},
};

const titleWidth = 12;

/** Prints lines on standard output. On a terminal, the running stage shows its progress. */
export function terminalProgress(): Progress {
  return {
    async stage(title, run, done) {
      const { Listr } = await import('listr2');
      let result: Awaited<ReturnType<typeof run>> | undefined;
      const padded = padCell(title, titleWidth);
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
        // listr2's list is cleared at the end and shows nothing in a pipe. The permanent line is our own.
        {
          renderer: canReplaceLines(process.stdout) ? 'default' : 'silent',
          rendererOptions: { clearOutput: true },
          // listr2's own listeners would end the process before the state of the org is reported.
          registerSignalListeners: false,
        },
      );
      try {
        await list.run();
      } catch (error) {
        // If keyway got no answer, the org may still have carried out the request.
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

/** A line on standard error that each new text replaces; undefined if nobody reads it. */
export function progressLine(isWanted: boolean): ((text: string) => void) | undefined {
  if (!isWanted || !canReplaceLines(process.stderr)) return undefined;
  return replaceLine;
}

/** Clears the line, so that the next text starts on an empty one. */
export function endProgressLine(isWanted: boolean): void {
  if (isWanted && canReplaceLines(process.stderr)) clearLine();
}
