import type { OrgOptions, Remarks } from '../../engine/session.ts';
import { describeOrg, type OrgSummary } from '../../engine/summary.ts';
import { nextRotation } from '../../keys/rotation.ts';
import type { TenantSecret } from '../../keys/tenant-secret.ts';
import type { Config } from '../../kinds/config.ts';
import { type ExternalKeyManagement, readExternalKeyManagement } from '../../salesforce/index.ts';
import { withKeySession } from './key-session.ts';

export interface ListedKey extends TenantSecret {
  /** Whole days. */
  readonly ageDays: number;
  /** For active keys: when the documented limit allows the next key of the type, ISO 8601. */
  readonly nextRotation?: string;
  /** For active keys: whether that time has come. */
  readonly rotationDue?: boolean;
  /** For remote keys: the name under `cacheOnlyKeys:`. */
  readonly inConfig?: string;
  /** What needs attention. */
  readonly note?: string;
}

export interface KeyListResult extends OrgSummary, ExternalKeyManagement {
  readonly keys: readonly ListedKey[];
}

const DAY = 24 * 3_600_000;

/**
 * Lists the tenant secrets of an org: their origin, their age, and when the next one is due. Also lists what else
 * the org may encrypt with.
 */
export async function keyList(options: OrgOptions): Promise<KeyListResult & Remarks> {
  return withKeySession(options, 'listing keys', async ({ session, org, secrets, pace, now }) => {
    const keys = secrets.map((secret): ListedKey => {
      const name = nameIn(session.config, secret);
      const next = secret.status === 'ACTIVE' ? nextRotation(secrets, secret.type, pace) : undefined;
      const note = describeKeyNote(secret, name, org.kind === 'sandbox');
      return {
        ...secret,
        ageDays: Math.max(0, Math.floor((now.getTime() - Date.parse(secret.createdAt)) / DAY)),
        ...(next ? { nextRotation: next.toISOString(), rotationDue: next <= now } : {}),
        ...(name === undefined ? {} : { inConfig: name }),
        ...(note === undefined ? {} : { note }),
      };
    });
    return { ...describeOrg(session), keys, ...(await readExternalKeyManagement(org)) };
  });
}

/**
 * Matches by type and identifier. CipherTrust chooses the identifier of its keys, so those match by their named
 * credential.
 */
function nameIn({ cacheOnlyKeys = {} }: Config, { type, remote }: TenantSecret): string | undefined {
  if (remote === undefined) return undefined;
  return Object.entries(cacheOnlyKeys).find(([, key]) => {
    const identifier = 'identifier' in key ? key.identifier : undefined;
    return (
      key.type === type &&
      (identifier === undefined
        ? key.namedCredential === remote.namedCredential
        : identifier === remote.identifier)
    );
  })?.[0];
}

function describeKeyNote(
  { remote, status }: TenantSecret,
  name: string | undefined,
  sandbox: boolean,
): string | undefined {
  if (remote === undefined) return undefined;
  if (status === 'DESTROYED')
    return 'its callout failed, or somebody destroyed it: run keyway key probe, then keyway key activate';
  if (name !== undefined) return undefined;
  if (sandbox)
    return 'not in the config: inherited from production by a refresh, unless somebody created it here; its key service must still serve it';
  return status === 'ACTIVE' ? 'not in the config' : undefined;
}
