import { coerce, conversion } from './coerce.ts';
import { CompileError, notEmulated, words } from './compile-error.ts';
import type { Compiled } from './compiler.ts';
import { deeplyEqual, looselyEqual } from './equality.ts';
import { nullPointer, raise } from './exception.ts';
import type { Runtime } from './runtime.ts';
import { textOf } from './text.ts';
import { isException, isNumber, isSameType, isSObject, types, typeText } from './types.ts';
import { ApexDatetime, type ApexValue } from './values.ts';

/** `+` concatenates if either side is a String. Integers wrap at 32 bits and divide to integers. */
export function compileArithmetic(
  operator: '+' | '-' | '*' | '/',
  left: Compiled,
  right: Compiled,
): Compiled {
  const { position } = left;
  if (operator === '+' && [left, right].some(({ type }) => type === types.String)) {
    if ([left, right].some(({ type }) => type === types.Void)) {
      throw new CompileError(position, words.illegalAssignment('void', 'String'));
    }
    return {
      type: types.String,
      position,
      run: async (runtime) => {
        const first = textOf(await left.run(runtime), runtime);
        const second = textOf(await right.run(runtime), runtime);
        runtime.step();
        runtime.allocate(first.length + second.length);
        return first + second;
      },
    };
  }
  if (!isNumber(left.type) || !isNumber(right.type)) {
    if ([left, right].some(({ type }) => type === types.Datetime)) {
      throw notEmulated(position, 'arithmetic with Datetime');
    }
    throw new CompileError(position, words.numericArguments);
  }
  const long = left.type === types.Long || right.type === types.Long;
  return {
    type: long ? types.Long : types.Integer,
    position,
    run: async (runtime) => {
      const first = await left.run(runtime);
      const second = await right.run(runtime);
      runtime.step();
      return calculate(operator, first, second, long);
    },
  };
}

/** Integer arithmetic. null on either side is a NullPointerException. */
export function calculate(
  operator: '+' | '-' | '*' | '/',
  a: ApexValue,
  b: ApexValue,
  long: boolean,
): number {
  if (typeof a !== 'number' || typeof b !== 'number') throw nullPointer();
  if (operator === '/' && b === 0) throw raise('MathException', 'Divide by 0');
  if (!long) {
    if (operator === '*') return Math.imul(a, b);
    return (operator === '+' ? a + b : operator === '-' ? a - b : a / b) | 0;
  }
  const result =
    operator === '+' ? a + b : operator === '-' ? a - b : operator === '*' ? a * b : Math.trunc(a / b);
  // A Long has 64 bits. Beyond 53 bits this org would be wrong.
  if (!Number.isSafeInteger(result)) throw raise('MathException', '[local org] Long beyond 53 bits');
  return result;
}

export function compileNegation(value: Compiled, negative: boolean): Compiled {
  if (!isNumber(value.type)) throw new CompileError(value.position, words.numericArguments);
  if (!negative) return value;
  const { type, position } = value;
  return {
    type,
    position,
    run: async (runtime) => calculate('-', 0, await value.run(runtime), type === types.Long),
  };
}

export function compileNot(value: Compiled): Compiled {
  const test = condition(value, words.booleanArguments);
  return { type: types.Boolean, position: value.position, run: async (runtime) => !(await test(runtime)) };
}

export function compileLogic(operator: '&&' | '||', left: Compiled, right: Compiled): Compiled {
  const first = condition(left, words.booleanArguments);
  const second = condition(right, words.booleanArguments);
  const run =
    operator === '&&'
      ? async (runtime: Runtime) => (await first(runtime)) && (await second(runtime))
      : async (runtime: Runtime) => (await first(runtime)) || (await second(runtime));
  return { type: types.Boolean, position: left.position, run };
}

export function compileComparison(
  operator: '<' | '<=' | '>' | '>=',
  left: Compiled,
  right: Compiled,
): Compiled {
  const ordered = (a: Compiled, b: Compiled) =>
    (isNumber(a.type) && isNumber(b.type)) ||
    (isSameType(a.type, b.type) && (a.type === types.String || a.type === types.Datetime));
  if (!ordered(left, right)) {
    throw new CompileError(left.position, words.incompatible(typeText(left.type), typeText(right.type)));
  }
  return {
    type: types.Boolean,
    position: left.position,
    run: async (runtime) => {
      const a = orderable(await left.run(runtime));
      const b = orderable(await right.run(runtime));
      runtime.step();
      // "If either is null, the result is false".
      if (a === null || b === null) return false;
      if (operator === '<') return a < b;
      if (operator === '<=') return a <= b;
      return operator === '>' ? a > b : a >= b;
    },
  };
}

export function compileEquality(equal: boolean, left: Compiled, right: Compiled): Compiled {
  const { position } = left;
  const [a, b] = [single(left), single(right)];
  if (!conversion(a.type, b.type) && !conversion(b.type, a.type)) {
    throw new CompileError(position, words.incompatible(typeText(a.type), typeText(b.type)));
  }
  if (a.type.of.length > 0 && b.type.of.length > 0) throw notEmulated(position, '== of collections');
  const asIds = a.type === types.Id || b.type === types.Id;
  const byValue = isSObject(a.type) || isSObject(b.type) || isException(a.type);
  return {
    type: types.Boolean,
    position,
    run: async (runtime) => {
      const x = await a.run(runtime);
      const y = await b.run(runtime);
      runtime.step();
      return (byValue ? deeplyEqual(x, y, runtime) : looselyEqual(x, y, asIds)) === equal;
    },
  };
}

export function compileChoice(test: Compiled, yes: Compiled, no: Compiled): Compiled {
  const holds = condition(test);
  const type = conversion(no.type, yes.type) && yes.type !== types.Null ? yes.type : no.type;
  const [first, second] = [coerce(yes, type), coerce(no, type)];
  return {
    type,
    position: test.position,
    run: async (runtime) => ((await holds(runtime)) ? first.run(runtime) : second.run(runtime)),
  };
}

/** An expression as a condition; null is a NullPointerException. */
export function condition(
  value: Compiled,
  wrong = words.notBoolean(typeText(value.type)),
): (runtime: Runtime) => Promise<boolean> {
  if (value.type !== types.Boolean) throw new CompileError(value.position, wrong);
  return async (runtime) => {
    const result = await value.run(runtime);
    if (typeof result !== 'boolean') throw nullPointer();
    return result;
  };
}

/** Query rows compared by `==` stay a list. Everything else is unchanged. */
function single(value: Compiled): Compiled {
  if (value.type !== types.Void) return value;
  throw new CompileError(value.position, words.incompatible('void', 'Object'));
}

function orderable(value: ApexValue): string | number | null {
  if (value instanceof ApexDatetime) return value.time;
  if (typeof value === 'string') return value.toLowerCase();
  return typeof value === 'number' ? value : null;
}
