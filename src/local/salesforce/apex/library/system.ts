import { deeplyEqual } from '../equality.ts';
import { assertionFailed, raise } from '../exception.ts';
import type { Runtime } from '../runtime.ts';
import { jsonOf, textOf } from '../text.ts';
import { ApexDatetime, type ApexValue, type EnumValue } from '../values.ts';
import { scheduleStatics } from './schedule.ts';
import type { Library } from './signature.ts';

/** Apex Reference Guide, "System Class". */
export const systemStatics: Library = {
  'assert(Boolean): void': (condition: boolean) => assert(condition, ''),
  'assert(Boolean, Object?): void': (condition: boolean, message: ApexValue, runtime: Runtime) =>
    assert(condition, textOf(message, runtime)),
  'assertEquals(Object?, Object?): void': (expected: ApexValue, actual: ApexValue, runtime: Runtime) =>
    assertEqual(expected, actual, undefined, runtime),
  'assertEquals(Object?, Object?, Object?): void': (
    expected: ApexValue,
    actual: ApexValue,
    message: ApexValue,
    runtime: Runtime,
  ) => assertEqual(expected, actual, textOf(message, runtime), runtime),
  'assertNotEquals(Object?, Object?): void': (expected: ApexValue, actual: ApexValue, runtime: Runtime) =>
    assert(!deeplyEqual(expected, actual, runtime), `Same value: ${textOf(actual, runtime)}`),
  'debug(Object?): void': (value: ApexValue, runtime: Runtime) => debug('DEBUG', value, runtime),
  'debug(LoggingLevel, Object?): void': (level: EnumValue, value: ApexValue, runtime: Runtime) =>
    debug(level.name, value, runtime),
  ...scheduleStatics,
  'now(): Datetime': (runtime: Runtime) => new ApexDatetime(runtime.host.now().getTime()),
  'currentTimeMillis(): Long': (runtime: Runtime) => runtime.host.now().getTime(),
};

/** Apex Reference Guide, "Assert Class". */
export const assertStatics: Library = {
  'areEqual(Object?, Object?): void': systemStatics['assertEquals(Object?, Object?): void']!,
  'areEqual(Object?, Object?, String?): void':
    systemStatics['assertEquals(Object?, Object?, Object?): void']!,
  'fail(): void': () => assert(false, ''),
  'fail(String?): void': (message: string | null) => assert(false, String(message)),
  'isFalse(Boolean): void': (condition: boolean) => assert(!condition, ''),
  'isFalse(Boolean, String?): void': (condition: boolean, message: string | null) =>
    assert(!condition, String(message)),
  'isNull(Object?): void': (value: ApexValue) => assert(value === null, ''),
  'isNull(Object?, String?): void': (value: ApexValue, message: string | null) =>
    assert(value === null, String(message)),
  'isNotNull(Object?): void': (value: ApexValue) => assert(value !== null, ''),
  'isNotNull(Object?, String?): void': (value: ApexValue, message: string | null) =>
    assert(value !== null, String(message)),
  'isTrue(Boolean): void': (condition: boolean) => assert(condition, ''),
  'isTrue(Boolean, String?): void': (condition: boolean, message: string | null) =>
    assert(condition, String(message)),
};

/** Apex Reference Guide, "UserInfo Class". */
export const userInfoStatics: Library = {
  'getOrganizationId(): String': (runtime: Runtime) => runtime.host.organizationId,
  'getUserId(): String': (runtime: Runtime) => runtime.host.currentUserId,
  'getUserName(): String': (runtime: Runtime) => runtime.host.currentUsername,
  'getUserType(): String': (runtime: Runtime) => runtime.host.currentUserType ?? 'Standard',
};

export const jsonStatics: Library = {
  'serialize(Object?): String': (value: ApexValue, runtime: Runtime) => jsonOf(value, runtime),
};

export const testStatics: Library = {
  'isRunningTest(): Boolean': (runtime: Runtime) => runtime.testing,
  'startTest(): void': () => null,
  'stopTest(): void': () => null,
};

/** Apex Reference Guide, "Integer Class", "Long Class", "Boolean Class". */
export const integerStatics: Library = {
  'valueOf(Object?): Integer': (value: ApexValue) => parseWhole(value, 'integer', 2 ** 31),
};

export const longStatics: Library = {
  'valueOf(String): Long': (value: string) => parseWhole(value, 'long', Number.MAX_SAFE_INTEGER),
};

export const booleanStatics: Library = {
  'valueOf(String): Boolean': (text: string) => text.toLowerCase() === 'true',
};

function parseWhole(value: ApexValue, what: string, bound: number): number {
  const text = String(value);
  const number = Number(text);
  if (/^[+-]?\d+$/u.test(text) && number < bound && number >= -bound) return number;
  throw raise('TypeException', `Invalid ${what}: ${text.slice(0, 255)}`);
}

function debug(level: string, value: ApexValue, runtime: Runtime): null {
  runtime.write('USER_DEBUG', `[${runtime.at.line}]`, level, textOf(value, runtime));
  return null;
}

function assert(condition: boolean, message: string): null {
  if (condition) return null;
  throw assertionFailed(message === '' ? 'Assertion Failed' : `Assertion Failed: ${message}`);
}

function assertEqual(
  expected: ApexValue,
  actual: ApexValue,
  message: string | undefined,
  runtime: Runtime,
): null {
  if (deeplyEqual(expected, actual, runtime)) return null;
  const values = `Expected: ${textOf(expected, runtime)}, Actual: ${textOf(actual, runtime)}`;
  throw assertionFailed(`Assertion Failed: ${message === undefined ? '' : `${message}: `}${values}`);
}
