import type * as ApexParserModule from '@apexdevtools/apex-parser';
import type { Position } from '../soql/ast.ts';
import { ExcessProblem, parseAll, SyntaxProblem } from '../soql/grammar.ts';
import { hideLikeEscapes } from '../soql/strings.ts';
import { CompileError, notEmulated, words } from './compile-error.ts';

/** Longer texts would take seconds to parse. Salesforce has its own limits. */
const MAX_LENGTH = 100_000;

const start: Position = { line: 1, column: 1 };

/**
 * Parses a text by one rule of the grammar.
 *
 * @returns the tree, and the character that replaces the backslash of `\%` and `\_`; see `hideLikeEscapes`
 * @throws {CompileError}
 */
export async function parseText<T>(
  source: string,
  rule: (parser: ApexParserModule.ApexParser) => T,
): Promise<{ readonly tree: T; readonly mark: string }> {
  if (source.length > MAX_LENGTH) {
    throw notEmulated(start, `a text of ${source.length} characters; at most ${MAX_LENGTH}`);
  }
  const { text, mark } = hideLikeEscapes(source);
  try {
    return { tree: await parseAll(text, rule), mark };
  } catch (error) {
    throw asCompileError(error, source);
  }
}

/**
 * Runs code that visits a tree.
 * @throws {CompileError} also if the tree is too deep
 */
export function guardDepth<T>(source: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asCompileError(error, source);
  }
}

function asCompileError(error: unknown, source: string): unknown {
  if (error instanceof ExcessProblem) return notEmulated(error.position, error.message);
  if (error instanceof SyntaxProblem) return new CompileError(error.position, syntaxWords(error, source));
  // The parser recurses if a text repeats an operator or `else if` thousands of times.
  if (error instanceof RangeError) return notEmulated(start, 'a block nested this deeply');
  return error;
}

function syntaxWords({ token, expected, position }: SyntaxProblem, source: string): string {
  if (token !== undefined) {
    const shown = token.length > 100 ? `${token.slice(0, 100)}…` : token;
    return expected === undefined ? words.unexpectedToken(shown) : words.missingToken(expected, shown);
  }
  const lines = source.split(/\r\n|\r|\n/u);
  const rest = lines
    .slice(position.line - 1)
    .join('\n')
    .slice(position.column - 1);
  if (!rest.startsWith("'")) {
    return `Unrecognized symbol '${rest.slice(0, 1)}', which is not a valid Apex identifier.`;
  }
  const illegal = /^'(?:[^'\\]|\\[btnfr"'\\]|\\u[0-9a-f]{4})*(\\u?[^'\s]?)/iu.exec(rest)?.[1];
  return illegal ? words.illegalString(illegal) : words.lineBreakInString;
}
