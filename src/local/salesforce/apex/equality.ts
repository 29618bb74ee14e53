import { comparableId, isId } from '../soql/values.ts';
import type { Runtime } from './runtime.ts';
import {
  ApexBlob,
  ApexDatetime,
  ApexList,
  ApexMap,
  ApexRecord,
  ApexSet,
  type ApexValue,
  EnumValue,
} from './values.ts';

/**
 * `==` for comparable types: texts ignoring case, ids in either length.
 *
 * @see Apex Developer Guide, "Expression Operators"
 */
export function looselyEqual(a: ApexValue, b: ApexValue, asIds: boolean): boolean {
  if (typeof a === 'string' && typeof b === 'string') {
    return asIds && isId(a) && isId(b)
      ? comparableId(a) === comparableId(b)
      : a.toLowerCase() === b.toLowerCase();
  }
  return scalar(a) === scalar(b);
}

/** `equals` and `System.assertEquals`: by value, with the case of texts and the elements of collections. */
export function deeplyEqual(a: ApexValue, b: ApexValue, runtime: Runtime): boolean {
  runtime.step();
  if (a instanceof ApexList && b instanceof ApexList) {
    return (
      a === b ||
      (a.items.length === b.items.length && a.items.every((x, i) => deeplyEqual(x, b.items[i]!, runtime)))
    );
  }
  if (a instanceof ApexSet && b instanceof ApexSet) {
    return a.items.size === b.items.size && [...a.items.keys()].every((key) => b.items.has(key));
  }
  if (a instanceof ApexMap && b instanceof ApexMap) {
    return (
      a.entries.size === b.entries.size &&
      sameEntries(a.entries, b.entries, (x, y) => deeplyEqual(x, y, runtime))
    );
  }
  if (a instanceof ApexRecord && b instanceof ApexRecord) {
    return (
      a === b ||
      (a.type === b.type &&
        a.fields.size === b.fields.size &&
        [...a.fields].every(
          ([name, x]) => b.fields.has(name) && deeplyEqual(x, b.fields.get(name)!, runtime),
        ))
    );
  }
  return scalar(a) === scalar(b);
}

type Entries = ReadonlyMap<string, readonly [ApexValue, ApexValue]>;

function sameEntries(a: Entries, b: Entries, equal: (x: ApexValue, y: ApexValue) => boolean): boolean {
  return [...a].every(([key, [, x]]) => {
    const entry = b.get(key);
    return entry !== undefined && equal(x, entry[1]);
  });
}

function scalar(value: ApexValue): unknown {
  if (value instanceof ApexDatetime) return `datetime ${value.time}`;
  if (value instanceof ApexBlob) return `blob ${value.bytes.toString('base64')}`;
  return value instanceof EnumValue ? `enum ${value.name}` : value;
}
