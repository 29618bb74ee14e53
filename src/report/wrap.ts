/** Columns on a screen, colour codes aside; near enough for names and URLs. */
export function widthOf(text: string): number {
  return [...text.replace(/\u001B\[[0-9;]*m/g, '')].length;
}

/** Lines of at most that width, broken at spaces; a word that is longer than a line stays whole. */
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

/** A text as a screen of that many columns shows it best: what is too long goes on below its own beginning. */
export function fitted(text: string, screen: number): string {
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
