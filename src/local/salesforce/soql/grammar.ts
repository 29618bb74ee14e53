import type * as ApexParserModule from '@apexdevtools/apex-parser';
import type { Position } from './ast.ts';

type Module = typeof ApexParserModule;
let loaded: Promise<Module> | undefined;

/** The parser takes 45 ms to import and longer for its first parse, so it is loaded on first use. */
export function loadGrammar(): Promise<Module> {
  loaded ??= import('@apexdevtools/apex-parser');
  return loaded;
}

/** The first syntax error in a text. `token` is absent if no token starts with the character. */
export class SyntaxProblem extends Error {
  readonly position: Position;
  readonly token: string | undefined;
  /** The token that the parser expected, if only one was possible: `';'`. */
  readonly expected: string | undefined;

  constructor(position: Position, token: string | undefined, expected?: string) {
    super(token ?? 'character');
    this.position = position;
    this.token = token;
    this.expected = expected;
  }
}

/** More bracket levels are refused before parsing, because the parser and the code after it recurse. */
const MAX_NESTING = 32;

/** Parsing time grows with the square of a chain of operators, and stack use with a chain of prefixes. */
const MAX_RUN = 400;

/** Brackets in such a chain are the most expensive, because `(a)(b)(c)…` could be casts. */
const MAX_BRACKETS = 40;

/** Tokens that end such a chain. */
const separators = new Set([';', ',', '{', '}', 'and', 'or']);

/** ANTLR's two prediction modes. SLL is several times faster, but sometimes refuses what LL accepts. */
const SLL = 0;
const LL = 1;

/**
 * Parses a whole text by one rule of the grammar.
 *
 * @throws {SyntaxProblem} at the first error; the parser's own messages aren't used, because they list every token
 * @throws {ExcessProblem} for texts that would take minutes to parse
 */
export async function parseAll<T>(
  text: string,
  rule: (parser: ApexParserModule.ApexParser) => T,
): Promise<T> {
  const module = await loadGrammar();
  try {
    return parseOnce(module, text, rule, SLL);
  } catch (error) {
    if (error instanceof SyntaxProblem) return parseOnce(module, text, rule, LL);
    throw error;
  }
}

function parseOnce<T>(
  { ApexErrorListener, ApexParserFactory }: Module,
  text: string,
  rule: (parser: ApexParserModule.ApexParser) => T,
  mode: typeof SLL | typeof LL,
): T {
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
  (parser as unknown as { _interp: { predictionMode: number } })._interp.predictionMode = mode;
  refuseExcess(parser);
  const tree = rule(parser);
  // `query()` stops at the first token that it can't parse.
  const left = parser.getCurrentToken();
  if (left.type === -1) return tree;
  throw new SyntaxProblem({ line: left.line, column: left.column + 1 }, left.text);
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

/** Only counts tokens. Refuses texts that would take minutes to parse or exhaust the stack. */
function refuseExcess(parser: ApexParserModule.ApexParser): void {
  const stream = parser.getTokenStream() as unknown as ApexParserModule.ApexTokenStream;
  stream.fill();
  let depth = 0;
  let run = 0;
  let brackets = 0;
  for (const token of stream.tokens) {
    if (token.channel !== 0) continue;
    const { text } = token;
    const ends = separators.has(text.length < 4 ? text.toLowerCase() : '');
    run = ends ? 0 : run + 1;
    if (ends) brackets = 0;
    if (text === '(') brackets += 1;
    if (text === '(' || text === '[' || text === '{') depth += 1;
    else if (text === ')' || text === ']' || text === '}') depth -= 1;
    const position = { line: token.line, column: token.column + 1 };
    if (depth > MAX_NESTING)
      throw new ExcessProblem(position, `brackets nested more than ${MAX_NESTING} deep`);
    if (brackets > MAX_BRACKETS) {
      throw new ExcessProblem(position, `more than ${MAX_BRACKETS} brackets in one expression`);
    }
    if (run > MAX_RUN) throw new ExcessProblem(position, `an expression of more than ${MAX_RUN} parts`);
  }
}

/** A text that exceeds one of this org's limits. */
export class ExcessProblem extends Error {
  readonly position: Position;

  constructor(position: Position, message: string) {
    super(message);
    this.position = position;
  }
}
