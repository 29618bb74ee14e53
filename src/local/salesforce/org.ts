import type { Clock } from './clock.ts';
import type { DueWorks } from './due-work.ts';
import type { Faults } from './faults.ts';
import type { Events } from './platform-events/events.ts';
import type { OrgKind } from './seed/options.ts';
import type { Session } from './store/collections.ts';
import type { Database, View } from './store/database.ts';
import type { Row } from './tables.ts';

/** A running org, passed to every part of the server. */
export interface Org {
  readonly database: Database;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly events: Events;
  /** The org's scheduled work. */
  readonly due: DueWorks;
  /** The server's URL, without a trailing slash. */
  readonly url: string;
  /** PEM certificates of authorities that callouts trust in addition to the public ones. */
  readonly trustedCa: readonly string[];
}

/** The sender of an authenticated request. */
export interface Caller {
  readonly session: Session;
  readonly user: Row;
}

export const organization = (view: View): Row => view.all('organization')[0] as Row;

export const orgKind = (view: View): OrgKind => view.get('setting', 'kind')?.value as OrgKind;

/** The org's own namespace, which others see at the start of its components' names. */
export const orgNamespace = (view: View): string | undefined => {
  const value = view.get('setting', 'namespace')?.value;
  return typeof value === 'string' ? value : undefined;
};
