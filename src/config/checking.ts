import type { ConfigPath } from './tree.ts';
import { hiddenHost, isWithoutScheme, urlProblem } from './urls.ts';
import { quoted, show, suggestion } from './wording.ts';
import { placeOf, textIn, type Written } from './written.ts';

/** What a check knows of the whole file; `C` are the sections that it reads. */
export interface Checking<C = object> {
  readonly config: C;
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
  const remedy = 'raise apiVersion, or remove it';
  report(path, `${what} needs API version ${since}.0; this config has ${apiVersion}: ${remedy}`, 'key');
}

/** A component of a managed package stands in the org, not in the file. */
export function isManaged(name: string): boolean {
  return (name.split('-', 1)[0] ?? '').includes('__');
}

/** A name of something that the file itself declares in another section. */
export function checkDeclared<Section extends string>(
  written: Written,
  path: ConfigPath,
  section: Section,
  { config, report }: Checking<Readonly<Partial<Record<Section, object | undefined>>>>,
): void {
  const name = textIn(written);
  const declared = config[section] ?? {};
  if (Object.hasOwn(declared, name)) return;
  const near = suggestion(name, Object.keys(declared));
  const message = `${quoted(path)} is "${show(name)}", which is not in ${section}${near}`;
  report(placeOf(written, path), message);
}

/** A URL that the org is to call. */
export function checkUrl(
  url: Written,
  path: ConfigPath,
  { local, report, warn }: Checking,
  { mayLackScheme = false }: { readonly mayLackScheme?: boolean } = {},
): void {
  const text = textIn(url);
  const place = placeOf(url, path);
  const lacksScheme = mayLackScheme && isWithoutScheme(text);
  const problem = urlProblem(lacksScheme ? `https://${text}` : text, local);
  if (problem !== undefined) {
    report(place, `${quoted(path)} ${problem}`);
    return;
  }
  warnOfHiddenHost(text, path, warn, place);
  if (lacksScheme)
    warn(
      place,
      `${quoted(path)} has no https://; Salesforce doesn't document whether it calls such a URL: write https:// before it`,
    );
}

/** Says which host a URL leads to, where its text shows another one. */
export function warnOfHiddenHost(text: string, path: ConfigPath, warn: Report, place = path): void {
  const host = hiddenHost(text);
  if (host !== undefined)
    warn(
      place,
      `${quoted(path)} leads to the host ${host}, which its text doesn't show; if that is the host you mean, write it so`,
    );
}
