import type { Query } from './ast.ts';
import { buildQuery } from './build.ts';
import { errorAt, notEmulated, SoqlError, words } from './errors.ts';
import { ExcessProblem, parseAll, SyntaxProblem } from './grammar.ts';
import { hideLikeEscapes } from './strings.ts';

/** SOQL Reference, "SOQL SELECT Syntax": a statement has at most 100,000 characters. */
const MAX_LENGTH = 100_000;

/** Clients repeat the same few queries. The trees are small and immutable. */
const cache = new Map<string, Query>();
const CACHED = 256;
const CACHED_LENGTH = 4_000;

/**
 * Parses a query. Names are looked up later.
 *
 * @throws {SoqlError} `MALFORMED_QUERY` for invalid SOQL, and for what isn't emulated
 */
export async function parseSoql(text: string): Promise<Query> {
  const known = cache.get(text);
  if (known) return known;
  if (text.length > MAX_LENGTH) {
    throw new SoqlError('MALFORMED_QUERY', `SOQL statements cannot be longer than ${MAX_LENGTH} characters.`);
  }
  const query = await parse(text);
  if (text.length <= CACHED_LENGTH) {
    if (cache.size >= CACHED) cache.delete(cache.keys().next().value!);
    cache.set(text, query);
  }
  return query;
}

async function parse(text: string): Promise<Query> {
  const hidden = hideLikeEscapes(text);
  try {
    const tree = await parseAll(hidden.text, (parser) => parser.query());
    return buildQuery(tree, { text, mark: hidden.mark, bind: (expression) => expression.getText() });
  } catch (error) {
    if (error instanceof ExcessProblem) throw notEmulated(error.position, error.message);
    if (error instanceof SyntaxProblem) throw malformed(text, error);
    throw error;
  }
}

function malformed(text: string, problem: SyntaxProblem): SoqlError {
  const { line, column } = problem.position;
  if (problem.token === undefined) {
    const start = text.split(/\r\n|\r|\n/u)[line - 1]?.[column - 1];
    return new SoqlError(
      'MALFORMED_QUERY',
      start === "'"
        ? `line ${line}:${column} mismatched character '<EOF>' expecting '''`
        : `line ${line}:${column} no viable alternative at character '${start ?? '<EOF>'}'`,
    );
  }
  const token = problem.token.length > 100 ? `${problem.token.slice(0, 100)}…` : problem.token;
  return errorAt('MALFORMED_QUERY', text, problem.position, words.unexpectedToken(token));
}
