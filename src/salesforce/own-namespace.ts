import type { Org } from './connect.ts';

/**
 * The name of one of the org's own components as keyway knows it: an org with a namespace may write it with its prefix
 * (`acme__Kms`), and takes it without.
 */
export function withoutOwnNamespace({ namespacePrefix }: Pick<Org, 'namespacePrefix'>, name: string): string {
  const prefix = `${namespacePrefix}__`;
  return namespacePrefix !== null && name.toLowerCase().startsWith(prefix.toLowerCase())
    ? name.slice(prefix.length)
    : name;
}
