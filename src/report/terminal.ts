import { styleText } from 'node:util';
import { fitted } from './wrap.ts';

type Style = Parameters<typeof styleText>[0];

let colour = true;
let quiet = false;

/** `--no-color`; the environment (NO_COLOR, FORCE_COLOR) and pipes are minded by Node itself. */
export function switchColourOff(): void {
  colour = false;
}

/** `--quiet`: what `print` gets is not shown. */
export function setQuiet(value: boolean): void {
  quiet = value;
}

/** Whether a line can be replaced: a terminal that is dumb only adds lines, and nobody wants them with `--quiet`. */
export function canReplaceLines(stream: NodeJS.WriteStream): boolean {
  return !quiet && stream.isTTY === true && process.env.TERM !== 'dumb';
}

/** Text in a colour or weight where the terminal shows them. */
export function paint(style: Style, text: string, stream: NodeJS.WriteStream = process.stdout): string {
  return colour ? styleText(style, text, { stream }) : text;
}

/**
 * What a terminal obeys instead of showing: control characters, which could move the cursor or rewrite lines, and marks
 * that turn the direction of writing or can't be seen.
 */
const obeyed =
  '\\u0000-\\u0008\\u000B-\\u001F\\u007F-\\u009F\\u061C\\u200B\\u200E\\u200F\\u2028-\\u202E\\u2060-\\u2069\\uFEFF';
const inLine = new RegExp(`[\\n${obeyed}]`, 'g');
const inLines = new RegExp(`[${obeyed}]`, 'g');
/** What `paint` writes for dim, red, green and yellow; everything else that begins with ESC isn't keyway's. */
const inPainted = new RegExp(`\\u001B\\[(?:2|22|3[1-3]|39)m|[${obeyed}]`, 'g');

/** Text from a config or an org as one line of a terminal may show it. */
export function printable(text: string): string {
  return text.replace(inLine, codeOf);
}

/** The same over several lines: those after the first begin with `indent`, so that none looks like one of keyway's. */
export function printableLines(text: string, indent = '  '): string {
  return text.replace(inLines, codeOf).replaceAll('\n', `\n${indent}`);
}

function codeOf(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}

/**
 * Writes a text and a line's end to standard output. Everything that keyway prints passes here or `printToStderr`, so
 * that a value that nobody made printable is harmless too.
 */
export function print(text: string): void {
  if (quiet) return;
  process.stdout.write(`${shown(text, process.stdout)}\n`);
}

/** What must be seen even with `--quiet`, which leaves it to standard error. */
export function printFinding(text: string): void {
  if (quiet) printToStderr(text);
  else print(text);
}

export function printToStderr(text: string): void {
  process.stderr.write(`${shown(text, process.stderr)}\n`);
}

/** A command of keyway's own to the CI runner, which reads standard error too; its parts must be escaped already. */
export function printForRunner(command: string): void {
  process.stderr.write(`${command}\n`);
}

/** On a terminal, words stay whole at its edge. */
function shown(text: string, { isTTY, columns }: NodeJS.WriteStream): string {
  const safe = harmless(text);
  return isTTY && columns > 0 ? fitted(safe, columns) : safe;
}

/** What a CI runner takes for a command, wherever a line begins so: `::add-mask::` of GitHub, `##vso[` of Azure. */
const runnerCommand = /^(\s*)([:#])(?=:[a-z]|#\[|#vso\[)/gim;

function harmless(text: string): string {
  return text
    .replace(inPainted, (found) => (found.length > 1 ? found : codeOf(found)))
    .replace(runnerCommand, (_all, indent: string, first: string) => indent + codeOf(first));
}

/** Writes JSON and a line's end: what a terminal would obey is escaped, which leaves the values as they are. */
export function printJsonText(value: unknown, indent?: number): void {
  const json = JSON.stringify(value, null, indent);
  const escaped = json.replace(inLines, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);
  process.stdout.write(`${escaped}\n`);
}

/** Writes a file's text as it is to a pipe; a terminal gets it printable. */
export function printFile(text: string): void {
  process.stdout.write(process.stdout.isTTY ? text.replaceAll('\r\n', '\n').replace(inLines, codeOf) : text);
}

const emptyLine = '\r\u001B[K';

/** One line on standard error that each new text replaces. */
export function replaceLine(text: string): void {
  process.stderr.write(`${emptyLine}  ${printable(text)}`);
}

/** Clears that line, so that the next text starts on an empty one. */
export function clearLine(): void {
  process.stderr.write(emptyLine);
}

/** A running stage hides it. */
export function showCursor(): void {
  if (canReplaceLines(process.stdout)) process.stdout.write('\u001B[?25h');
}
