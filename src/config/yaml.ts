import { Composer, type CST, isScalar, LineCounter, type Node, Parser, type YAMLError } from 'yaml';
import type { Position } from '../errors/index.ts';
import type { Problem } from './problems.ts';
import { type Found, TreeReader } from './yaml-tree.ts';

/** Deeper than any config. The library would run out of stack at a few hundred levels. */
const maxLevels = 50;

/** Characters that a YAML file can't contain (YAML 1.2, 5.1), and carriage returns that don't end a line. */
const notInYaml = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\uFFFE\uFFFF]|\r(?!\n)/;

/** Parses YAML 1.2 into a tree with positions. Everything that isn't plain data is a problem. */
export function parseYaml(text: string, file: string): Found {
  const source = text.replace(/^\uFEFF/, '');
  const lines = new LineCounter();
  const position = (offset: number): Position => {
    const { line, col } = lines.linePos(Math.min(offset, source.length));
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const one = (offset: number, message: string): Found => ({
    problems: [{ severity: 'error', at: position(offset), message }],
  });
  const tokens = [...new Parser(lines.addNewLine).parse(source)];
  const bad = notInYaml.exec(source);
  if (bad) return one(bad.index, characterProblem(bad[0]));
  const deep = tooDeep(tokens);
  if (deep !== undefined) return one(deep, `this has more than ${maxLevels} levels of nesting`);

  // The reader finds duplicate keys, because the library looks for them in quadratic time.
  const [document, second] = new Composer({ uniqueKeys: false, merge: false }).compose(
    tokens,
    true,
    source.length,
  );
  const error = document?.errors[0];
  if (error) return one(error.pos[0], `this is not valid YAML: ${yamlProblem(error, source)}`);
  if (second) return one(second.range[0], 'the file has several documents; keep one');
  if (document?.directives?.yaml.explicit && document.directives.yaml.version !== '1.2')
    return one(source.indexOf('%YAML'), 'keyway reads YAML 1.2; remove the %YAML line');
  const contents = document?.contents;
  if (!document || !contents || (isScalar(contents) && contents.value === null))
    return one(0, 'the file is empty; run `keyway init` to create one');
  // The reader refuses tags, because the library accepts some that have no meaning here.
  const problems = document.warnings
    .filter(({ code }) => code !== 'TAG_RESOLVE_FAILED')
    .map((warning): Problem => {
      const message = `this is not valid YAML: ${yamlProblem(warning, source)}`;
      return { severity: 'error', at: position(warning.pos[0]), message };
    });
  const found = new TreeReader(position).readAll(contents as Node);
  return { ...found, problems: [...problems, ...found.problems] };
}

function characterProblem(character: string): string {
  if (character === '\r')
    return 'the line ends in a lone carriage return; save the file with LF or CRLF line ends';
  const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return `the character U+${code} isn't allowed in a YAML file; remove it`;
}

/** Converts the library's errors to sentences that say what to do. */
function yamlProblem(error: YAMLError, source: string): string {
  const offset = error.pos[0];
  if (error.code !== 'TAB_AS_INDENT' && source.slice(offset - 1, offset + 1) === '${')
    return 'inside { } or [ ] a reference needs quotes, such as "${env:NAME}"';
  if (/[}\]]/.test(source.charAt(offset)))
    return "the brackets don't match; one is missing, or there is one too many";
  return yamlWords[error.code] ?? error.message.split('\n', 1)[0]?.replace(/\.$/, '') ?? 'unreadable';
}

const yamlWords: Readonly<Record<string, string>> = {
  BAD_ALIAS: "this isn't an alias; put text that begins with * in quotes",
  BAD_DIRECTIVE: "a line that begins with % isn't supported; remove it",
  BAD_DQ_ESCAPE: 'in double quotes a \\ begins an escape; double it, or use single quotes',
  BAD_INDENT: 'the indentation is wrong; align it with the lines around it',
  BAD_SCALAR_START: 'put text that begins with this character in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'this line has two colons; put text that contains ": " in quotes',
  BLOCK_IN_FLOW: "indented lines aren't allowed inside { } or [ ]",
  MISSING_CHAR: 'something is missing here: a closing quote or bracket, a comma, or the colon after a key',
  MULTILINE_IMPLICIT_KEY: 'a colon after a key is missing, or quotes around text with several lines',
  TAB_AS_INDENT: 'this line is indented with a tab; use spaces',
  UNEXPECTED_TOKEN: "this isn't allowed here; put text with special characters in quotes",
};

/** The offset of the first token that is nested too deeply. Doesn't recurse, because the depth is what it measures. */
function tooDeep(tokens: readonly CST.Token[]): number | undefined {
  const stack = tokens.map((token) => ({ token, level: 0 }));
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { token, level } = next;
    if (level > maxLevels) return token.offset;
    if (token.type === 'document' && token.value) stack.push({ token: token.value, level });
    if (!('items' in token)) continue;
    for (const { key, value } of token.items) {
      if (key) stack.push({ token: key, level: level + 1 });
      if (value) stack.push({ token: value, level: level + 1 });
    }
  }
  return undefined;
}
