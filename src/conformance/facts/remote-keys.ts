import { answerCode } from '../../keys/uncertain.ts';
import { listenForKeyEvents } from '../../salesforce/index.ts';
import { codeIn, refusalIn } from '../ask.ts';
import type { Fact, Wire } from '../fact.ts';
import { change, noOtherKeys } from '../keys.ts';
import { breakKeys } from '../local-controls.ts';
import { permissionsFor } from '../needs.ts';
import { fetchKey, keyPath, localKey, localKeyPath, rowsOf } from '../remote-keys.ts';

const statuses = [302, 401, 404, 503];

/** Examines a key that the local org has just fetched. */
export async function withKey(
  wire: Wire,
  identifier: string,
  look: (id: string) => Promise<string>,
): Promise<string> {
  const problem = await localKeyPath(wire);
  if (problem !== undefined) return `refused: ${problem}`;
  const answer = await localKey(wire.org, identifier);
  return answer.status < 400 ? look(String(answer.body.id)) : `refused: ${refusalIn(answer)}`;
}

export const remoteKeyFacts: readonly Fact[] = [
  {
    id: 'automated-process-user-calls-without-user-external-credentials',
    sentence:
      "The Automated Process user can call a key service without access to UserExternalCredential. (The callout goes to the org itself, to an address that doesn't exist.)",
    source: 'Shield Platform Encryption, Cache-Only Keys with Named Credentials, whose steps give none',
    constants: ['local/salesforce AUTOPROC_NEEDS_USER_EXTERNAL_CREDENTIAL'],
    needs: [
      permissionsFor('permissionSets', 'assignmentsByRest', 'encryptionKeySettings'),
      noOtherKeys('Analytics'),
    ],
    changes: 'keys',
    expected: 'DESTROY_HTTP_CODE',
    async observe(wire) {
      const { org } = wire;
      const url = `${org.instanceUrl}/services/kwconf`;
      const problem = await keyPath(wire, 'KwConfSelf', url, { username: 'kwconf', password: 'kwconf' });
      if (problem !== undefined) return `refused: ${problem}`;
      const events = await listenForKeyEvents(org);
      try {
        const answer = await fetchKey(org, 'Analytics', 'KwConfSelf', 'kwconf-none');
        const event = await events.next(({ statusCode }) => statusCode !== 'SUCCESS', 20_000);
        return event?.statusCode ?? `no event: ${refusalIn(answer)}`;
      } finally {
        await events.close();
      }
    },
  },
  {
    id: 'derivation-of-cache-only-keys',
    sentence: 'A cache-only key shows this source and derivation mode.',
    source: 'assumed',
    constants: ['local/salesforce REMOTE_KEY_DERIVATION'],
    asks: 'localOrg',
    changes: 'keys',
    expected: 'REMOTE, NONE',
    observe: (wire) =>
      withKey(wire, 'kwconf-derivation', async (id) => {
        const [row] = await rowsOf(wire.org, [id]);
        return `${row?.Source}, ${row?.KeyDerivationMode}`;
      }),
  },
  {
    id: 'activating-an-archived-cache-only-key',
    sentence: 'The org rejects activating an archived cache-only key.',
    source: 'assumed',
    constants: ['local/salesforce ARCHIVED_REMOTE_KEY_CAN_BE_ACTIVATED'],
    asks: 'localOrg',
    changes: 'keys',
    expected: 'FIELD_INTEGRITY_EXCEPTION, ARCHIVED',
    observe: (wire) =>
      withKey(wire, 'kwconf-archived', async (id) => {
        const next = await localKey(wire.org, 'kwconf-next');
        if (next.status >= 400) return `refused: ${refusalIn(next)}`;
        const code = codeIn(await change(wire.org, id, { Status: 'Active' }));
        return `${code}, ${(await rowsOf(wire.org, [id]))[0]?.Status}`;
      }),
  },
  {
    id: 'status-codes-by-http-status',
    sentence: 'If a key service answers with a status other than 200, the org logs these StatusCodes.',
    source: 'Salesforce Help, Troubleshoot Cache-Only Keys, for the codes and their words',
    constants: ['keys answerCode'],
    asks: 'localOrg',
    changes: 'keys',
    expected: statuses.map((status) => `${status} ${answerCode(status)}`).join(', '),
    async observe(wire) {
      const problem = await localKeyPath(wire);
      if (problem !== undefined) return `refused: ${problem}`;
      const seen: string[] = [];
      for (const status of statuses) {
        const identifier = `kwconf-${status}`;
        await breakKeys(wire.org, { [identifier]: { fault: 'status', status } });
        const refusal = refusalIn(await localKey(wire.org, identifier));
        seen.push(`${status} ${/^FIELD_INTEGRITY_EXCEPTION: (\w+):/.exec(refusal)?.[1] ?? refusal}`);
      }
      await breakKeys(wire.org);
      return seen.join(', ');
    },
  },
  {
    id: 'time-an-org-waits-for-a-key',
    sentence: 'An org waits between three and ten seconds for a key service.',
    source: 'Apex Developer Guide, Callout Limits and Limitations; CipherTrust Manager documentation, CCKM',
    constants: ['local/salesforce REMOTE_KEY_TIMEOUT', 'keys remoteKeyTimeout'],
    asks: 'localOrg',
    changes: 'keys',
    expected: 'RESPONSE_TIMEOUT after 3 to 10 seconds',
    async observe(wire) {
      const problem = await localKeyPath(wire);
      if (problem !== undefined) return `refused: ${problem}`;
      await breakKeys(wire.org, { 'kwconf-hang': { fault: 'hang' } });
      const startedAt = performance.now();
      const refusal = refusalIn(await localKey(wire.org, 'kwconf-hang'));
      const seconds = (performance.now() - startedAt) / 1000;
      await breakKeys(wire.org);
      const code = /^FIELD_INTEGRITY_EXCEPTION: (\w+):/.exec(refusal)?.[1] ?? refusal;
      return `${code} after ${seconds > 3 && seconds <= 10 ? '3 to 10' : seconds.toFixed(1)} seconds`;
    },
  },
];
