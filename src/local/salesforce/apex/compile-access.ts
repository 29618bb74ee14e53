import type {
  ArrayExpressionContext,
  DotExpressionContext,
  ExpressionContext,
} from '@apexdevtools/apex-parser';
import type { Position } from '../soql/ast.ts';
import { positionOf } from '../soql/grammar.ts';
import { findField, findRelationship } from '../soql/paths.ts';
import type { Field, SObjectType } from '../tables.ts';
import { coerce, singleRow } from './coerce.ts';
import { compileInstanceCall, compileStaticCall } from './compile-call.ts';
import { CompileError, notEmulated, words } from './compile-error.ts';
import { compileExpression } from './compile-expression.ts';
import type { Compiled, Compiler } from './compiler.ts';
import { compileEnumValue, compileProperty } from './connect-api/compile-property.ts';
import { nullPointer } from './exception.ts';
import { checkIndex, itemAt } from './library/collections.ts';
import { isLibraryClass } from './library/index.ts';
import { readField, readParent } from './record.ts';
import { sobjectType, typeNamed, typeOfField, types } from './types.ts';
import { type ApexList, type ApexRecord, type ApexValue, EnumValue } from './values.ts';

/** Platform classes that this org doesn't have. Any other name before a dot counts as an unknown variable. */
const elsewhere = new Set(
  'apexpages approval auth cache connectapi continuation crypto date decimal double dom eventbus flow formula limits math messaging metadata network pattern process quickaction reports schema search security site time trigger type url'.split(
    ' ',
  ),
);

/** `a.b` and `a.b()`, on a value or a class. */
export function compileDot(tree: DotExpressionContext, compiler: Compiler): Compiled {
  const position = positionOf(tree);
  const call = tree.dotMethodCall();
  const path = pathOf(tree.expression(), compiler);
  if (path && !compiler.variable(path[0]!)) {
    const className = path.join('.').replace(/^system\.(?=.)/iu, '');
    const known =
      isLibraryClass(className) ||
      (path.length === 1 && !isPlatformName(className) && compiler.classNamed(className, position));
    if (call && known) return compileStaticCall(className, call, position, compiler);
    return classMember(className, call?.anyId().getText() ?? tree.anyId().getText(), position, compiler);
  }
  const before = compileExpression(tree.expression(), compiler);
  const safe = tree.QUESTIONDOT() != null;
  if (call) return compileInstanceCall(before, call, safe, position, compiler);
  return member(before, tree.anyId().getText(), safe, position, compiler);
}

/** `list[i]`. */
export function compileIndex(tree: ArrayExpressionContext, compiler: Compiler): Compiled {
  const [of, at] = tree.expression_list().map((part) => compileExpression(part, compiler));
  const position = positionOf(tree);
  if (of!.type.name !== 'List')
    throw new CompileError(position, `Expression must be a list type: ${of!.type.name}`);
  const index = coerce(at!, types.Integer);
  return {
    type: of!.type.of[0]!,
    position,
    run: async (runtime) => itemAt((await of!.run(runtime)) as ApexList | null, await index.run(runtime)),
    locate: async (runtime) => {
      const list = (await of!.run(runtime)) as ApexList | null;
      const number = await index.run(runtime);
      if (list === null || number === null) throw nullPointer();
      return {
        get: () => itemAt(list, number),
        set: (value) => {
          checkIndex(list, Number(number));
          list.items[Number(number)] = value;
        },
      };
    },
  };
}

const isPlatformName = (name: string): boolean => elsewhere.has(name.toLowerCase());

function classMember(className: string, name: string, position: Position, compiler: Compiler): Compiled {
  const first = className.split('.')[0]!;
  const key = className.toLowerCase();
  if (key === 'statuscode' || key === 'logginglevel') {
    const type = typeNamed(className, compiler.tables)!;
    return { type, position, run: () => new EnumValue(name.toUpperCase()) };
  }
  const value = compileEnumValue(className, name, position, compiler);
  if (value) return value;
  const known =
    isLibraryClass(first) ||
    isPlatformName(first) ||
    typeNamed(className, compiler.tables) ||
    compiler.classNamed(first, position);
  if (known || first.toLowerCase() === 'system') throw notEmulated(position, `${className}.${name}`);
  throw new CompileError(position, words.noSuchVariable(first));
}

function member(
  before: Compiled,
  name: string,
  safe: boolean,
  position: Position,
  compiler: Compiler,
): Compiled {
  const property = compileProperty(before, name, safe, position, compiler);
  if (property) return property;
  const record = before.rows ? { ...before, type: before.type.of[0]! } : before;
  const { sobject } = record.type;
  if (!sobject) {
    if (record.type === types.SObject || record.type.sobject === undefined) {
      throw new CompileError(position, words.noSuchVariable(name));
    }
  }
  const read = async (runtime: Parameters<Compiled['run']>[0]): Promise<ApexRecord | null> => {
    const value = await before.run(runtime);
    runtime.step();
    runtime.at = position;
    const found = (before.rows ? singleRow(value) : value) as ApexRecord | null;
    if (found === null && !safe && !before.parent) throw nullPointer();
    return found;
  };
  const field = findField(sobject!, name);
  if (field) return fieldOf(sobject!, field, read, position);
  const reference = findRelationship(sobject!, name);
  if (!reference) throw new CompileError(position, words.noSuchVariable(name));
  const target =
    reference.referenceTo?.length === 1 ? compiler.tables.type(reference.referenceTo[0]!) : undefined;
  if (!target) throw notEmulated(position, `the relationship ${sobject!.name}.${reference.relationshipName}`);
  return {
    type: sobjectType(target),
    position,
    parent: true,
    run: async (runtime) => {
      const found = await read(runtime);
      return found && readParent(found, reference.relationshipName!);
    },
  };
}

function fieldOf(
  sobject: SObjectType,
  field: Field,
  read: (runtime: Parameters<Compiled['run']>[0]) => Promise<ApexRecord | null>,
  position: Position,
): Compiled {
  const type = typeOfField(field);
  if (!type) throw notEmulated(position, `the field ${sobject.name}.${field.name} of type Double`);
  const run: Compiled['run'] = async (runtime) => {
    const found = await read(runtime);
    return found && readField(found, field);
  };
  if (!isWriteable(field)) return { type, position, run };
  return {
    type,
    position,
    run,
    locate: async (runtime) => {
      const found = await read(runtime);
      if (found === null) throw nullPointer();
      return {
        get: () => readField(found, field),
        set: (value: ApexValue) => {
          found.fields.set(field.name, value);
        },
      };
    },
  };
}

/** Ids may be set to identify a record. Other fields that can be neither created nor updated may not be set. */
export function isWriteable(field: Field): boolean {
  return field.type === 'id' || field.createable !== false || field.updateable !== false;
}

/** The names in an expression such as `System.Database`, if it consists only of names. */
function pathOf(tree: ExpressionContext, compiler: Compiler): string[] | undefined {
  const g = compiler.grammar;
  const names: string[] = [];
  let at = tree;
  while (at instanceof g.DotExpressionContext && at.anyId()) {
    names.unshift(at.anyId().getText());
    at = at.expression();
  }
  if (!(at instanceof g.PrimaryExpressionContext)) return undefined;
  const first = at.primary();
  return first instanceof g.IdPrimaryContext ? [first.id().getText(), ...names] : undefined;
}
