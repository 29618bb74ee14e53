import type { CreatorContext, ExpressionContext } from '@apexdevtools/apex-parser';
import type { Position } from '../soql/ast.ts';
import { positionOf } from '../soql/grammar.ts';
import { findField } from '../soql/paths.ts';
import type { Field, SObjectType } from '../tables.ts';
import { ApexObject } from './classes/declared.ts';
import { coerce } from './coerce.ts';
import { isWriteable } from './compile-access.ts';
import { CompileError, notEmulated, words } from './compile-error.ts';
import { compileExpression } from './compile-expression.ts';
import { namedType } from './compile-types.ts';
import type { Compiled, Compiler } from './compiler.ts';
import { isInput } from './connect-api/declared.ts';
import { ConnectObject } from './connect-api/object.ts';
import { ApexException, nullPointer } from './exception.ts';
import { Http, HttpRequest } from './library/http.ts';
import { type ApexType, isException, listOf, typeOfField, types, typeText } from './types.ts';
import {
  ApexList,
  ApexMap,
  ApexRecord,
  ApexSet,
  type ApexValue,
  keyOf,
  type NativeObject,
} from './values.ts';

const creatable: Readonly<Record<string, () => NativeObject>> = {
  Http: () => new Http(),
  HttpRequest: () => new HttpRequest(),
};

/** `new X(…)`, `new List<X>{…}`, `new X[]{…}`. */
export function compileNew(tree: CreatorContext, compiler: Compiler): Compiled {
  const position = positionOf(tree);
  const pairs = tree.createdName().idCreatedNamePair_list();
  const name = pairs.map((pair) => pair.anyId().getText()).join('.');
  const type = namedType(name, pairs.at(-1)!.typeList(), position, compiler);
  const array = tree.arrayCreatorRest();
  if (array) {
    if (array.expression()) throw notEmulated(position, `new ${name}[size]`);
    return elements(listOf(type), array.arrayInitializer()?.expression_list() ?? [], position, compiler);
  }
  if (type.name === 'Map' && tree.mapCreatorRest()) return mapEntries(type, tree, position, compiler);
  if (tree.mapCreatorRest()) throw new CompileError(position, words.invalidType(name));
  const set = tree.setCreatorRest();
  if (set || tree.noRest()) {
    if (type.of.length === 0) throw new CompileError(position, words.invalidType(name));
    return elements(type, set?.expression_list() ?? [], position, compiler);
  }
  const args = tree.classCreatorRest().arguments().expressionList()?.expression_list() ?? [];
  if (type.sobject) return record(type.sobject, args, position, compiler);
  if (type.of.length > 0) return collection(type, args, position, compiler);
  return object(type, args, position, compiler);
}

/** `new User(Alias = 'x')`: each field once, by name. */
function record(
  sobject: SObjectType,
  args: readonly ExpressionContext[],
  position: Position,
  compiler: Compiler,
): Compiled {
  const seen = new Set<string>();
  const fields = args.map((arg): { readonly field: Field; readonly value: Compiled } => {
    const at = positionOf(arg);
    if (!(arg instanceof compiler.grammar.AssignExpressionContext) || !arg.ASSIGN()) {
      throw new CompileError(
        at,
        'SObject constructor not defined: arguments must be of the form field = value',
      );
    }
    const [to, from] = arg.expression_list();
    const name = to!.getText();
    const field = findField(sobject, name);
    if (!field) throw new CompileError(at, words.noSuchField(name, sobject.name));
    if (seen.has(field.name)) throw new CompileError(at, words.duplicateField(field.name));
    seen.add(field.name);
    if (!isWriteable(field)) throw new CompileError(at, words.notWriteable(field.name, sobject.name));
    const type = typeOfField(field);
    if (!type) throw notEmulated(at, `the field ${sobject.name}.${field.name} of type Double`);
    return { field, value: coerce(compileExpression(from!, compiler), type) };
  });
  return {
    type: { name: sobject.name, of: [], sobject },
    position,
    run: async (runtime) => {
      const made = new ApexRecord(sobject, false);
      for (const { field, value } of fields) made.fields.set(field.name, await value.run(runtime));
      runtime.step();
      return made;
    },
  };
}

