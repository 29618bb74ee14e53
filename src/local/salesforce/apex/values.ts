import type { SObjectType } from '../tables.ts';
import type { ApexType } from './types.ts';

/** String and Id are strings, Integer and Long numbers, Boolean a boolean, null null; the rest are these classes. */
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

/** Elements by a key that says type and value; strings count with their case, as they do in an Apex Set. */
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

/** An sObject in memory: fields by their own names, parents that a query brought along by relationship name. */
export class ApexRecord {
  readonly type: SObjectType;
  readonly fields = new Map<string, ApexValue>();
  readonly parents = new Map<string, ApexRecord | null>();
  /** From a query: what was not selected may not be read. */
  readonly queried: boolean;
  constructor(type: SObjectType, queried: boolean) {
    this.type = type;
    this.queried = queried;
  }
}

/** An object of a class of the platform: `HttpRequest`, `Database.SaveResult`, an exception. */
export abstract class NativeObject {
  /** As a debug log shows it. */
  abstract describe(): string;
}

export function keyOf(value: ApexValue): string {
  return value instanceof ApexDatetime ? `datetime ${value.time}` : `${typeof value} ${String(value)}`;
}
