import type { Position } from '../soql/ast.ts';
import { ExcessProblem, loadGrammar, parseAll, SyntaxProblem } from '../soql/grammar.ts';
import { hideLikeEscapes } from '../soql/strings.ts';
import { CompileError, notEmulated, words } from './compile-error.ts';
import { compileBlock, type Statement } from './compile-statement.ts';
import { Compiler } from './compiler.ts';
import type { ApexHost } from './host.ts';

/** Longer blocks would take seconds to parse; Salesforce has a bound of its own, which is not documented. */
const MAX_LENGTH = 100_000;

/**
 * Parses a block and checks all of it.
 *
 * @throws {CompileError} for the first thing that is wrong or not emulated
 */
export async function compileApex(source: string, host: ApexHost): Promise<Statement> {
  const start: Position = { line: 1, column: 1 };
  if (source.length > MAX_LENGTH) {
    throw notEmulated(start, `a block of ${source.length} characters; at most ${MAX_LENGTH}`);
  }
  const { text, mark } = hideLikeEscapes(source);
  const grammar = await loadGrammar();
  const compiler = new Compiler(grammar, {
    tables: host.tables,
    source,
    mark,
    callouts: host.callout !== undefined,
  });
  try {
    return compileBlock(await parseAll(text, (parser) => parser.anonymousUnit()), compiler);
  } catch (error) {
    if (error instanceof ExcessProblem) throw notEmulated(error.position, error.message);
    if (error instanceof SyntaxProblem) throw new CompileError(error.position, syntaxWords(error, source));
    // The parser recurses where a text repeats an operator or `else if` thousands of times.
    if (error instanceof RangeError) throw notEmulated(start, 'a block nested this deeply');
    throw error;
  }
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