function elements(
  type: ApexType,
  list: readonly ExpressionContext[],
  position: Position,
  compiler: Compiler,
): Compiled {
  if (type.name === 'Map' && list.length > 0)
    throw new CompileError(position, words.invalidType(typeText(type)));
  const items = list.map((item) => coerce(compileExpression(item, compiler), type.of[0]!));
  return {
    type,
    position,
    run: async (runtime) => {
      const values: ApexValue[] = [];
      for (const item of items) values.push(await item.run(runtime));
      runtime.step(1 + values.length);
      if (type.name === 'List') return new ApexList(type, values);
      return type.name === 'Set' ? new ApexSet(type, values) : new ApexMap(type);
    },
  };
}

function mapEntries(type: ApexType, tree: CreatorContext, position: Position, compiler: Compiler): Compiled {
  const pairs = tree
    .mapCreatorRest()
    .mapCreatorRestPair_list()
    .map((pair) => [0, 1].map((i) => coerce(compileExpression(pair.expression(i), compiler), type.of[i]!)));
  return {
    type,
    position,
    run: async (runtime) => {
      const made = new ApexMap(type);
      for (const [key, value] of pairs) {
        const at = await key!.run(runtime);
        made.entries.set(keyOf(at), [at, await value!.run(runtime)]);
        runtime.step();
      }
      return made;
    },
  };
}

/** An empty collection, a copy of one, or a map of records by their id. */
function collection(
  type: ApexType,
  args: readonly ExpressionContext[],
  position: Position,
  compiler: Compiler,
): Compiled {
  const [first, second] = args;
  if (!first) return elements(type, [], position, compiler);
  const from = compileExpression(first, compiler);
  const byId = type.name === 'Map' && type.of[0] === types.Id && type.of[1]!.sobject !== undefined;
  const copies = type.name !== 'Map' && (from.type.name === 'List' || from.type.name === 'Set');
  if (second || !(byId || copies)) {
    throw notEmulated(position, `new ${typeText(type)}(${typeText(from.type)})`);
  }
  if (from.type.name === 'Set' ? typeText(from.type.of[0]!) !== typeText(type.of[0]!) : false) {
    throw new CompileError(position, words.illegalAssignment(typeText(from.type), typeText(type)));
  }
  const source = from.type.name === 'Set' ? from : coerce(from, listOf(byId ? type.of[1]! : type.of[0]!));
  return {
    type,
    position,
    run: async (runtime) => {
      const value = (await source.run(runtime)) as ApexList | ApexSet | null;
      if (value === null) throw nullPointer();
      const items = [...value.items.values()];
      runtime.step(1 + items.length);
      if (type.name === 'List') return new ApexList(type, items);
      if (type.name === 'Set') return new ApexSet(type, items);
      const made = new ApexMap(type);
      for (const item of items) {
        const id = (item as ApexRecord).fields.get('Id') ?? null;
        made.entries.set(keyOf(id), [id, item]);
      }
      return made;
    },
  };
}

function object(
  type: ApexType,
  args: readonly ExpressionContext[],
  position: Position,
  compiler: Compiler,
): Compiled {
  const { apexClass } = type;
  if (apexClass) {
    if (args.length > 0) throw new CompileError(position, words.noConstructor(type.name));
    return { type, position, run: () => new ApexObject(apexClass) };
  }
  const make = Object.hasOwn(creatable, type.name) ? creatable[type.name] : undefined;
  if (make && args.length === 0) return { type, position, run: () => make() };
  if (isInput(type.name) && args.length === 0)
    return { type, position, run: () => new ConnectObject(type.name) };
  if (!isException(type) || type.name === 'Exception' || args.length > 1) {
    throw notEmulated(position, `new ${type.name}(${args.length === 0 ? '' : '…'})`);
  }
  const message = args[0] && coerce(compileExpression(args[0], compiler), types.String);
  return {
    type,
    position,
    run: async (runtime) =>
      new ApexException(type.name, message ? ((await message.run(runtime)) as string | null) : null),
  };
}
