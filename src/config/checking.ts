import type { Authentication, ConfigFile } from './schema/index.ts';
import type { ConfigPath } from './tree.ts';
import { urlProblem } from './urls.ts';
import { dotted, quoted } from './wording.ts';

/** What the checks of one component know of the whole. */
export interface Checking {
  readonly config: ConfigFile;
  readonly apiVersion: string;
  /** The environment's org is the embedded one. */
  readonly local: boolean;
  readonly report: Report;
  /** The same for what is doubtful, not wrong. */
  readonly warn: Report;
}

/** Says what is wrong at a path: with its value, or with the key itself. */
export type Report = (path: ConfigPath, message: string, of?: 'key' | 'value') => void;

/** A field that an older API does not have: what is rendered must not depend on the org. */
export function needsApiVersion(
  path: ConfigPath,
  since: number,
  { apiVersion, report }: Checking,
  what = quoted(path),
): void {
  if (Number(apiVersion) >= since) return;
  const remedy = 'raise apiVersion, or take it out';
  report(path, `${what} needs API version ${since}.0; this config has ${apiVersion}: ${remedy}`, 'key');
}

/** A component of a managed package stands in the org, not in the file. */
export function isManaged(name: string): boolean {
  return (name.split('-', 1)[0] ?? '').includes('__');
}

/** Names in HTTP have no case (RFC 9110, 5.1). */
export function checkHeaders(headers: Authentication['headers'], path: ConfigPath, report: Report): void {
  keepsOrder(headers, path, report);
  const seen = new Map<string, string>();
  for (const [name, text] of Object.entries(headers ?? {})) {
    const value = typeof text === 'string' ? text : text.value;
    if (value.includes('\n') && !value.startsWith('{!'))
      report(
        [...path, name],
        `${quoted([...path, name])} holds a line break, which no header can; write it on one line`,
      );
    const other = seen.get(name.toLowerCase());
    if (other !== undefined)
      report(
        [...path, name],
        `"${name}" and "${other}" in ${dotted(path)} are one header to HTTP; keep one`,
        'key',
      );
    seen.set(name.toLowerCase(), name);
  }
}

/** JavaScript puts names that are whole numbers first, whatever the file says. */
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
      `"${name}" in ${dotted(path)} needs "sequence": names that are numbers keep no order`,
      'key',
    );
  }
}

/** A URL that the org is to call. */
export function checkUrl(
  url: string | { readonly value: string },
  path: ConfigPath,
  { local, report }: Checking,
): void {
  const long = typeof url !== 'string';
  const problem = urlProblem(long ? url.value : url, local);
  if (problem !== undefined) report(long ? [...path, 'value'] : path, `${quoted(path)} ${problem}`);
}
