import type { Report } from '../../config/checking.ts';
import type { ConfigPath } from '../../config/tree.ts';
import { dotted, quotePath } from '../../config/wording.ts';
import { writtenText } from '../../config/written.ts';
import type { Headers } from './schema.ts';

/** HTTP header names are case-insensitive (RFC 9110, 5.1). */
export function checkHeaders(headers: Headers | undefined, path: ConfigPath, report: Report): void {
  keepsOrder(headers, path, report);
  const seen = new Map<string, string>();
  for (const [name, text] of Object.entries(headers ?? {})) {
    const value = writtenText(text);
    if (value.includes('\n') && !value.startsWith('{!'))
      report(
        [...path, name],
        `${quotePath([...path, name])} has a line break, which no header can; write it on one line`,
      );
    const other = seen.get(name.toLowerCase());
    if (other !== undefined)
      report(
        [...path, name],
        `"${name}" and "${other}" in ${dotted(path)} are the same HTTP header; keep one`,
        'key',
      );
    seen.set(name.toLowerCase(), name);
  }
}

/** JavaScript orders integer-like keys first, whatever the file says. */
export function keepsOrder(
  items: Readonly<Record<string, string | { readonly sequence?: number | undefined }>> | undefined,
  path: ConfigPath,
  report: Report,
): void {
  const all = Object.entries(items ?? {});
  for (const [name, item] of all) {
    const placed = typeof item !== 'string' && item.sequence !== undefined;
    if (all.length < 2 || placed || !/^(?:0|[1-9]\d*)$/.test(name)) continue;
    report(
      [...path, name],
      `"${name}" in ${dotted(path)} needs "sequence", because names that are numbers have no fixed order`,
      'key',
    );
  }
}
