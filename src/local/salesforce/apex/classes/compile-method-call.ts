import type { MethodCallContext } from '@apexdevtools/apex-parser';
import type { Position } from '../../soql/ast.ts';
import { coerce, conversion } from '../coerce.ts';
import { CompileError, notEmulated, words } from '../compile-error.ts';
import { compileExpression } from '../compile-expression.ts';
import type { Compiled, Compiler } from '../compiler.ts';
import { nullPointer } from '../exception.ts';
import type { Runtime } from '../runtime.ts';
import { typeText } from '../types.ts';
import type { ApexValue } from '../values.ts';
import type { ApexClass, ApexMethod } from './declared.ts';

interface CallSite {
  /** Absent if the method is called by the class's name, or directly within the class. */
  readonly receiver?: Compiled;
  readonly position: Position;
  readonly compiler: Compiler;
  /** Whether it is called by its name alone, within its class. */
  readonly own?: boolean;
}

/** `nextAfter(active)`: a method of the same class. */
export function compileOwnCall(tree: MethodCallContext, position: Position, compiler: Compiler): Compiled {
  const { owner } = compiler;
  const name = tree.getChild(0)!.getText();
  if (!owner || !tree.id()) throw notEmulated(position, `the method ${name}`);
  const args = (tree.expressionList()?.expression_list() ?? []).map((part) =>
    compileExpression(part, compiler),
  );
  return compileMethodCall(owner, name, args, { position, compiler, own: true });
}

/** A call of a method of one of the org's classes: the first whose parameters accept the arguments. */
export function compileMethodCall(
  owner: ApexClass,
  name: string,
  given: readonly Compiled[],
  site: CallSite,
): Compiled {
  const { position, receiver, compiler } = site;
  const method = owner.methods.find(
    (candidate) =>
      candidate.name.toLowerCase() === name.toLowerCase() &&
      candidate.parameters.length === given.length &&
      candidate.parameters.every(({ type }, i) => conversion(given[i]!.type, type)),
  );
  if (!method) {
    const signature = `${name}(${given.map(({ type }) => typeText(type)).join(', ')})`;
    throw new CompileError(position, words.noSuchMethod(signature, owner.name));
  }
  checkAccess(owner, method, site);
  const args = method.parameters.map(({ type }, i) => coerce(given[i]!, type));
  return {
    type: method.returns,
    position,
    run: async (runtime) => {
      if (receiver) {
        const self = await receiver.run(runtime);
        runtime.at = position;
        if (self === null) throw nullPointer();
      }
      const values: ApexValue[] = [];
      for (const arg of args) values.push(await arg.run(runtime));
      runtime.at = position;
      return invoke(owner, method, values, runtime);
    },
  };

  function checkAccess(declared: ApexClass, called: ApexMethod, { own }: CallSite): void {
    const signature = `${typeText(called.returns)} ${signatureOf(called)}`;
    const inside = compiler.owner === declared;
    const byTest = called.visible === 'test' && compiler.owner?.isTest === true;
    if (called.visible !== 'everywhere' && !inside && !byTest)
      throw new CompileError(position, words.notVisible(signature));
    if (declared.isTest && compiler.owner?.isTest !== true)
      throw new CompileError(position, words.notVisible(signature));
    if (receiver && called.isStatic) throw new CompileError(position, words.staticByInstance(signature));
    const byObject = receiver !== undefined || (own === true && compiler.method?.isStatic === false);
    if (!called.isStatic && !byObject) throw new CompileError(position, words.nonStatic(signature));
  }
}

/** Runs a method with its arguments and returns its result. */
export function invoke(
  owner: ApexClass,
  method: ApexMethod,
  args: readonly ApexValue[],
  runtime: Runtime,
): Promise<ApexValue> {
  runtime.step();
  return runtime.call(owner, method.name, args, () => method.body!(runtime));
}

/** As in `nextAfter(List<TenantSecret>)`. */
export function signatureOf({ name, parameters }: Pick<ApexMethod, 'name' | 'parameters'>): string {
  return `${name}(${parameters.map(({ type }) => typeText(type)).join(', ')})`;
}
