import { KeywayError } from '../errors.ts';
import type { Org } from './connect.ts';
import { queryIn } from './query.ts';
import { soql } from './soql.ts';
import { errorCodeOf } from './wire-errors.ts';

/** A tenant secret that an org fetches through a named credential. */
export interface RemoteSecret {
  readonly namedCredential: string;
  readonly type: string;
  readonly version: number;
}

/**
 * The tenant secrets, other than destroyed ones, that name any of these named credentials; undefined where the org
 * does not know tenant secrets, or the user may not see them.
 */
export async function readRemoteSecrets(
  org: Org,
  namedCredentials: readonly string[],
): Promise<readonly RemoteSecret[] | undefined> {
  try {
    const named = await queryIn<{ Id: string; DeveloperName: string }>(
      org,
      namedCredentials,
      (names) => soql`SELECT Id, DeveloperName FROM NamedCredential WHERE DeveloperName IN ${names}`,
    );
    const nameById = new Map(named.map(({ Id, DeveloperName }) => [Id, DeveloperName]));
    const rows = await queryIn<{ Version: number; Type: string; RemoteKeyServiceId: string }>(
      org,
      [...nameById.keys()],
      (ids) =>
        soql`SELECT Id, Version, Type, RemoteKeyServiceId FROM TenantSecret WHERE RemoteKeyServiceId IN ${ids} AND Status != ${'DESTROYED'}`,
    );
    return rows.map(({ Version, Type, RemoteKeyServiceId }) => ({
      namedCredential: nameById.get(RemoteKeyServiceId) ?? RemoteKeyServiceId,
      type: Type,
      version: Version,
    }));
  } catch (error) {
    if (isHidden(error)) return undefined;
    throw error;
  }
}

/** An org hides what a user may not see by saying that it does not know it. */
function isHidden(error: unknown): boolean {
  return (
    ['INVALID_TYPE', 'INVALID_FIELD'].includes(errorCodeOf(error) ?? '') ||
    (error instanceof KeywayError && error.code === 'Forbidden')
  );
}
