import leven from 'leven';
import type { ConfigPath, Tree } from './tree.ts';

/* How messages refer to places and values of a config. */

/** Text from a file for use in a message: short, on one line, without control characters. */
export function displayText(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 57).replace(/[\uD800-\uDBFF]$/, '')}…` : text;
  return short.replace(
    /[\u0000-\u001F\u007F-\u009F\u200E\u200F\u2028-\u202E\u2066-\u2069]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
}

/** As in `"url" in namedCredentials.AcmeKeys` or `item 2 of permissionSets.Access.principals`. */
export function quotePath(path: ConfigPath): string {
  const last = path.at(-1);
  if (last === undefined) return 'the file';
  if (typeof last === 'number') return item(path);
  return `"${displayText(last)}"${inPath(path.slice(0, -1))}`;
}

/** As in ` in namedCredentials.AcmeKeys`; empty at the top. */
export function inPath(path: ConfigPath): string {
  if (path.length === 0) return '';
  return ` in ${typeof path.at(-1) === 'number' ? item(path) : dotted(path)}`;
}

function item(path: ConfigPath): string {
  return `item ${Number(path.at(-1)) + 1} of ${dotted(path.slice(0, -1))}`;
}

/** As in `namedCredentials.AcmeKeys.url`. */
export function dotted(path: ConfigPath): string {
  return path.map((key) => displayText(String(key))).join('.');
}

/** Describes the value at a place. Doesn't show secrets or values of variables. */
export function describeValue(value: Tree | undefined): string {
  if (!value) return 'nothing';
  if (value.kind !== 'scalar') return value.kind === 'map' ? 'a map' : 'a list';
  if (value.value === null) return 'empty';
  if (value.from !== undefined) return `the value of ${displayText(value.from)}`;
  if (typeof value.value === 'string') return value.secret ? 'text' : `"${displayText(value.value)}"`;
  if (typeof value.value === 'number') return value.secret ? 'a number' : `the number ${value.value}`;
  return String(value.value);
}

/** As in `; did you mean "url"?`; empty if no known word is similar. */
export function suggestion(word: string, known: readonly string[]): string {
  // A config with thousands of wrong names must still be refused quickly.
  const near = known
    .slice(0, 500)
    .map((name) => {
      const most = tolerance(Math.max(word.length, name.length));
      return {
        name,
        most,
        distance: leven(word.toLowerCase(), name.toLowerCase(), { maxDistance: most + 1 }),
      };
    })
    .filter(({ distance, most }) => distance <= most)
    .sort((a, b) => a.distance - b.distance)[0];
  return near ? `; did you mean "${displayText(near.name)}"?` : '';
}

/** The maximum number of different letters in similar words. A swapped pair counts as two. */
function tolerance(length: number): number {
  return length <= 3 ? 1 : Math.max(2, Math.floor(length / 3));
}

/** As in `a, b or c`. */
export function joinWithOr(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** Adds a full stop, unless the text ends with a question, as suggestions do. */
export function withFullStop(text: string): string {
  return text.endsWith('?') ? text : `${text}.`;
}
