import type { SObjectType } from '../tables.ts';
import type { ApexType } from './types.ts';

/**
 * String and Id are strings, Integer and Long are numbers, Boolean is a boolean, null is null. All others are these
 * classes.
 */
export type ApexValue =
  | null
  | string
  | number
  | boolean
  | ApexBlob
  | ApexDatetime
  | ApexList
  | ApexMap
  | ApexSet
  | EnumValue
  | ApexRecord
  | NativeObject;

export class ApexDatetime {
  readonly time: number;
  constructor(time: number) {
    this.time = time;
  }
}

export class ApexBlob {
  readonly bytes: Buffer;
  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }
}

export class EnumValue {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

export class ApexList {
  readonly type: ApexType;
  readonly items: ApexValue[];
  constructor(type: ApexType, items: ApexValue[] = []) {
    this.type = type;
    this.items = items;
  }
}

/** Elements by a key of type and value. Strings are case-sensitive, as in an Apex Set. */
export class ApexSet {
  readonly items = new Map<string, ApexValue>();
  readonly type: ApexType;
  constructor(type: ApexType, items: Iterable<ApexValue> = []) {
    this.type = type;
    for (const item of items) this.items.set(keyOf(item), item);
  }
}

export class ApexMap {
  readonly entries = new Map<string, readonly [ApexValue, ApexValue]>();
  readonly type: ApexType;
  constructor(type: ApexType) {
    this.type = type;
  }
}

/** An sObject in memory: fields by their own names, and parents from a query by relationship name. */
export class ApexRecord {
  readonly type: SObjectType;
  readonly fields = new Map<string, ApexValue>();
  readonly parents = new Map<string, ApexRecord | null>();
  /** Whether it is from a query. Then fields that weren't selected can't be read. */
  readonly queried: boolean;
  constructor(type: SObjectType, queried: boolean) {
    this.type = type;
    this.queried = queried;
  }
}

/** An object of a platform class: `HttpRequest`, `Database.SaveResult`, an exception. */
export abstract class NativeObject {
  /** As in a debug log. */
  abstract describe(): string;
}

export function keyOf(value: ApexValue): string {
  return value instanceof ApexDatetime ? `datetime ${value.time}` : `${typeof value} ${String(value)}`;
}
