import { ApexObject } from './classes/declared.ts';
import { ConnectObject } from './connect-api/object.ts';
import { ApexException, notEmulatedHere } from './exception.ts';
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

/** Collections may contain themselves. */
const MAX_DEPTH = 16;

/** A value as in string concatenation and in the debug log. */
export function textOf(value: ApexValue, runtime: Runtime, depth = 0): string {
  if (depth > MAX_DEPTH) return '(already output)';
  const inner = (item: ApexValue): string => textOf(item, runtime, depth + 1);
  const text = unlimitedTextOf(value, inner);
  runtime.allocate(text.length);
  if (depth > 0) runtime.step();
  return text;
}

function unlimitedTextOf(value: ApexValue, inner: (item: ApexValue) => string): string {
  if (value === null || typeof value !== 'object') return String(value);
  // Times of day are in GMT, because the running user has no time zone here.
  if (value instanceof ApexDatetime) return new Date(value.time).toISOString().slice(0, 19).replace('T', ' ');
  if (value instanceof ApexBlob) return `Blob[${value.bytes.length}]`;
  if (value instanceof EnumValue) return value.name;
  if (value instanceof ApexList) return `(${value.items.map(inner).join(', ')})`;
  if (value instanceof ApexSet) return `{${[...value.items.values()].map(inner).join(', ')}}`;
  if (value instanceof ApexMap) {
    return `{${[...value.entries.values()].map(([key, item]) => `${inner(key)}=${inner(item)}`).join(', ')}}`;
  }
  if (value instanceof ApexRecord) {
    const fields = [...value.fields].map(([name, item]) => `${name}=${inner(item)}`);
    return `${value.type.name}:{${fields.join(', ')}}`;
  }
  return value.describe();
}

/** JSON.serialize for texts, numbers, lists, sets and maps. sObjects aren't emulated. */
export function jsonOf(value: ApexValue, runtime: Runtime, depth = 0): string {
  runtime.step();
  if (depth > MAX_DEPTH) throw notEmulatedHere(`JSON.serialize of more than ${MAX_DEPTH} levels`);
  const inner = (item: ApexValue): string => jsonOf(item, runtime, depth + 1);
  const text = serialized(value, inner, runtime);
  runtime.allocate(text.length);
  return text;
}

function serialized(value: ApexValue, inner: (item: ApexValue) => string, runtime: Runtime): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (value instanceof ApexDatetime) {
    return JSON.stringify(new Date(value.time).toISOString().replace('Z', '+0000'));
  }
  if (value instanceof ApexBlob) return JSON.stringify(value.bytes.toString('base64'));
  if (value instanceof EnumValue) return JSON.stringify(value.name);
  if (value instanceof ApexList) return `[${value.items.map(inner).join(',')}]`;
  if (value instanceof ApexSet) return `[${[...value.items.values()].map(inner).join(',')}]`;
  if (value instanceof ApexMap) {
    const entries = [...value.entries.values()].map(
      ([key, item]) => `${JSON.stringify(textOf(key, runtime))}:${inner(item)}`,
    );
    return `{${entries.join(',')}}`;
  }
  throw notEmulatedHere(`JSON.serialize of ${typeNameOf(value)}`);
}

/** The name of a value's type, as in `TypeException` and error messages. */
export function typeNameOf(value: ApexValue): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return 'String';
  if (typeof value === 'number') return 'Integer';
  if (typeof value === 'boolean') return 'Boolean';
  if (value instanceof ApexDatetime) return 'Datetime';
  if (value instanceof ApexBlob) return 'Blob';
  if (value instanceof ApexList) return 'List';
  if (value instanceof ApexSet) return 'Set';
  if (value instanceof ApexMap) return 'Map';
  if (value instanceof ApexRecord) return value.type.name;
  if (value instanceof ApexException) return value.typeName;
  if (value instanceof ConnectObject) return value.typeName;
  if (value instanceof ApexObject) return value.apexClass.name;
  return value.constructor.name;
}
