import { KeywayError } from '../../errors/index.ts';
import type { Org } from '../../salesforce/index.ts';
import type { ComponentType } from '../metadata.ts';
import { readComponents } from '../read-components.ts';
import { among, type FindComponent, findChain, firstOf } from './chain.ts';

/**
 * The chains of named credentials as an org has them. Nothing is found if the user may not read them: key work needs
 * Manage Encryption Keys, and metadata needs more.
 *
 * @param known components that were read from the org already
 */
export async function readChains(
  org: Org,
  namedCredentials: readonly string[],
  known: FindComponent = among([]),
): Promise<FindComponent> {
  const missing = namedCredentials.filter((name) => !known('NamedCredential', name));
  const named = firstOf(known, await read(org, 'NamedCredential', missing));
  const names = namedCredentials.flatMap((name) => findChain(name, named)?.externalCredentialName ?? []);
  const unknown = names.filter((name) => !known('ExternalCredential', name));
  return firstOf(named, await read(org, 'ExternalCredential', unknown));
}

async function read(org: Org, type: ComponentType, names: readonly string[]): Promise<FindComponent> {
  if (names.length === 0) return among([]);
  try {
    const found = await readComponents(
      org,
      names.map((fullName) => ({ type, fullName })),
    );
    return among([...found.values()]);
  } catch (error) {
    if (error instanceof KeywayError && unreadable.has(error.code)) return among([]);
    throw error;
  }
}

const unreadable: ReadonlySet<string> = new Set(['Forbidden', 'SalesforceError']);
