import type * as ApexParserModule from '@apexdevtools/apex-parser';
import type { Position } from './ast.ts';

type Module = typeof ApexParserModule;
let loaded: Promise<Module> | undefined;

/** The parser takes 45 ms to import and more for its first parse: it is loaded when something is first parsed. */
export function loadGrammar(): Promise<Module> {
  loaded ??= import('@apexdevtools/apex-parser');
  return loaded;
}

/** The first thing in a text that the grammar does not allow. `token` is absent for a character that no token starts with. */
export class SyntaxProblem extends Error {
  readonly position: Position;
  readonly token: string | undefined;
  /** What the parser would have taken here, if that was one token: `';'`. */
  readonly expected: string | undefined;

  constructor(position: Position, token: string | undefined, expected?: string) {
    super(token ?? 'character');
    this.position = position;
    this.token = token;
    this.expected = expected;
  }
}

/** More levels of brackets than this are refused before parsing: the parser and what follows it recurse. */
const MAX_NESTING = 64;

/**
 * A parser for a text, which throws `SyntaxProblem` at the first error.
 *
 * Its own messages list every token it would have taken and are not used.
 */
export async function parserFor(text: string): Promise<ApexParserModule.ApexParser> {
  const { ApexErrorListener, ApexParserFactory } = await loadGrammar();
  class FirstProblem extends ApexErrorListener {
    override apexSyntaxError(): void {}
    override syntaxError(
      _recognizer: unknown,
      symbol: unknown,
      line: number,
      column: number,
      message: string,
    ): void {
      const position = { line, column: column + 1 };
      if (!isToken(symbol)) throw new SyntaxProblem(position, undefined);
      const expected = /^missing '([^']+)' at /u.exec(message)?.[1];
      throw new SyntaxProblem(position, symbol.type === -1 ? '<EOF>' : symbol.text, expected);
    }
  }
  const { parser } = ApexParserFactory.createLexerAndParser(text, new FirstProblem());
  refuseDeepNesting(parser);
  return parser;
}

/** The first token that the rule left over, if any: `parser.query()` stops where it can go no further. */
export function requireEnd(parser: ApexParserModule.ApexParser): void {
  const token = parser.getCurrentToken();
  if (token.type === -1) return;
  throw new SyntaxProblem({ line: token.line, column: token.column + 1 }, token.text);
}

/** Where a node starts. */
export function positionOf(node: {
  readonly start: { readonly line: number; readonly column: number };
}): Position {
  return { line: node.start.line, column: node.start.column + 1 };
}

function isToken(symbol: unknown): symbol is { readonly type: number; readonly text: string } {
  return typeof symbol === 'object' && symbol !== null && 'type' in symbol;
}

function refuseDeepNesting(parser: ApexParserModule.ApexParser): void {
  const stream = parser.getTokenStream() as unknown as ApexParserModule.ApexTokenStream;
  stream.fill();
  let depth = 0;
  for (const token of stream.tokens) {
    const text = token.channel === 0 ? token.text : '';
    if (text === '(' || text === '[' || text === '{') depth += 1;
    else if (text === ')' || text === ']' || text === '}') depth -= 1;
    if (depth > MAX_NESTING) throw new NestingProblem({ line: token.line, column: token.column + 1 });
  }
}

/** Brackets deeper than this org goes. */
export class NestingProblem extends Error {
  readonly position: Position;

  constructor(position: Position) {
    super(`brackets nested more than ${MAX_NESTING} deep`);
    this.position = position;
  }
}
