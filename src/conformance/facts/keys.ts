import { defaultOaepDigest, unconfirmedStatus } from '../../keys/uncertain.ts';
import { readSecretValue } from '../../salesforce/index.ts';
import { codeIn, describe, refusalIn } from '../ask.ts';
import type { Fact } from '../fact.ts';
import {
  anotherHash,
  change,
  ensureSalesforceKey,
  insert,
  keyCertificate,
  noKeys,
  noOtherKeys,
  secretsOf,
  wrapped,
} from '../keys.ts';

/** Types of which most orgs have no secret. Each can be created once a day. */
const [made, uploaded] = ['EventBus', 'DeterministicData'];
const statuses = Object.values(unconfirmedStatus).toSorted();

export const keyFacts: readonly Fact[] = [
  {
    id: 'status-codes-of-callouts-for-keys',
    sentence: 'The describe of RemoteKeyCalloutEvent lists these StatusCodes, whose names no document shows.',
    source: 'Platform Events Developer Guide, RemoteKeyCalloutEvent, where the names are cut off',
    constants: ['local/salesforce UNCONFIRMED_STATUS', 'keys unconfirmedStatus'],
    expected: statuses.join(', '),
    changes: 'nothing',
    async observe({ org }) {
      const listed = (await describe(org, 'RemoteKeyCalloutEvent')).values('StatusCode');
      return statuses.filter((code) => listed.includes(code)).join(', ') || `none of ${listed.length}`;
    },
  },
  {
    id: 'prefix-of-key-events',
    sentence: 'The key prefix of RemoteKeyCalloutEvent is this one.',
    source: 'assumed',
    constants: ['local/salesforce REMOTE_KEY_CALLOUT_EVENT_KEY_PREFIX'],
    expected: '0h7',
    changes: 'nothing',
    observe: async ({ org }) => (await describe(org, 'RemoteKeyCalloutEvent')).keyPrefix,
  },
  {
    id: 'first-secret-starts-the-wait',
    sentence:
      'After the first tenant secret of a type, the org rejects another one until the wait is over, with this code.',
    source: 'Object Reference, TenantSecret, for the wait',
    constants: [
      'local/salesforce FIRST_SECRET_STARTS_THE_WAIT',
      'local/salesforce TENANT_SECRET_REFUSED_CODE',
    ],
    expected: '1 secret, the next: FIELD_INTEGRITY_EXCEPTION',
    needs: [noKeys(made)],
    changes: 'keys',
    async observe({ org }) {
      const first = await ensureSalesforceKey(org, made);
      if (typeof first !== 'string') return `refused: ${refusalIn(first)}`;
      const { length } = await secretsOf(org, made);
      return `${length} secret, the next: ${codeIn(await insert(org, { Type: made }))}`;
    },
  },
  {
    id: 'size-of-an-exported-secret',
    sentence: 'The export of a tenant secret that Salesforce made has this number of bytes.',
    source: 'assumed',
    constants: ['local/salesforce EXPORTED_SECRET_BYTES'],
    expected: '256',
    needs: [noOtherKeys(made)],
    changes: 'keys',
    async observe({ org }) {
      const id = await ensureSalesforceKey(org, made);
      if (typeof id !== 'string') return `refused: ${refusalIn(id)}`;
      const base64 = (await readSecretValue(org, id)).toString('latin1');
      return String(Buffer.from(base64, 'base64').length);
    },
  },
  {
    id: 'destroying-an-active-secret',
    sentence: 'The org rejects destroying an active tenant secret.',
    source: 'CipherTrust Manager documentation, CCKM for Salesforce',
    constants: ['local/salesforce ACTIVE_SECRET_CAN_BE_DESTROYED', 'keys onlyArchivedCanBeDestroyed'],
    expected: 'FIELD_INTEGRITY_EXCEPTION, ACTIVE',
    needs: [noOtherKeys(made)],
    changes: 'keys',
    async observe({ org }) {
      const id = await ensureSalesforceKey(org, made);
      if (typeof id !== 'string') return `refused: ${refusalIn(id)}`;
      const code = codeIn(await change(org, id, { SecretValue: null, Status: 'Destroyed' }));
      const row = (await secretsOf(org, made)).find(({ Id }) => Id === id);
      return `${code}, ${row?.Status}`;
    },
  },
  {
    id: 'size-of-certificates-for-keys',
    sentence: 'The org rejects an upload for a certificate of 2048 bits.',
    source: 'Salesforce Help, Generate a BYOK-Compatible Certificate',
    constants: ['local/salesforce KEY_CERTIFICATE_SIZE'],
    expected: 'FIELD_INTEGRITY_EXCEPTION',
    needs: [noOtherKeys(uploaded)],
    changes: 'keys',
    async observe(wire) {
      const problem = await keyCertificate(wire, 'KwConfShort', 2048);
      if (problem !== undefined) return `refused: ${problem}`;
      const fields = await wrapped(wire.org, 'KwConfShort', defaultOaepDigest);
      return codeIn(await insert(wire.org, { Type: uploaded, ...fields }));
    },
  },
  {
    id: 'upload-whose-hash-does-not-fit',
    sentence: 'The org rejects an upload with the hash of another secret, with this code.',
    source: 'assumed, for the code',
    constants: ['local/salesforce TENANT_SECRET_REFUSED_CODE'],
    expected: 'FIELD_INTEGRITY_EXCEPTION',
    needs: [noOtherKeys(uploaded)],
    changes: 'keys',
    async observe(wire) {
      const problem = await keyCertificate(wire, 'KwConfKeys');
      if (problem !== undefined) return `refused: ${problem}`;
      const fields = await wrapped(wire.org, 'KwConfKeys', defaultOaepDigest);
      return codeIn(await insert(wire.org, { Type: uploaded, ...fields, SecretValueHash: anotherHash() }));
    },
  },
  {
    id: 'upload-of-a-key',
    sentence: `The org accepts a secret that is wrapped with ${defaultOaepDigest}, and shows this Source and derivation mode.`,
    source: "Salesforce's own script for tenant secrets, for the digest",
    constants: ['keys defaultOaepDigest', 'local/salesforce KEY_CERTIFICATE_SIZE'],
    expected: 'accepted, UPLOADED, PBKDF2',
    needs: [noKeys(uploaded)],
    changes: 'keys',
    async observe(wire) {
      const problem = await keyCertificate(wire, 'KwConfKeys');
      if (problem !== undefined) return `refused: ${problem}`;
      const fields = await wrapped(wire.org, 'KwConfKeys', defaultOaepDigest);
      const answer = await insert(wire.org, { Type: uploaded, ...fields });
      const row = (await secretsOf(wire.org, uploaded)).find(({ Id }) => Id === answer.body.id);
      return `${refusalIn(answer)}, ${row?.Source}, ${row?.KeyDerivationMode}`;
    },
  },
];
