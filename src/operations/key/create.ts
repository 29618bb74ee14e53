import type { Remarks } from '../../engine/session.ts';
import { describeOrg, type OrgSummary } from '../../engine/summary.ts';
import { keyRisks } from '../../keys/life-cycle.ts';
import { insertOnce } from '../../kinds/cache-only-key/insert-once.ts';
import { type MadeKey, readNewKey } from './key-facts.ts';
import { requireDue, requireType } from './key-name.ts';
import { approveKeyChange, type KeyChangeOptions, type KeySession, withKeySession } from './key-session.ts';

export interface KeyCreateOptions extends KeyChangeOptions {
  readonly type: string;
  readonly description?: string | undefined;
}

/**
 * Lets Salesforce generate a tenant secret. Has the risk `key-source-change` if the active one is the customer's
 * own.
 */
export async function keyCreate(options: KeyCreateOptions): Promise<OrgSummary & MadeKey & Remarks> {
  return withKeySession(options, 'creating keys', async (keys) => {
    const type = requireType(options.type, keys.secrets);
    return { ...describeOrg(keys.session), ...(await createBySalesforce(keys, type, options)) };
  });
}

/** Does the same in an open session. */
export async function createBySalesforce(
  keys: KeySession,
  type: string,
  options: KeyChangeOptions & { readonly description?: string | undefined },
): Promise<MadeKey> {
  const risks = keyRisks(keys.secrets, { type, source: 'HSM' });
  requireDue(keys, type, options);
  await approveKeyChange(keys.session, type, risks, options);
  const { description } = options;
  const fields = { Type: type, ...(description === undefined ? {} : { Description: description }) };
  const id = await insertOnce(keys.org, fields, keys.secrets);
  return readNewKey(keys.org, id, keys.secrets);
}
