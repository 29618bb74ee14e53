import type { OrgOptions, Remarks } from '../../engine/session.ts';
import { describeOrg, type OrgSummary } from '../../engine/summary.ts';
import { nextRotation } from '../../keys/rotation.ts';
import type { TenantSecret } from '../../keys/tenant-secret.ts';
import type { Config } from '../../kinds/config.ts';
import { inKeySession } from './key-session.ts';

export interface ListedKey extends TenantSecret {
  /** Whole days. */
  readonly ageDays: number;
  /** ISO 8601: when the next of its type can be made; with those that are active. */
  readonly nextRotation?: string;
  /** Whether it can be rotated now; with those that are active. */
  readonly rotationDue?: boolean;
  /** Remote keys: its name under `cacheOnlyKeys:`. */
  readonly inConfig?: string;
  /** What is to be seen to. */
  readonly note?: string;
}

export interface KeyListResult extends OrgSummary {
  readonly keys: readonly ListedKey[];
}

const DAY = 24 * 3_600_000;

/** The tenant secrets of an org: where each came from, how old it is, and when the next may be made. */
export async function keyList(options: OrgOptions): Promise<KeyListResult & Remarks> {
  return inKeySession(options, 'listing keys', async ({ session, org, secrets, pace, now }) => {
    const keys = secrets.map((secret): ListedKey => {
      const name = nameIn(session.config, secret);
      const next = secret.status === 'ACTIVE' ? nextRotation(secrets, secret.type, pace) : undefined;
      const note = noteOn(secret, name, org.kind === 'sandbox');
      return {
        ...secret,
        ageDays: Math.max(0, Math.floor((now.getTime() - Date.parse(secret.createdAt)) / DAY)),
        ...(next ? { nextRotation: next.toISOString(), rotationDue: next <= now } : {}),
        ...(name === undefined ? {} : { inConfig: name }),
        ...(note === undefined ? {} : { note }),
      };
    });
    return { ...describeOrg(session), keys };
  });
}

/** By type and identifier; one of CipherTrust, which gives it an identifier, by what it is fetched through. */
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

function noteOn(
  { remote, status }: TenantSecret,
  name: string | undefined,
  sandbox: boolean,
): string | undefined {
  if (remote === undefined) return undefined;
  if (status === 'DESTROYED')
    return 'its callout failed, or it was destroyed: keyway key probe, then keyway key activate';
  if (name !== undefined) return undefined;
  if (sandbox)
    return 'not in the config: inherited from production by a refresh, if nobody made it here; its key service must serve it still';
  return status === 'ACTIVE' ? 'not in the config' : undefined;
}
