import { CompileError, words } from './compile-error.ts';
import type { Compiled } from './compiler.ts';
import { raise } from './exception.ts';
import { idOf } from './library/string.ts';
import { typeNameOf } from './text.ts';
import { type ApexType, isException, isSameType, isSObject, types, typeText } from './types.ts';
import { ApexList, ApexRecord, type ApexValue } from './values.ts';

type Convert = (value: ApexValue) => ApexValue;

const keep: Convert = (value) => value;

/**
 * The implicit conversion from one type to another in Apex; undefined if there is none.
 *
 * @see Apex Developer Guide, "Rules of Conversion"
 */
export function conversion(from: ApexType, to: ApexType): Convert | undefined {
  if (from === types.Void) return undefined;
  if (isSameType(from, to) || from === types.Null || to === types.Object) return keep;
  if (from === types.Id && to === types.String) return keep;
  if (from === types.String && to === types.Id)
    return (value) => (value === null ? null : idOf(String(value)));
  if (from === types.Integer && to === types.Long) return keep;
  if (isSObject(from) && to === types.SObject) return keep;
  if (isException(from) && to.name === 'Exception') return keep;
  if (from.apexClass?.schedulable && to.name === 'Schedulable') return keep;
  if (from.name !== 'List' || to.name !== 'List') return undefined;
  const [item, wanted] = [from.of[0]!, to.of[0]!];
  if (wanted === types.Object || (isSObject(item) && wanted === types.SObject)) return keep;
  return item === types.SObject && wanted.sobject ? (value) => checkedList(value, to) : undefined;
}

/**
 * Converts the expression to a type.
 * @throws {CompileError} `Illegal assignment from A to B`
 */
export function coerce(expression: Compiled, to: ApexType): Compiled {
  const { type, run, position } = expression;
  if (expression.rows && isSObject(to) && conversion(type.of[0]!, to)) {
    return { type: to, position, run: async (runtime) => singleRow(await run(runtime)) };
  }
  const convert = conversion(type, to);
  if (!convert) throw new CompileError(position, words.illegalAssignment(typeText(type), typeText(to)));
  if (convert === keep) return { type: to, position, run };
  return { type: to, position, run: async (runtime) => convert(await run(runtime)) };
}

/** Apex Developer Guide, "Working with SOQL and SOSL Query Results": exactly one row. */
export function singleRow(value: ApexValue): ApexValue {
  const { items } = value as ApexList;
  if (items.length === 1) return items[0]!;
  throw raise(
    'QueryException',
    items.length === 0
      ? 'List has no rows for assignment to SObject'
      : 'List has more than 1 row for assignment to SObject',
  );
}

/**
 * `(String) value`, for types that the compiler can't know.
 * @throws a TypeException
 */
export function cast(value: ApexValue, to: ApexType): ApexValue {
  if (value === null || to === types.Object) return value;
  const from = typeNameOf(value);
  if (to === types.Id && typeof value === 'string') return idOf(value);
  if (to === types.SObject && value instanceof ApexRecord) return value;
  if (to.name === 'List' && value instanceof ApexList && (conversion(value.type, to) ?? to.of[0]!.sobject)) {
    return checkedList(value, to);
  }
  const whole = typeof value === 'number' && to === types.Long;
  if (from === to.name && to.of.length === 0) return value;
  if (whole) return value;
  throw raise('TypeException', `Invalid conversion from runtime type ${from} to ${typeText(to)}`);
}

function checkedList(value: ApexValue, to: ApexType): ApexValue {
  if (!(value instanceof ApexList)) return value;
  const wanted = to.of[0]!.sobject;
  const wrong = value.items.find((item) => item instanceof ApexRecord && wanted && item.type !== wanted);
  if (wrong === undefined) return value;
  throw raise(
    'TypeException',
    `Invalid conversion from runtime type List<${typeNameOf(wrong)}> to ${typeText(to)}`,
  );
}
