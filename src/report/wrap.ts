/** The columns that a text takes on a screen, without colour codes. Accurate enough for names and URLs. */
export function widthOf(text: string): number {
  return [...text.replace(/\u001B\[[0-9;]*m/g, '')].length;
}

/** Wraps at spaces to lines of at most that width. A longer word stays whole. */
export function wrapWords(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** Wraps a text for a screen of that many columns. Continuation lines start below the text's own beginning. */
export function fitToScreen(text: string, screen: number): string {
  return text
    .split('\n')
    .flatMap((line) => {
      if (widthOf(line) <= screen) return [line];
      const [indent = ''] = /^ *(?:(?:\u001B\[\d+m)*[·!✖✔+~-](?:\u001B\[\d+m)* +)?/.exec(line) ?? [];
      const hanging = ' '.repeat(widthOf(indent));
      const [first = '', ...rest] = wrapWords(line.slice(indent.length), screen - hanging.length);
      return [indent + first, ...rest.map((part) => hanging + part)];
    })
    .join('\n');
}
