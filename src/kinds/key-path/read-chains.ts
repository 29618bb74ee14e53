import { KeywayError } from '../../errors/index.ts';
import type { Org } from '../../salesforce/index.ts';
import type { ComponentType } from '../metadata.ts';
import { readComponents } from '../read-components.ts';
import { type FindComponent, findAmong, findChain, findInOrder } from './chain.ts';

/**
 * Reads the chains of named credentials from an org. Finds nothing if the user may not read metadata: key work
 * needs Manage Encryption Keys, and metadata needs more.
 *
 * @param known components that were already read from the org
 */
export async function readChains(
  org: Org,
  namedCredentials: readonly string[],
  known: FindComponent = findAmong([]),
): Promise<FindComponent> {
  const missing = namedCredentials.filter((name) => !known('NamedCredential', name));
  const named = findInOrder(known, await read(org, 'NamedCredential', missing));
  const names = namedCredentials.flatMap((name) => findChain(name, named)?.externalCredentialName ?? []);
  const unknown = names.filter((name) => !known('ExternalCredential', name));
  return findInOrder(named, await read(org, 'ExternalCredential', unknown));
}

async function read(org: Org, type: ComponentType, names: readonly string[]): Promise<FindComponent> {
  if (names.length === 0) return findAmong([]);
  try {
    const found = await readComponents(
      org,
      names.map((fullName) => ({ type, fullName })),
    );
    return findAmong([...found.values()]);
  } catch (error) {
    if (error instanceof KeywayError && unreadable.has(error.code)) return findAmong([]);
    throw error;
  }
}

const unreadable: ReadonlySet<string> = new Set(['Forbidden', 'SalesforceError']);
