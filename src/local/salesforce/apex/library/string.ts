import { isId } from '../../soql/values.ts';
import { notEmulatedHere, raise } from '../exception.ts';
import type { Runtime } from '../runtime.ts';
import { textOf } from '../text.ts';
import { listOf, types } from '../types.ts';
import { ApexList, type ApexSet, type ApexValue } from '../values.ts';
import type { Library } from './signature.ts';

/** Apex Reference Guide, "String Class": the methods that scripts commonly use. */
export const stringMethods: Library = {
  'capitalize(): String': (self: string) => self.charAt(0).toUpperCase() + self.slice(1),
  'contains(String): Boolean': (self: string, part: string) => self.includes(part),
  'containsIgnoreCase(String): Boolean': (self: string, part: string) =>
    self.toLowerCase().includes(part.toLowerCase()),
  'deleteWhitespace(): String': (self: string) => self.replace(/\s+/gu, ''),
  'endsWith(String): Boolean': (self: string, part: string) => self.endsWith(part),
  'equals(Object?): Boolean': (self: string, other: ApexValue) => self === other,
  'equalsIgnoreCase(String?): Boolean': (self: string, other: string | null) =>
    self.toLowerCase() === other?.toLowerCase(),
  'indexOf(String): Integer': (self: string, part: string) => self.indexOf(part),
  'length(): Integer': (self: string) => self.length,
  'remove(String): String': (self: string, part: string) => self.replaceAll(part, ''),
  'removeEnd(String): String': (self: string, part: string) =>
    part !== '' && self.endsWith(part) ? self.slice(0, -part.length) : self,
  'removeStart(String): String': (self: string, part: string) =>
    self.startsWith(part) ? self.slice(part.length) : self,
  'replace(String, String): String': (self: string, part: string, by: string, runtime: Runtime) => {
    const count = part === '' ? self.length + 1 : self.split(part).length - 1;
    runtime.allocate(self.length + count * by.length);
    return self.split(part).join(by);
  },
  'split(String): List<String>': (self: string, pattern: string, runtime: Runtime) => {
    runtime.allocate(self.length);
    const parts = self.split(literalPattern(pattern));
    // As in Java: trailing empty parts are dropped.
    while (parts.length > 1 && parts.at(-1) === '') parts.pop();
    runtime.step(parts.length);
    return new ApexList(listOf(types.String), parts);
  },
  'startsWith(String): Boolean': (self: string, part: string) => self.startsWith(part),
  'startsWithIgnoreCase(String): Boolean': (self: string, part: string) =>
    self.toLowerCase().startsWith(part.toLowerCase()),
  'substring(Integer): String': (self: string, from: number) => substring(self, from, self.length),
  'substring(Integer, Integer): String': substring,
  'substringAfter(String): String': (self: string, part: string) =>
    self.includes(part) ? self.slice(self.indexOf(part) + part.length) : '',
  'substringBefore(String): String': (self: string, part: string) =>
    self.includes(part) ? self.slice(0, self.indexOf(part)) : self,
  'toLowerCase(): String': (self: string) => self.toLowerCase(),
  'toUpperCase(): String': (self: string) => self.toUpperCase(),
  'trim(): String': (self: string) => self.trim(),
};

export const stringStatics: Library = {
  'escapeSingleQuotes(String): String': (text: string, runtime: Runtime) => {
    runtime.allocate(text.length * 2);
    return text.replaceAll("'", "\\'");
  },
  'format(String, List<Object>): String': (pattern: string, args: ApexList, runtime: Runtime) =>
    format(pattern, args, runtime),
  'isBlank(String?): Boolean': (text: string | null) => text === null || text.trim() === '',
  'isEmpty(String?): Boolean': (text: string | null) => text === null || text === '',
  'isNotBlank(String?): Boolean': (text: string | null) => text !== null && text.trim() !== '',
  'isNotEmpty(String?): Boolean': (text: string | null) => text !== null && text !== '',
  'join(List<Object>, String): String': (list: ApexList, by: string, runtime: Runtime) =>
    join(list.items, by, runtime),
  'join(Set<String>, String): String': (set: ApexSet, by: string, runtime: Runtime) =>
    join([...set.items.values()], by, runtime),
  'join(Set<Id>, String): String': (set: ApexSet, by: string, runtime: Runtime) =>
    join([...set.items.values()], by, runtime),
  'valueOf(Object?): String': (value: ApexValue, runtime: Runtime) =>
    value === null ? null : textOf(value, runtime),
};

/** Apex Reference Guide, "Id Class". */
export const idMethods: Library = {
  'to15(): String': (self: string) => self.slice(0, 15),
};

export const idStatics: Library = {
  'valueOf(String): Id': (text: string) => idOf(text),
};

/**
 * Converts a text to an id in its long form.
 * @throws a StringException
 */
export function idOf(text: string): string {
  if (!isId(text)) throw raise('StringException', `Invalid id: ${text.slice(0, 255)}`);
  return text.length === 18 ? text : text + checksum(text);
}

/**
 * The last three characters of an id. They encode which of the letters before them are upper-case, five letters in
 * each.
 */
function checksum(id: string): string {
  const code = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
  return [0, 5, 10]
    .map((from) =>
      [...id.slice(from, from + 5)].reduce((bits, c, i) => bits | (/[A-Z]/u.test(c) ? 1 << i : 0), 0),
    )
    .map((bits) => code[bits])
    .join('');
}

function substring(self: string, from: number, to: number): string {
  if (from >= 0 && from <= to && to <= self.length) return self.slice(from, to);
  const wrong =
    from < 0 || from > self.length
      ? `Starting position out of bounds: ${from}`
      : `Ending position out of bounds: ${to}`;
  throw raise('StringException', wrong);
}

/** `split` takes a Java regular expression. Only literal patterns are emulated; others are refused. */
function literalPattern(pattern: string): string {
  const literal = pattern.replace(/\\([^a-zA-Z0-9])/gu, '');
  if (/[\\^$.|?*+()[\]{}]/u.test(literal)) {
    throw notEmulatedHere(`String.split by the regular expression ${pattern.slice(0, 100)}`);
  }
  return pattern.replace(/\\([^a-zA-Z0-9])/gu, '$1');
}

function join(items: readonly ApexValue[], by: string, runtime: Runtime): string {
  const parts = items.map((item) => (item === null ? '' : textOf(item, runtime)));
  runtime.allocate(parts.reduce((total, part) => total + part.length + by.length, 0));
  return parts.join(by);
}

/** Java's MessageFormat: `{0}`, and quotes around literal braces. */
function format(pattern: string, args: ApexList, runtime: Runtime): string {
  const parts = pattern.match(/''|'[^']*'?|\{[^}]*\}|[^'{]+|\{/gu) ?? [];
  let length = 0;
  const made = parts.map((part) => {
    const text = formatted(part, args, runtime);
    length += text.length;
    runtime.allocate(length);
    return text;
  });
  return made.join('');
}

function formatted(part: string, args: ApexList, runtime: Runtime): string {
  if (part === "''") return "'";
  if (part.startsWith("'")) return part.replaceAll("'", '');
  if (!part.startsWith('{')) return part;
  const index = /^\{(\d+)\}$/u.exec(part)?.[1];
  if (index === undefined) throw notEmulatedHere(`String.format with ${part.slice(0, 100)}`);
  const item = args.items[Number(index)];
  return item === undefined ? part : textOf(item, runtime);
}
