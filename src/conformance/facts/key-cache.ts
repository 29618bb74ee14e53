import { refusalIn } from '../ask.ts';
import type { Fact } from '../fact.ts';
import { change, insert, secretsOf } from '../keys.ts';
import { advanceClock, breakKeys, flushKeys, hour, minute } from '../local-controls.ts';
import { keptEvents, localKey, rowsOf } from '../remote-keys.ts';
import { withKey } from './remote-keys.ts';

const unavailable = { fault: 'status', status: 503 };
const day = 24 * hour;

export const keyCacheFacts: readonly Fact[] = [
  {
    id: 'cache-of-cache-only-keys',
    sentence: 'An org caches a fetched key for 72 hours and then fetches it again, active or archived.',
    source: 'Salesforce Help, Cache-Only Key Service, for "up to 72 hours"',
    constants: [
      'local/salesforce REMOTE_KEY_CACHE_HOURS',
      'local/salesforce ARCHIVED_REMOTE_KEYS_ARE_FETCHED',
    ],
    asks: 'localOrg',
    changes: 'keys',
    expected: 'ARCHIVED ACTIVE, after 72 hours DESTROYED DESTROYED',
    observe: (wire) =>
      withKey(wire, 'kwconf-cache-1', async (first) => {
        const { org } = wire;
        const second = await localKey(org, 'kwconf-cache-2');
        const ids = [first, String(second.body.id)];
        await flushKeys(org);
        await breakKeys(org, { 'kwconf-cache-1': unavailable, 'kwconf-cache-2': unavailable });
        const statuses = async () => (await rowsOf(org, ids)).map((row) => row?.Status).join(' ');
        await advanceClock(org, 72 * hour - minute);
        const before = await statuses();
        await advanceClock(org, 2 * minute);
        const after = await statuses();
        await breakKeys(org);
        return `${before}, after 72 hours ${after}`;
      }),
  },
  {
    id: 'retries-of-cache-only-keys',
    sentence:
      "An org retries a key that it can't fetch every minute five times, then every five minutes until 24 hours after the first failure.",
    source: 'Salesforce Help, Cache-Only Key Service',
    constants: ['local/salesforce REMOTE_KEY_RETRIES'],
    asks: 'localOrg',
    changes: 'keys',
    expected: 'minutes 0 1 2 3 4 5 10 15 20, the last 1440',
    observe: (wire) =>
      withKey(wire, 'kwconf-retries', async (id) => {
        await breakKeys(wire.org, { 'kwconf-retries': unavailable });
        await flushKeys(wire.org);
        await advanceClock(wire.org, day + hour);
        await breakKeys(wire.org);
        const failed = (await keptEvents(wire.org)).filter(
          ({ statusCode, tenantSecretId }) => statusCode !== 'SUCCESS' && tenantSecretId === id,
        );
        const times = failed.map(({ createdDate }) => Date.parse(createdDate));
        const minutes = times.map((time) => Math.round((time - (times[0] ?? 0)) / minute));
        return `minutes ${minutes.slice(0, 9).join(' ')}, the last ${minutes.at(-1)}`;
      }),
  },
  {
    id: 'key-that-comes-back-beside-another',
    sentence: 'A key that can be fetched again becomes ARCHIVED if another one is active.',
    source: 'assumed',
    constants: ['local/salesforce RECOVERED_BESIDE_AN_ACTIVE_KEY'],
    asks: 'localOrg',
    changes: 'keys',
    expected: 'DESTROYED, then ARCHIVED',
    observe: (wire) =>
      withKey(wire, 'kwconf-recovered', async (id) => {
        const { org } = wire;
        const status = async () => (await rowsOf(org, [id]))[0]?.Status;
        await advanceClock(org, 25 * hour);
        await breakKeys(org, { 'kwconf-recovered': unavailable });
        await flushKeys(org);
        const before = await status();
        const other = await insert(org, { Type: 'Data' });
        await breakKeys(org);
        if (other.status >= 400) return `refused: ${refusalIn(other)}`;
        await advanceClock(org, minute);
        return `${before}, then ${await status()}`;
      }),
  },
  {
    id: 'events-are-kept-for',
    sentence: 'RemoteKeyCalloutEvents can be replayed for 72 hours.',
    source: 'Platform Events Developer Guide, for high-volume events',
    constants: ['local/salesforce EVENTS_RETAINED_HOURS'],
    asks: 'localOrg',
    changes: 'keys',
    expected: 'after 71 hours kept, after 73 hours gone',
    observe: (wire) =>
      withKey(wire, 'kwconf-events', async () => {
        const newest = Math.max(...(await keptEvents(wire.org)).map(({ replayId }) => replayId));
        const kept = async () =>
          (await keptEvents(wire.org)).some(({ replayId }) => replayId === newest) ? 'kept' : 'gone';
        await advanceClock(wire.org, 71 * hour);
        const before = await kept();
        await advanceClock(wire.org, 2 * hour);
        return `after 71 hours ${before}, after 73 hours ${await kept()}`;
      }),
  },
  {
    id: 'certificate-that-is-over',
    sentence: 'An expired certificate still opens existing keys, but no new ones.',
    source: 'assumed',
    constants: ['local/salesforce OVER_CERTIFICATE_OPENS_KEPT_KEYS'],
    asks: 'localOrg',
    changes: 'keys',
    expected: 'ACTIVE, a new key refused',
    observe: (wire) =>
      withKey(wire, 'kwconf-over', async (id) => {
        // Each remaining key is fetched every 72 hours of these two years.
        for (const { Id, Status } of await secretsOf(wire.org, 'Data'))
          if (Status === 'ARCHIVED') await change(wire.org, Id, { SecretValue: null, Status: 'Destroyed' });
        await advanceClock(wire.org, 2 * 366 * day);
        await flushKeys(wire.org);
        const [row] = await rowsOf(wire.org, [id]);
        const next = await localKey(wire.org, 'kwconf-over-2');
        return `${row?.Status}, a new key ${next.status < 400 ? 'accepted' : 'refused'}`;
      }),
  },
];
