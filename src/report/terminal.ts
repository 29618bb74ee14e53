import { styleText } from 'node:util';
import { fitToScreen } from './wrap.ts';

type Style = Parameters<typeof styleText>[0];

let colour = true;
let quiet = false;

/** `--no-color`. Node itself handles the environment (NO_COLOR, FORCE_COLOR) and pipes. */
export function switchColourOff(): void {
  colour = false;
}

/** `--quiet`: `print` shows nothing. */
export function setQuiet(value: boolean): void {
  quiet = value;
}

/** Whether a line can be replaced. A dumb terminal only adds lines, and with `--quiet` there is no progress. */
export function canReplaceLines(stream: NodeJS.WriteStream): boolean {
  return !quiet && stream.isTTY === true && process.env.TERM !== 'dumb';
}

/** Adds a colour or weight to a text, if the terminal shows them. */
export function paint(style: Style, text: string, stream: NodeJS.WriteStream = process.stdout): string {
  return colour ? styleText(style, text, { stream }) : text;
}

/**
 * Characters that a terminal interprets instead of showing: control characters, which could move the cursor or
 * rewrite lines, and invisible marks or marks that change the text direction.
 */
const interpretedCharacters =
  '\\u0000-\\u0008\\u000B-\\u001F\\u007F-\\u009F\\u061C\\u200B\\u200E\\u200F\\u2028-\\u202E\\u2060-\\u2069\\uFEFF';
const interpretedInLine = new RegExp(`[\\n${interpretedCharacters}]`, 'g');
const interpretedInLines = new RegExp(`[${interpretedCharacters}]`, 'g');
/** The codes that `paint` writes for dim, red, green and yellow. Any other text that begins with ESC isn't keyway's. */
const paintOrInterpreted = new RegExp(`\\u001B\\[(?:2|22|3[1-3]|39)m|[${interpretedCharacters}]`, 'g');

/** Makes text from a config or an org safe for one line of a terminal. */
export function printable(text: string): string {
  return text.replace(interpretedInLine, codeOf);
}

/**
 * Does the same for several lines. Lines after the first begin with `indent`, so that none looks like one of
 * keyway's.
 */
export function printableLines(text: string, indent = '  '): string {
  return text.replace(interpretedInLines, codeOf).replaceAll('\n', `\n${indent}`);
}

function codeOf(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}

/**
 * Writes a text and a line break to standard output. All output of keyway goes through this function or
 * `printToStderr`, so that even a value that nobody escaped is harmless.
 */
export function print(text: string): void {
  if (quiet) return;
  process.stdout.write(`${prepareText(text, process.stdout)}\n`);
}

/** Prints results that `--quiet` must show. It moves them to standard error. */
export function printFinding(text: string): void {
  if (quiet) printToStderr(text);
  else print(text);
}

export function printToStderr(text: string): void {
  process.stderr.write(`${prepareText(text, process.stderr)}\n`);
}

/**
 * Prints one of keyway's own commands to the CI runner, which also reads standard error. Its parts must be escaped
 * already.
 */
export function printForRunner(command: string): void {
  process.stderr.write(`${command}\n`);
}

/** On a terminal, wraps at words. */
function prepareText(text: string, { isTTY, columns }: NodeJS.WriteStream): string {
  const safe = neutralize(text);
  return isTTY && columns > 0 ? fitToScreen(safe, columns) : safe;
}

/** The start of a line that a CI runner interprets as a command: `::add-mask::` of GitHub, `##vso[` of Azure. */
const runnerCommand = /^(\s*)([:#])(?=:[a-z]|#\[|#vso\[)/gim;

function neutralize(text: string): string {
  return text
    .replace(paintOrInterpreted, (found) => (found.length > 1 ? found : codeOf(found)))
    .replace(runnerCommand, (_all, indent: string, first: string) => indent + codeOf(first));
}

/** Writes JSON and a line break. Escapes what a terminal would interpret, which doesn't change the values. */
export function printJsonText(value: unknown, indent?: number): void {
  const json = JSON.stringify(value, null, indent);
  const escaped = json.replace(
    interpretedInLines,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  process.stdout.write(`${escaped}\n`);
}

/** Writes a file's text unchanged to a pipe. On a terminal, makes it printable. */
export function printFile(text: string): void {
  process.stdout.write(
    process.stdout.isTTY ? text.replaceAll('\r\n', '\n').replace(interpretedInLines, codeOf) : text,
  );
}

const emptyLine = '\r\u001B[K';

/** Writes a line on standard error that each new text replaces. */
export function replaceLine(text: string): void {
  process.stderr.write(`${emptyLine}  ${printable(text)}`);
}

/** Clears that line, so that the next text starts on an empty one. */
export function clearLine(): void {
  process.stderr.write(emptyLine);
}

/** Shows the cursor again. A running stage hides it. */
export function showCursor(): void {
  if (canReplaceLines(process.stdout)) process.stdout.write('\u001B[?25h');
}
