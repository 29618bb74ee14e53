import type { CompilationUnitContext, MethodDeclarationContext } from '@apexdevtools/apex-parser';
import { loadGrammar } from '../../soql/grammar.ts';
import type { Tables } from '../../tables.ts';
import { CompileError } from '../compile-error.ts';
import { Compiler } from '../compiler.ts';
import type { ApexSource } from '../host.ts';
import { guardDepth, parseText } from '../parse-text.ts';
import { compileMethod, declareClass, declareMethods } from './compile-class.ts';
import type { ApexClass, ApexMethod } from './declared.ts';

/** The classes of an org by name; for a class that doesn't compile, its error. */
export interface Classes {
  find(name: string): ApexClass | CompileError | undefined;
}

interface Parsed {
  readonly source: string;
  readonly mark: string;
  readonly unit: CompilationUnitContext;
  readonly apexClass: ApexClass;
  readonly tree: ReturnType<typeof declareClass>['tree'];
}

/** Compiles classes that may refer to each other: first their names, then their methods, then the bodies. */
export async function loadClasses(
  sources: readonly ApexSource[],
  about: { readonly tables: Tables; readonly callouts: boolean },
): Promise<Classes> {
  const grammar = await loadGrammar();
  const found = new Map<string, ApexClass | CompileError>();
  const classes: Classes = { find: (name) => found.get(name.toLowerCase()) };
  const fail = (apexClass: string, error: unknown): void => {
    if (!(error instanceof CompileError)) throw error;
    found.set(apexClass.toLowerCase(), error);
  };
  const parsed: Parsed[] = [];
  for (const { name, body } of sources) {
    try {
      const { tree: unit, mark } = await parseText(body, (parser) => parser.compilationUnit());
      const declared = guardDepth(body, () => declareClass(unit, name, about));
      parsed.push({ source: body, mark, unit, ...declared });
      found.set(name.toLowerCase(), declared.apexClass);
    } catch (error) {
      fail(name, error);
    }
  }
  const compilerOf = ({ source, mark, apexClass }: Parsed, method?: ApexMethod) =>
    new Compiler(grammar, {
      ...about,
      source,
      mark,
      classes,
      owner: apexClass,
      ...(method ? { method } : {}),
    });
  const members = new Map<Parsed, ReadonlyMap<ApexMethod, MethodDeclarationContext>>();
  for (const one of parsed) {
    try {
      members.set(
        one,
        guardDepth(one.source, () => declareMethods(one.apexClass, one.tree, compilerOf(one))),
      );
    } catch (error) {
      fail(one.apexClass.name, error);
    }
  }
  for (const [one, methods] of members) {
    try {
      for (const [method, tree] of methods)
        guardDepth(one.source, () => compileMethod(method, tree, compilerOf(one, method)));
    } catch (error) {
      fail(one.apexClass.name, error);
    }
  }
  return classes;
}

/** The classes that a text names, and those that they name. The others aren't parsed. */
export function findNamedClasses(text: string, sources: readonly ApexSource[]): readonly ApexSource[] {
  const named = new Set<ApexSource>();
  const texts = [text.toLowerCase()];
  for (const from of texts)
    for (const source of sources)
      if (!named.has(source) && from.includes(source.name.toLowerCase())) {
        named.add(source);
        texts.push(source.body.toLowerCase());
      }
  return [...named];
}
