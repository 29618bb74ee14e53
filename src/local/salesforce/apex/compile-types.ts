import type { TypeListContext, TypeRefContext } from '@apexdevtools/apex-parser';
import type { Position } from '../soql/ast.ts';
import { positionOf } from '../soql/grammar.ts';
import { CompileError, notEmulated, words } from './compile-error.ts';
import type { Compiler } from './compiler.ts';
import { type ApexType, classType, isKey, isOnlyInRealOrgs, listOf, typeNamed, typeText } from './types.ts';

const collections: Readonly<Record<string, { readonly name: string; readonly arguments: number }>> = {
  list: { name: 'List', arguments: 1 },
  set: { name: 'Set', arguments: 1 },
  map: { name: 'Map', arguments: 2 },
};

/** The type in a declaration, a cast or a creation. */
export function typeOf(tree: TypeRefContext, compiler: Compiler): ApexType {
  const names = tree.typeName_list();
  const list = names.at(-1)!.typeArguments()?.typeList();
  const name = names.map((part) => part.getChild(0)!.getText()).join('.');
  const type = namedType(name, list, positionOf(tree), compiler);
  const subscripts = tree.arraySubscripts()?.LBRACK_list().length ?? 0;
  return Array.from({ length: subscripts }).reduce<ApexType>(listOf, type);
}

/** `List<Id>`, `Map<Id, User>`, `Database.SaveResult`, a standard object. */
export function namedType(
  name: string,
  list: TypeListContext | null | undefined,
  position: Position,
  compiler: Compiler,
): ApexType {
  const key = name.toLowerCase();
  const collection = Object.hasOwn(collections, key) ? collections[key] : undefined;
  if (!collection) {
    const type = list ? undefined : typeNamed(name, compiler.tables);
    if (type) return type;
    const declared = list ? undefined : compiler.classNamed(name, position);
    if (declared) return classType(declared);
    throw isOnlyInRealOrgs(name)
      ? notEmulated(position, `type ${name}`)
      : new CompileError(position, words.invalidType(name));
  }
  const of = list?.typeRef_list().map((argument) => typeOf(argument, compiler)) ?? [];
  if (of.length !== collection.arguments) throw new CompileError(position, words.invalidType(name));
  const type = { name: collection.name, of };
  // Their elements are compared by value, which this org supports only for plain values.
  if (type.name !== 'List' && !isKey(of[0]!)) throw notEmulated(position, `type ${typeText(type)}`);
  return type;
}
