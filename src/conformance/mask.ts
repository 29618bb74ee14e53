import { formsOf, withoutTokens } from '../errors/redact.ts';
import { type Org, query, soql } from '../salesforce/index.ts';

/** Texts that reveal the org or the user, each with its replacement. */
export type Names = ReadonlyMap<string, string>;

/** Reads the names of an org and of the signed-in user from the org itself. */
export async function identifyingNames(org: Org): Promise<Names> {
  const [user = {}] = await query<Readonly<Record<string, string | null>>>(
    org,
    soql`SELECT Name, FirstName, LastName, Email, Alias FROM User WHERE Id = ${org.userId}`,
  ).catch(() => []);
  const { host, hostname } = new URL(org.instanceUrl);
  const names = new Map<string, string>();
  const add = (mark: string, ...texts: readonly (string | null)[]) => {
    for (const text of texts)
      if (text !== null && text.trim().length > 2)
        for (const form of formsOf(text.trim())) names.set(form, mark);
  };
  add('[org]', org.name, org.id, org.id.slice(0, 15), org.namespacePrefix);
  // `acme--uat.sandbox.my.salesforce.com` begins with the company's own name.
  const own = /^[\d.]+$/.test(hostname) ? [] : (hostname.split('.')[0]?.split('--') ?? []);
  add('[host]', org.instanceUrl, host, hostname, org.instanceName, ...own);
  add('[user]', org.username, org.userId, org.userId.slice(0, 15), ...Object.values(user));
  return names;
}

/**
 * Masks an org's text: names that reveal the org or the user, ids and secrets. Words that also occur in `known`
 * stay, because they are keyway's own.
 */
export function masked(text: string, names: Names, known = ''): string {
  const kept = (mark: string) => (found: string) => (known.includes(found) ? found : mark);
  let clean = withoutTokens(text);
  // Longest first, because a name may be part of another one.
  for (const [name, mark] of [...names].sort(([a], [b]) => b.length - a.length))
    clean = clean.replace(anywhere(name), kept(mark));
  for (const [pattern, mark] of patterns) clean = clean.replace(pattern, kept(mark));
  return clean;
}

/** Doesn't match within a longer word: an alias such as `ser` isn't in `user`. */
function anywhere(name: string): RegExp {
  const literal = name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return new RegExp(`(?<![A-Za-z0-9])${literal}(?![A-Za-z0-9])`, 'gi');
}

const patterns: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [\s\S]*?(?:-----END [A-Z ]+-----|$)/g, '[pem]'],
  [/[\w.%+-]+@[\w-]+(?:\.[\w-]+)+/g, '[user]'],
  [/\bhttps?:\/\/[^\s/"'<>]+/gi, '[host]'],
  [
    /\b[\w-]+(?:\.[\w-]+)*\.(?:salesforce|force|salesforce-sites|salesforce-setup|cloudforce)\.com\b/gi,
    '[host]',
  ],
  [/\b(?:\d{1,3}\.){3}\d{1,3}\b/g, '[host]'],
  // 15 or 18 letters and digits with at least one digit, because words have none.
  [/\b(?!KwConf)(?=[A-Za-z]*\d)(?:[A-Za-z0-9]{18}|[A-Za-z0-9]{15})\b/g, '[id]'],
  [/(?<![\w+/=-])(?!KwConf)(?=[\w+/=-]*\d)(?=[\w+/=-]*[a-z])(?=[\w+/=-]*[A-Z])[\w+/=-]{24,}/g, '[text]'],
];
