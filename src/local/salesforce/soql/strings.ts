/** Escapes that SOQL and Apex share. Apex Developer Guide, "String"; SOQL Reference, "Quoted String Escape Sequences". */
const simple: Readonly<Record<string, string>> = {
  b: '\b',
  t: '\t',
  n: '\n',
  f: '\f',
  r: '\r',
  '"': '"',
  "'": "'",
  '\\': '\\',
};

/** The value of a quoted literal. The lexer has already refused invalid escapes. */
export function decodeLiteral(quoted: string): string {
  return quoted
    .slice(1, -1)
    .replace(/\\(?:u([0-9a-f]{4})|(.))/giu, (_, hex: string | undefined, letter: string) =>
      hex === undefined
        ? (simple[letter.toLowerCase()] ?? letter)
        : String.fromCharCode(Number.parseInt(hex, 16)),
    );
}

/**
 * `\%` and `\_` exist only in LIKE and the lexer doesn't know them. This hides them from it: the backslash becomes
 * a private character that doesn't occur in the text.
 */
export function hideLikeEscapes(text: string): { readonly text: string; readonly mark: string } {
  let code = 0xe000;
  while (text.includes(String.fromCharCode(code))) code += 1;
  const mark = String.fromCharCode(code);
  // Pairs are matched from the left, so that the second backslash of `\\%` doesn't count as an escape.
  const hidden = text.replace(/\\([\s\S])/gu, (pair, next: string) =>
    next === '%' || next === '_' ? `${mark}${next}` : pair,
  );
  return { text: hidden, mark };
}

/** The literal as a LIKE pattern, in which a backslash makes the next character literal. */
export function decodePattern(quoted: string, mark: string): string {
  return decodeLiteral(quoted).replaceAll('\\', '\\\\').replaceAll(mark, '\\');
}
