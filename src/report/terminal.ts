import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

let colour = true;

/** `--no-color`; the environment (NO_COLOR, FORCE_COLOR) and pipes are minded by Node itself. */
export function switchColourOff(): void {
  colour = false;
}

/** Text in a colour or weight where the terminal shows them. */
export function paint(style: Style, text: string, stream: NodeJS.WriteStream = process.stdout): string {
  return colour ? styleText(style, text, { stream }) : text;
}

/**
 * Text from a config or an org as a terminal may show it: control characters, which could move the cursor or
 * rewrite lines, and marks that turn the direction of writing are shown by their code.
 */
export function printable(text: string): string {
  return text.replace(
    /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/g,
    (character) => {
      return `\\u{${character.codePointAt(0)?.toString(16)}}`;
    },
  );
}
