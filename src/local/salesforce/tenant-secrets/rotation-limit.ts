import { orgKind } from '../org.ts';
import type { View } from '../store/database.ts';
import { FIRST_SECRET_STARTS_THE_WAIT } from '../uncertain.ts';
import { refused } from './refuse.ts';

const HOUR = 60 * 60 * 1000;

/**
 * "You can rotate tenant secrets of the Data type once every four hours in a sandbox org or every 24 hours in
 * production orgs. You can rotate tenant secrets of the SearchIndex type once every seven days." (Object Reference,
 * TenantSecret.) Developer Edition counts as production, and all other types like Data.
 *
 * @param now milliseconds
 */
export const requireRotationDue = (view: View, type: string, now: number): void => {
  const before = view
    .all('tenantSecret')
    .filter((row) => row.Type === type)
    .map(({ CreatedDate }) => Date.parse(String(CreatedDate).replace('+0000', 'Z')));
  if (before.length < (FIRST_SECRET_STARTS_THE_WAIT ? 1 : 2)) return;
  const kind = orgKind(view);
  const hours = type === 'SearchIndex' ? 7 * 24 : kind === 'sandbox' || kind === 'scratch' ? 4 : 24;
  const due = Math.max(...before) + hours * HOUR;
  if (now < due)
    throw refused(
      `the next tenant secret of type ${type} can be made from ${new Date(due).toISOString()} on, ${hours} hours after the last`,
      ['Type'],
    );
};
