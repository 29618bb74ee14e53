import { cancelSynchronization, startSynchronization, synchronize } from '../../ciphertrust/jobs.ts';
import { listKeys } from '../../ciphertrust/keys.ts';
import { collect } from '../../ciphertrust/list.ts';
import { DEVELOPER_NAME_FIELDS, IDENTIFIER_FIELDS, JOB_ENDS } from '../../ciphertrust/uncertain.ts';
import { query, readCertificates } from '../../salesforce/index.ts';
import {
  askCipherTrust,
  type Fields,
  organizationOf,
  parametersOf,
  refusalOfCipherTrust,
  upload,
  uploadCacheOnly,
} from '../ciphertrust.ts';
import { certificateWith } from '../components.ts';
import type { Fact } from '../fact.ts';
import { insert, wrapped } from '../keys.ts';
import { advanceClock, hour, keyCertificateName } from '../local-controls.ts';
import { localKey, localKeyPath } from '../remote-keys.ts';

/** The name of the field with this value. */
const nameOf = (fields: Fields, value: unknown): string =>
  Object.entries(fields).find(([, held]) => held === value)?.[0] ?? 'none';

export const cipherTrustFacts: readonly Fact[] = [
  {
    id: 'fields-of-a-certificate-of-ciphertrust',
    sentence:
      "CipherTrust returns the ID, developer name, label and end of an org's certificate in these fields.",
    source: 'assumed, but for the id: CipherTrust Manager documentation, CCKM for Salesforce, Certificates',
    constants: ['ciphertrust DEVELOPER_NAME_FIELDS', 'local/ciphertrust CERTIFICATE_FIELDS'],
    asks: 'localCipherTrust',
    expected: `salesforce_id, ${DEVELOPER_NAME_FIELDS[0]}, master_label, expiration_date`,
    async observe(wire) {
      const { cipherTrust, deploy, org } = wire;
      const problem = await deploy(certificateWith('KwConfCckm', '', { masterLabel: 'KwConf label' }));
      if (problem !== undefined) return `refused: ${problem}`;
      const organization = await organizationOf(wire);
      await synchronize(cipherTrust, 'certificates', [organization.id]);
      const found = (await readCertificates(org)).find(({ name }) => name === 'KwConfCckm');
      const { resources } = await askCipherTrust(cipherTrust, 'GET', '/v1/cckm/sfdc/certificates?limit=1000');
      const all = (resources as readonly Fields[]).map(({ sfdc_params: fields }) => Object(fields) as Fields);
      const fields = all.find((one) => Object.values(one).includes('KwConfCckm')) ?? {};
      const end = Object.entries(fields).find(
        ([, value]) => Date.parse(String(value)) === Date.parse(found?.expiresAt ?? ''),
      );
      return [
        nameOf(fields, found?.id),
        nameOf(fields, 'KwConfCckm'),
        nameOf(fields, 'KwConf label'),
        end?.[0] ?? 'none',
      ].join(', ');
    },
  },
  {
    id: 'ends-of-synchronizations',
    sentence: `A synchronization ends with one of these statuses: ${JOB_ENDS.join(', ')}.`,
    source: 'CipherTrust Manager documentation, CCKM for Salesforce, synchronization jobs, for the first two',
    constants: ['ciphertrust JOB_ENDS'],
    asks: 'localCipherTrust',
    changes: 'nothing',
    expected: 'completed, cancelled: both are ends',
    async observe(wire) {
      const { cipherTrust } = wire;
      const { id } = await organizationOf(wire);
      const started = await startSynchronization(cipherTrust, 'keys', [id]);
      const canceled = await cancelSynchronization(cipherTrust, 'keys', started.id);
      const completed = await synchronize(cipherTrust, 'keys', [id]);
      const ends = [completed.status, canceled.status];
      const others = ends.filter((status) => !JOB_ENDS.includes(status));
      return `${ends.join(', ')}: ${others.length === 0 ? 'both are ends' : `not ends: ${others.join(', ')}`}`;
    },
  },
  {
    id: 'ids-that-uploads-name-the-organization-by',
    sentence:
      "An upload identifies the organization by Salesforce's ID. An upload of a cache-only key identifies it by CipherTrust's ID.",
    source: 'CipherTrust Manager documentation, CCKM for Salesforce, the examples of both uploads',
    constants: ['ciphertrust ORGANIZATION_ID_OF'],
    asks: 'localCipherTrust',
    changes: 'keys',
    expected: 'ACTIVE, ACTIVE',
    async observe(wire) {
      const uploaded = await upload(wire, 'EventBus', 'PBKDF2');
      return `${uploaded.status}, ${(await uploadCacheOnly(wire, 'KwConfById')).status}`;
    },
  },
  {
    id: 'field-of-the-identifier-of-cache-only-keys',
    sentence: 'CipherTrust returns the identifier of a cache-only key in this field.',
    source: 'assumed',
    constants: ['ciphertrust IDENTIFIER_FIELDS', 'local/ciphertrust CACHE_ONLY_FIELDS'],
    asks: 'localCipherTrust',
    changes: 'keys',
    expected: IDENTIFIER_FIELDS[0],
    async observe(wire) {
      const key = await uploadCacheOnly(wire, 'KwConfIdentified');
      const [row] = await query<{ RemoteKeyIdentifier: string }>(
        wire.org,
        `SELECT RemoteKeyIdentifier FROM TenantSecret WHERE Id = '${key.salesforceId}'`,
      );
      return nameOf(await parametersOf(wire, key), row?.RemoteKeyIdentifier);
    },
  },
  {
    id: 'source-and-hash-that-ciphertrust-shows',
    sentence:
      'CipherTrust shows these sources for uploads with and without derivation, and this text in place of the hash.',
    source:
      'CipherTrust Manager documentation, Upload Key to Salesforce, Example Response; without derivation: assumed',
    constants: ['local/ciphertrust sourceShown', 'local/ciphertrust HASH_SHOWN'],
    asks: 'localCipherTrust',
    changes: 'keys',
    expected: 'PBKDF2 HSM, NONE Uploaded, UNKNOWM=',
    async observe(wire) {
      const derived = await parametersOf(wire, await upload(wire, 'EventBus', 'PBKDF2'));
      const plain = await parametersOf(wire, await upload(wire, 'EventBus', 'NONE'));
      return `PBKDF2 ${derived.source}, NONE ${plain.source}, ${derived.secret_value_hash}`;
    },
  },
  {
    id: 'types-of-keys-that-a-synchronization-finds',
    sentence:
      "A synchronization gives these types to keys that CipherTrust didn't create: made by Salesforce, uploaded, cache-only.",
    source: 'CipherTrust Manager documentation, Upload Key to Salesforce, Example Response, for byok',
    constants: ['local/ciphertrust keyTypeOf'],
    asks: 'localCipherTrust',
    changes: 'keys',
    expected: 'native, byok, cache_only',
    async observe(wire) {
      const { cipherTrust, org } = wire;
      const problem = await localKeyPath(wire);
      if (problem !== undefined) return `refused: ${problem}`;
      await advanceClock(org, 25 * hour);
      const made = [
        await insert(org, { Type: 'DeterministicData' }),
        await advanceClock(org, 25 * hour).then(async () =>
          insert(org, { Type: 'DeterministicData', ...(await wrapped(org, keyCertificateName, 'sha1')) }),
        ),
        await localKey(org, 'kwconf-synchronized'),
      ];
      const { id } = await organizationOf(wire);
      await synchronize(cipherTrust, 'keys', [id]);
      const keys = await collect(listKeys(cipherTrust));
      return made
        .map(({ body }) => keys.find(({ salesforceId }) => salesforceId === body.id)?.keyType ?? 'not found')
        .join(', ');
    },
  },
  {
    id: 'refusals-of-ciphertrust',
    sentence:
      'CipherTrust answers with these statuses and codes: not found, invalid value, invalid request, wrong login, exists already.',
    source: 'public clients of CipherTrust Manager, for the first four',
    constants: ['local/ciphertrust PROBLEMS'],
    asks: 'localCipherTrust',
    changes: 'nothing',
    expected:
      '404 NCERRResourceNotFound, 400 NCERRInvalidParamValue, 400 NCERRBadRequest, 401 NCERRUnauthorizedAccess, 409 NCERRConflict',
    async observe(wire) {
      const { cipherTrust, org } = wire;
      const { connection } = await organizationOf(wire);
      const post = (path: string, json: Fields) => askCipherTrust(cipherTrust, 'POST', path, json);
      const asked = [
        () => askCipherTrust(cipherTrust, 'GET', '/v1/cckm/sfdc/keys/kwconf-none'),
        () => post('/v1/vault/keys2', { size: 256 }),
        () => post('/v1/cckm/sfdc/keys/synchronization-jobs', {}),
        () => post('/v1/auth/tokens/', { name: 'kwconf', password: 'kwconf' }),
        () => post('/v1/cckm/sfdc/add-organizations', { connection, sfdc_org_id: org.id }),
      ];
      const seen: string[] = [];
      for (const request of asked) seen.push(await refusalOfCipherTrust(request()));
      return seen.join(', ');
    },
  },
];
