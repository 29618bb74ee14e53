import { paint, printable } from './terminal.ts';

/** Shows the stages of a run to whoever waits for it. */
export interface Progress {
  /**
   * Runs one stage under a title. `update` says how far it is; `done` makes the line that stays.
   * Errors pass through after the line is marked as failed.
   */
  stage<T>(
    title: string,
    run: (update: (text: string) => void) => Promise<T>,
    done: (result: T) => string,
  ): Promise<T>;
  /** A line for people. */
  line(text: string): void;
}

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
      const padded = title.padEnd(titleWidth);
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
        { renderer: process.stdout.isTTY ? 'default' : 'silent', rendererOptions: { clearOutput: true } },
      );
      try {
        await list.run();
      } catch (error) {
        process.stdout.write(`${paint('red', '✖')} ${padded} failed\n`);
        throw error;
      }
      process.stdout.write(`${paint('green', '✔')} ${padded} ${printable(done(result as never))}\n`);
      return result as never;
    },
    line(text) {
      process.stdout.write(`${text}\n`);
    },
  };
}
