import type { Clock } from './clock.ts';
import type { DueWorks } from './due-work.ts';
import type { Faults } from './faults.ts';
import type { Events } from './platform-events/events.ts';
import type { OrgKind } from './seed/options.ts';
import type { Session } from './store/collections.ts';
import type { Database, View } from './store/database.ts';
import type { Row } from './tables.ts';

/** One running org: what every part of the server is handed. */
export interface Org {
  readonly database: Database;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly events: Events;
  /** What it does by itself as time goes by. */
  readonly due: DueWorks;
  /** Where it is served, without a slash at the end. */
  readonly url: string;
  /** Authorities that callouts trust beside the public ones, PEM. */
  readonly trustedCa: readonly string[];
}

/** A request that was let in. */
export interface Caller {
  readonly session: Session;
  readonly user: Row;
}

export const organization = (view: View): Row => view.all('organization')[0] as Row;

export const orgKind = (view: View): OrgKind => view.get('setting', 'kind')?.value as OrgKind;

/** The org's own namespace, which its components' names begin with for others. */
export const orgNamespace = (view: View): string | undefined => {
  const value = view.get('setting', 'namespace')?.value;
  return typeof value === 'string' ? value : undefined;
};
