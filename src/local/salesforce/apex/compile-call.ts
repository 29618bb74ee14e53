import type { DotMethodCallContext } from '@apexdevtools/apex-parser';
import type { Position } from '../soql/ast.ts';
import { compileMethodCall } from './classes/compile-method-call.ts';
import { coerce, conversion } from './coerce.ts';
import { CompileError, notEmulated, words } from './compile-error.ts';
import { compileExpression } from './compile-expression.ts';
import { compileDynamicQuery } from './compile-query.ts';
import type { Compiled, Compiler } from './compiler.ts';
import { nullPointer, raise } from './exception.ts';
import { instanceMethods, isLibraryClass, staticMethods } from './library/index.ts';
import { callNative, type Method, typeInSignature } from './library/signature.ts';
import type { Runtime } from './runtime.ts';
import { type ApexType, typeNamed, types, typeText } from './types.ts';
import type { ApexValue } from './values.ts';

/** `Database.insert(record, false)`. */
export function compileStaticCall(
  className: string,
  tree: DotMethodCallContext,
  position: Position,
  compiler: Compiler,
): Compiled {
  const name = tree.anyId().getText();
  const args = argumentsOf(tree, compiler);
  const declared = isLibraryClass(className) ? undefined : compiler.classNamed(className, position);
  if (declared) return compileMethodCall(declared, name, args, { position, compiler });
  if (className.toLowerCase() === 'database' && name.toLowerCase() === 'query' && args.length === 1) {
    return compileDynamicQuery(coerce(args[0]!, types.String), position, compiler);
  }
  const chosen = choose(staticMethods(className, name), args, undefined, compiler);
  if (!chosen) throw refused(className, name, args, position);
  return invocation(chosen, undefined, position, false);
}

/** `list.add(item)`. */
export function compileInstanceCall(
  receiver: Compiled,
  tree: DotMethodCallContext,
  safe: boolean,
  position: Position,
  compiler: Compiler,
): Compiled {
  const name = tree.anyId().getText();
  const args = argumentsOf(tree, compiler);
  if (receiver.type.apexClass) {
    if (safe) throw notEmulated(position, 'the operator ?. on objects of classes');
    return compileMethodCall(receiver.type.apexClass, name, args, { receiver, position, compiler });
  }
  const chosen = choose(instanceMethods(receiver.type, name), args, receiver.type, compiler);
  if (!chosen) throw refused(typeText(receiver.type), name, args, position);
  if (receiver.type.name === 'Http' && !compiler.callouts) throw notEmulated(position, 'HTTP callouts');
  return invocation(chosen, receiver, position, safe);
}

interface Chosen {
  readonly method: Method;
  readonly args: readonly Compiled[];
  readonly returns: ApexType;
}

function argumentsOf(tree: DotMethodCallContext, compiler: Compiler): Compiled[] {
  return (tree.expressionList()?.expression_list() ?? []).map((part) => compileExpression(part, compiler));
}

/** The first overload that accepts the arguments without conversion. */
function choose(
  methods: readonly Method[],
  given: readonly Compiled[],
  receiver: ApexType | undefined,
  compiler: Compiler,
): Chosen | undefined {
  const named = (name: string) => typeNamed(name, compiler.tables);
  for (const method of methods) {
    if (method.parameters.length !== given.length) continue;
    const wanted = method.parameters.map(({ type }) => typeInSignature(type, receiver, named));
    if (!wanted.every((type, i) => conversion(given[i]!.type, type))) continue;
    return {
      method,
      args: wanted.map((type, i) => coerce(given[i]!, type)),
      returns: typeInSignature(method.returns, receiver, named),
    };
  }
  return undefined;
}

function invocation(
  { method, args, returns }: Chosen,
  receiver: Compiled | undefined,
  position: Position,
  safe: boolean,
): Compiled {
  return {
    type: returns,
    position,
    run: async (runtime: Runtime) => {
      const values: ApexValue[] = [];
      if (receiver) {
        const self = await receiver.run(runtime);
        runtime.at = position;
        if (self === null && safe) return null;
        if (self === null) throw nullPointer();
        values.push(self);
      }
      for (const [i, arg] of args.entries()) {
        const value = await arg.run(runtime);
        if (value === null && !method.parameters[i]!.nullable) {
          runtime.at = position;
          throw raise('NullPointerException', 'Argument cannot be null.');
        }
        values.push(value);
      }
      runtime.step();
      runtime.at = position;
      const result = await callNative(method.native, values, runtime);
      if (typeof result === 'string') runtime.allocate(result.length);
      return result;
    },
  };
}

function refused(owner: string, name: string, args: readonly Compiled[], position: Position): CompileError {
  const given = args.map(({ type }) => typeText(type));
  if (given.includes('void')) return new CompileError(position, words.illegalAssignment('void', 'Object'));
  return notEmulated(position, `the method ${owner}.${name}(${given.join(', ')})`);
}
