import leven from 'leven';
import type { ConfigPath, Tree } from './tree.ts';

/* How messages name places and values of a config. */

/** Text from a file as part of a message: short, on one line, nothing that could move a cursor. */
export function show(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 57).replace(/[\uD800-\uDBFF]$/, '')}…` : text;
  return short.replace(
    /[\u0000-\u001F\u007F-\u009F\u200E\u200F\u2028-\u202E\u2066-\u2069]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
}

/** `"url" in namedCredentials.AcmeKeys`, `item 2 of permissionSets.Access.principals`. */
export function quoted(path: ConfigPath): string {
  const last = path.at(-1);
  if (last === undefined) return 'the file';
  if (typeof last === 'number') return item(path);
  return `"${show(last)}"${inside(path.slice(0, -1))}`;
}

/** ` in namedCredentials.AcmeKeys`; nothing at the top. */
export function inside(path: ConfigPath): string {
  if (path.length === 0) return '';
  return ` in ${typeof path.at(-1) === 'number' ? item(path) : dotted(path)}`;
}

function item(path: ConfigPath): string {
  return `item ${Number(path.at(-1)) + 1} of ${dotted(path.slice(0, -1))}`;
}

/** `namedCredentials.AcmeKeys.url` */
export function dotted(path: ConfigPath): string {
  return path.map((key) => show(String(key))).join('.');
}

/** What stands at a place, in words. What a secret's place or a variable holds is not shown. */
export function found(value: Tree | undefined): string {
  if (!value) return 'nothing';
  if (value.kind !== 'scalar') return value.kind === 'map' ? 'a map' : 'a list';
  if (value.value === null) return 'empty';
  if (value.from !== undefined) return `the value of ${show(value.from)}`;
  if (typeof value.value === 'string') return value.secret ? 'text' : `"${show(value.value)}"`;
  if (typeof value.value === 'number') return value.secret ? 'a number' : `the number ${value.value}`;
  return String(value.value);
}

/** `; did you mean "url"?`, or nothing where no word is near. */
export function suggestion(word: string, known: readonly string[]): string {
  // A config that names thousands of things wrongly should still be refused at once.
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
  return near ? `; did you mean "${show(near.name)}"?` : '';
}

/** How many letters may differ before two words are two words: a swapped pair of letters counts as two. */
function tolerance(length: number): number {
  return length <= 3 ? 1 : Math.max(2, Math.floor(length / 3));
}

/** `a, b or c` */
export function either(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** With a full stop, unless it ends with a question: a suggestion may come last. */
export function sentence(text: string): string {
  return text.endsWith('?') ? text : `${text}.`;
}
