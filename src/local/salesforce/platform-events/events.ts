import { randomUUID } from 'node:crypto';
import { statusCodeIn } from '../assumptions.ts';
import type { Clock } from '../clock.ts';
import { restDatetime } from '../clock.ts';
import type { StoredEvent } from '../store/collections.ts';
import type { Database, View } from '../store/database.ts';
import { EVENTS_RETAINED_HOURS } from '../uncertain.ts';

export const EVENT_NAME = 'RemoteKeyCalloutEvent';

/** The events of an org. They are published even if their transaction fails, and retained for a while. */
export interface Events {
  /**
   * Object Reference, RemoteKeyCalloutEvent: "published every time a callout is made to an external key service";
   * `at` in milliseconds.
   */
  publish(payload: StoredEvent['payload'], createdById: string, at: number): void;
  /** Retained events after a replay id, oldest first. */
  after(replayId: number): readonly StoredEvent[];
  /** The replay id of the newest event ever; 0 if there was none. */
  last(): number;
  /** Calls back for new events; returns the function that stops it. */
  listen(callback: () => void): () => void;
}

export const createEvents = (database: Database, clock: Clock): Events => {
  const listeners = new Set<() => void>();
  const oldest = (): number => clock.now() - EVENTS_RETAINED_HOURS * 3_600_000;
  const store = async (payload: StoredEvent['payload'], createdById: string, at: number): Promise<void> => {
    await database.transaction((tx) => {
      const replayId = (tx.get('counter', EVENT_NAME) ?? 0) + 1;
      tx.put('counter', EVENT_NAME, replayId);
      for (const event of tx.all('platformEvent'))
        if (timeOf(event) < oldest()) tx.remove('platformEvent', String(event.replayId));
      const createdDate = restDatetime(at);
      const event = { replayId, eventUuid: randomUUID(), createdDate, createdById, payload };
      tx.put('platformEvent', String(replayId), event);
    });
    for (const listener of listeners) listener();
  };
  return {
    publish: (payload, createdById, at) => {
      // Waits for the current transaction. A closed org publishes nothing.
      void store(payload, createdById, at).catch(() => undefined);
    },
    after: (replayId) =>
      database.view
        .all('platformEvent')
        .filter((event) => event.replayId > replayId && timeOf(event) >= oldest())
        .map((event) => withOwnCode(database.view, event)),
    last: () => database.view.get('counter', EVENT_NAME) ?? 0,
    listen: (callback) => {
      listeners.add(callback);
      return () => listeners.delete(callback);
    },
  };
};

const withOwnCode = (view: View, event: StoredEvent): StoredEvent => ({
  ...event,
  payload: { ...event.payload, StatusCode: statusCodeIn(view, String(event.payload.StatusCode)) },
});

const timeOf = ({ createdDate }: StoredEvent): number => Date.parse(createdDate.replace('+0000', 'Z'));
