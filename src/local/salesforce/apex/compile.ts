import { loadGrammar } from '../soql/grammar.ts';
import { findNamedClasses, loadClasses } from './classes/load.ts';
import { compileBlock, type Statement } from './compile-statement.ts';
import { Compiler } from './compiler.ts';
import type { ApexHost } from './host.ts';
import { guardDepth, parseText } from './parse-text.ts';

/**
 * Parses and checks a block.
 *
 * @throws {CompileError} for the first error, or for the first thing that isn't emulated
 */
export async function compileApex(source: string, host: ApexHost): Promise<Statement> {
  const { tree, mark } = await parseText(source, (parser) => parser.anonymousUnit());
  const about = { tables: host.tables, callouts: host.callout !== undefined };
  const classes = await loadClasses(findNamedClasses(source, host.classes ?? []), about);
  const compiler = new Compiler(await loadGrammar(), { ...about, source, mark, classes });
  return guardDepth(source, () => compileBlock(tree, compiler));
}
