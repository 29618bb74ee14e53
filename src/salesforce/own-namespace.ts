import type { Org } from './connect.ts';

/**
 * The name of one of the org's own components without its prefix. An org with a namespace may return it with the
 * prefix (`acme__Kms`), and accepts it without.
 */
export function withoutOwnNamespace({ namespacePrefix }: Pick<Org, 'namespacePrefix'>, name: string): string {
  const prefix = `${namespacePrefix}__`;
  return namespacePrefix !== null && name.toLowerCase().startsWith(prefix.toLowerCase())
    ? name.slice(prefix.length)
    : name;
}
