import type { ConfigPath } from './tree.ts';
import { hiddenHost, isWithoutScheme, urlProblem } from './urls.ts';
import { displayText, quotePath, suggestion } from './wording.ts';
import { placeOf, type Written, writtenText } from './written.ts';

/** The input of a check: the whole file; `C` are the sections that it reads. */
export interface Checking<C = object> {
  readonly config: C;
  readonly apiVersion: string;
  /** Whether the environment's org is the embedded one. */
  readonly local: boolean;
  readonly report: Report;
  /** Reports a warning instead of an error. */
  readonly warn: Report;
}

/** Reports an error at a path: in its value, or in the key itself. */
export type Report = (path: ConfigPath, message: string, of?: 'key' | 'value') => void;

/** Requires an API version that has a field, because the rendering must not depend on the org. */
export function needsApiVersion(
  path: ConfigPath,
  since: number,
  { apiVersion, report }: Checking,
  what = quotePath(path),
): void {
  if (Number(apiVersion) >= since) return;
  const remedy = 'raise apiVersion, or remove it';
  report(path, `${what} needs API version ${since}.0; this config has ${apiVersion}: ${remedy}`, 'key');
}

/** Components of a managed package exist in the org, not in the file. */
export function isManaged(name: string): boolean {
  return (name.split('-', 1)[0] ?? '').includes('__');
}

/** Checks a name that another section of the file must declare. */
export function checkDeclared<Section extends string>(
  written: Written,
  path: ConfigPath,
  section: Section,
  { config, report }: Checking<Readonly<Partial<Record<Section, object | undefined>>>>,
): void {
  const name = writtenText(written);
  const declared = config[section] ?? {};
  if (Object.hasOwn(declared, name)) return;
  const near = suggestion(name, Object.keys(declared));
  const message = `${quotePath(path)} is "${displayText(name)}", which is not in ${section}${near}`;
  report(placeOf(written, path), message);
}

/** Checks a URL that the org will call. */
export function checkUrl(
  url: Written,
  path: ConfigPath,
  { local, report, warn }: Checking,
  { mayLackScheme = false }: { readonly mayLackScheme?: boolean } = {},
): void {
  const text = writtenText(url);
  const place = placeOf(url, path);
  const lacksScheme = mayLackScheme && isWithoutScheme(text);
  const problem = urlProblem(lacksScheme ? `https://${text}` : text, local);
  if (problem !== undefined) {
    report(place, `${quotePath(path)} ${problem}`);
    return;
  }
  warnOfHiddenHost(text, path, warn, place);
  if (lacksScheme)
    warn(
      place,
      `${quotePath(path)} has no https://; Salesforce doesn't document whether it calls such a URL: write https:// before it`,
    );
}

/** Warns about a URL that leads to another host than its text suggests. */
export function warnOfHiddenHost(text: string, path: ConfigPath, warn: Report, place = path): void {
  const host = hiddenHost(text);
  if (host !== undefined)
    warn(
      place,
      `${quotePath(path)} leads to the host ${host}, which isn't obvious from its text; if you mean that host, write its name`,
    );
}
