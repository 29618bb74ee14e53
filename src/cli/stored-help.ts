import { readFileSync } from 'node:fs';

/** The widths in columns for which the build generates help texts: yargs' own limit here, and a common terminal. */
export const helpWidths = [100, 80] as const;

/**
 * The help of a command that the build generated, so that yargs isn't loaded. Undefined if there is none: when run
 * from source, for another width, or if the command doesn't exist.
 *
 * @param command the words before `--help`
 * @param columns of the terminal; undefined for a file or a pipe
 */
export function storedHelp(
  folder: URL,
  command: readonly string[],
  columns: number | undefined,
): string | undefined {
  const width = Math.min(100, columns ?? 100);
  if (!helpWidths.some((one) => one === width)) return undefined;
  try {
    const texts = JSON.parse(readFileSync(new URL(`${width}.json`, folder), 'utf8')) as Record<
      string,
      string
    >;
    const name = command.join(' ');
    return Object.hasOwn(texts, name) ? texts[name] : undefined;
  } catch {
    return undefined;
  }
}
