import type { Checking } from '../../config/checking.ts';
import type { ConfigPath } from '../../config/index.ts';
import { isLoopback } from '../../config/urls.ts';
import { displayText, quotePath } from '../../config/wording.ts';
import type { PolicySection } from './schema.ts';

/** Fields with text for people. Nobody calls a URL in them. */
const textFields = ['label', 'description'];

/** Checks the whole file against what the team allows. */
export function checkPolicy(checking: Checking<PolicySection>): void {
  const { policy, ...sections } = checking.config;
  if (policy === undefined) return;
  const { hosts, protocols, assignTo } = policy;
  const { report, local } = checking;
  for (const { path, text } of textsIn(sections, [])) {
    const field = path.at(-1);
    if (hosts && !textFields.includes(String(field))) {
      const host = hostIn(text);
      if (host !== undefined && !(local && isLoopback(host)) && !isMatch(host, hosts))
        report(
          path,
          `${quotePath(path)} is on the host ${displayText(host)}, which policy.hosts doesn't allow`,
        );
    }
    if (
      protocols &&
      field === 'protocol' &&
      path.at(-2) === 'authentication' &&
      !protocols.some((one) => one === text)
    )
      report(path, `${quotePath(path)} is ${displayText(text)}, which policy.protocols doesn't allow`);
    if (assignTo && path.at(-2) === 'assignTo' && !isMatch(text, assignTo))
      report(path, `${quotePath(path)} is "${displayText(text)}", which policy.assignTo doesn't allow`);
  }
  checkRemoved(checking);
}

function checkRemoved({ config, report }: Checking<PolicySection>): void {
  const removed =
    (config as { readonly removed?: Readonly<Record<string, readonly string[]>> }).removed ?? {};
  for (const [section, names] of Object.entries(config.policy?.protect ?? {}))
    for (const [index, name] of (removed[section] ?? []).entries())
      if (names?.some((one) => one.toLowerCase() === name.toLowerCase()))
        report(['removed', section, index], `policy.protect keeps ${displayText(name)} from being deleted`);
}

/** The host in a text that is a URL or a site. */
function hostIn(text: string): string | undefined {
  if (!/^(?:https?|wss?):\/\//i.test(text)) return undefined;
  return URL.parse(text)?.hostname;
}

/** Ignores case. A pattern begins with `*`. */
function isMatch(text: string, patterns: readonly string[]): boolean {
  const lower = text.toLowerCase();
  return patterns.some((pattern) => {
    const wanted = pattern.toLowerCase();
    return wanted.startsWith('*') ? lower.endsWith(wanted.slice(1)) : lower === wanted;
  });
}

/** Every text in the config's sections, with its path. */
function* textsIn(
  value: unknown,
  path: ConfigPath,
): Generator<{ readonly path: ConfigPath; readonly text: string }> {
  if (typeof value === 'string') yield { path, text: value };
  if (typeof value !== 'object' || value === null) return;
  const entries = Array.isArray(value) ? value.entries() : Object.entries(value);
  for (const [key, inner] of entries) yield* textsIn(inner, [...path, key]);
}
