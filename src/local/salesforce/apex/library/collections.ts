import { deeplyEqual } from '../equality.ts';
import { nullPointer, raise } from '../exception.ts';
import type { Runtime } from '../runtime.ts';
import { listOf, types } from '../types.ts';
import { ApexList, type ApexMap, ApexSet, type ApexValue, keyOf } from '../values.ts';
import type { Library } from './signature.ts';

/** Apex Reference Guide, "List Class". */
export const listMethods: Library = {
  'add(T?): void': (self: ApexList, item: ApexValue) => {
    self.items.push(item);
    return null;
  },
  'add(Integer, T?): void': (self: ApexList, at: number, item: ApexValue, runtime: Runtime) => {
    if (at !== self.items.length) checkIndex(self, at);
    runtime.step(1 + (self.items.length >> 8));
    self.items.splice(at, 0, item);
    return null;
  },
  'addAll(List<T>): void': (self: ApexList, more: ApexList, runtime: Runtime) => {
    runtime.step(more.items.length);
    for (const item of [...more.items]) self.items.push(item);
    return null;
  },
  'addAll(Set<T>): void': (self: ApexList, more: ApexSet, runtime: Runtime) => {
    runtime.step(more.items.size);
    for (const item of more.items.values()) self.items.push(item);
    return null;
  },
  'clear(): void': (self: ApexList) => {
    self.items.length = 0;
    return null;
  },
  'clone(): List<T>': (self: ApexList, runtime: Runtime) => {
    runtime.step(self.items.length);
    return new ApexList(self.type, [...self.items]);
  },
  'contains(T?): Boolean': (self: ApexList, item: ApexValue, runtime: Runtime) =>
    self.items.some((other) => deeplyEqual(other, item, runtime)),
  'get(Integer): T': (self: ApexList, at: number) => itemAt(self, at),
  'indexOf(T?): Integer': (self: ApexList, item: ApexValue, runtime: Runtime) =>
    self.items.findIndex((other) => deeplyEqual(other, item, runtime)),
  'isEmpty(): Boolean': (self: ApexList) => self.items.length === 0,
  'remove(Integer): T': (self: ApexList, at: number, runtime: Runtime) => {
    checkIndex(self, at);
    runtime.step(1 + (self.items.length >> 8));
    return self.items.splice(at, 1)[0]!;
  },
  'set(Integer, T?): void': (self: ApexList, at: number, item: ApexValue) => {
    checkIndex(self, at);
    self.items[at] = item;
    return null;
  },
  'size(): Integer': (self: ApexList) => self.items.length,
};

/** Apex Reference Guide, "Set Class". */
export const setMethods: Library = {
  'add(T?): Boolean': (self: ApexSet, item: ApexValue) => {
    const before = self.items.size;
    self.items.set(keyOf(item), item);
    return self.items.size > before;
  },
  'addAll(List<T>): Boolean': (self: ApexSet, more: ApexList, runtime: Runtime) =>
    addAll(self, more.items, runtime),
  'addAll(Set<T>): Boolean': (self: ApexSet, more: ApexSet, runtime: Runtime) =>
    addAll(self, [...more.items.values()], runtime),
  'clear(): void': (self: ApexSet) => {
    self.items.clear();
    return null;
  },
  'contains(T?): Boolean': (self: ApexSet, item: ApexValue) => self.items.has(keyOf(item)),
  'isEmpty(): Boolean': (self: ApexSet) => self.items.size === 0,
  'remove(T?): Boolean': (self: ApexSet, item: ApexValue) => self.items.delete(keyOf(item)),
  'size(): Integer': (self: ApexSet) => self.items.size,
};

/** Apex Reference Guide, "Map Class". */
export const mapMethods: Library = {
  'containsKey(K?): Boolean': (self: ApexMap, key: ApexValue) => self.entries.has(keyOf(key)),
  'get(K?): V': (self: ApexMap, key: ApexValue) => self.entries.get(keyOf(key))?.[1] ?? null,
  'isEmpty(): Boolean': (self: ApexMap) => self.entries.size === 0,
  'keySet(): Set<K>': (self: ApexMap, runtime: Runtime) => {
    runtime.step(self.entries.size);
    return new ApexSet(
      { name: 'Set', of: [self.type.of[0]!] },
      [...self.entries.values()].map(([key]) => key),
    );
  },
  'put(K?, V?): V': (self: ApexMap, key: ApexValue, value: ApexValue) => {
    const before = self.entries.get(keyOf(key))?.[1] ?? null;
    self.entries.set(keyOf(key), [key, value]);
    return before;
  },
  'remove(K?): V': (self: ApexMap, key: ApexValue) => {
    const before = self.entries.get(keyOf(key))?.[1] ?? null;
    self.entries.delete(keyOf(key));
    return before;
  },
  'size(): Integer': (self: ApexMap) => self.entries.size,
  'values(): List<V>': (self: ApexMap, runtime: Runtime) => {
    runtime.step(self.entries.size);
    return new ApexList(
      listOf(self.type.of[1] ?? types.Object),
      [...self.entries.values()].map(([, value]) => value),
    );
  },
};

export function itemAt(list: ApexList | null, at: ApexValue): ApexValue {
  if (list === null || at === null) throw nullPointer();
  checkIndex(list, Number(at));
  return list.items[Number(at)]!;
}

export function checkIndex(list: ApexList, at: number): void {
  if (at < 0 || at >= list.items.length) {
    throw raise('ListException', `List index out of bounds: ${at}`);
  }
}

function addAll(self: ApexSet, items: readonly ApexValue[], runtime: Runtime): boolean {
  const before = self.items.size;
  runtime.step(items.length);
  for (const item of items) self.items.set(keyOf(item), item);
  return self.items.size > before;
}
