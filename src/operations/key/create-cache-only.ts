import { suggestion } from '../../config/wording.ts';
import type { Remarks } from '../../engine/session.ts';
import { describeOrg, type OrgSummary } from '../../engine/summary.ts';
import { type ErrorCode, KeywayError } from '../../errors/index.ts';
import { requireKeyIdentifier } from '../../keys/identifier.ts';
import { activeOf, keyRisks } from '../../keys/life-cycle.ts';
import type { ProbeResult } from '../../keys/probe/types.ts';
import { type RemoteKey, rootKeyTypes } from '../../keys/tenant-secret.ts';
import { insertCacheOnlyKey } from '../../kinds/cache-only-key/fetch.ts';
import { listNamedCredentials, type Org, readNamedCredentialId } from '../../salesforce/index.ts';
import { type Callout, fetchOneKey } from './fetch-one-key.ts';
import { type MadeKey, newKeyFrom } from './key-facts.ts';
import { requireDue, requireType } from './key-name.ts';
import { approveKeyChange, type KeyChangeOptions, type KeySession, withKeySession } from './key-session.ts';
import { requireKeySetting } from './key-setting.ts';
import { probeBeforeChange } from './probe-first.ts';
import { requireUsableCertificate } from './require-certificate.ts';

export interface CacheOnlyKeyOptions extends KeyChangeOptions, RemoteKey {
  readonly type: string;
  readonly description?: string | undefined;
}

export interface CacheOnlyMade extends MadeKey {
  readonly remote: RemoteKey;
  readonly probe: ProbeResult | null;
  readonly callout: Callout | null;
  readonly remarks: readonly string[];
}

/** Creates a cache-only key: probes it, inserts it, and reports whether the org could fetch it. */
export async function keyCreateCacheOnly(
  options: CacheOnlyKeyOptions,
): Promise<OrgSummary & CacheOnlyMade & Remarks> {
  return withKeySession(options, 'creating keys', async (keys) => {
    const type = requireType(options.type, keys.secrets);
    return { ...describeOrg(keys.session), ...(await createCacheOnly(keys, type, options, options)) };
  });
}

/** Does the same in an open session. */
export async function createCacheOnly(
  keys: KeySession,
  type: string,
  { identifier, namedCredential, certificate }: RemoteKey,
  options: KeyChangeOptions & { readonly description?: string | undefined },
): Promise<CacheOnlyMade> {
  const { org, session, secrets } = keys;
  const remote: RemoteKey = { identifier, namedCredential, certificate };
  requirePossible(keys, type, remote);
  const carried = keyRisks(secrets, { type, source: 'REMOTE' });
  requireDue(keys, type, options);
  await requireKeySetting(session.org, 'enableCacheOnlyKeys', 'A cache-only key');
  const namedCredentialId = await requireNamedCredential(org, namedCredential);
  const { warnings } = await requireUsableCertificate(org, certificate);
  const probed = await probeBeforeChange(keys, { type, ...remote });
  const risks = [...carried, ...probed.risks];
  await approveKeyChange(session, `${type} ${identifier}`, risks, options);
  const { description } = options;
  const fetched = await fetchOneKey(org, { type, identifier }, () =>
    insertCacheOnlyKey(org, { type, description, identifier, namedCredentialId, certificate }, secrets),
  );
  const { callout, remarks } = fetched;
  return {
    ...newKeyFrom(fetched.key, fetched.secrets, secrets),
    remote,
    probe: probed.probe,
    callout,
    remarks: [...warnings, ...probed.remarks, ...remarks],
  };
}

/**
 * @throws KeywayError `CacheOnlyNotForType`, `KeyIdentifierWrong`, `KeyServedAlready`, `NoActiveDataKey` for what
 * Salesforce documents as impossible
 */
function requirePossible({ secrets }: KeySession, type: string, { identifier }: RemoteKey): void {
  const refuse = (code: ErrorCode, sentence: string, action: string) =>
    new KeywayError(code, sentence, { actions: ['Nothing was changed.', action] });
  if (rootKeyTypes.includes(type))
    throw refuse(
      'CacheOnlyNotForType',
      `${type} keys are root keys, and no org fetches root keys.`,
      'Upload a key instead: keyway key upload.',
    );
  requireKeyIdentifier(identifier);
  const served = secrets.find(
    ({ type: other, remote, status }) =>
      other === type && remote?.identifier === identifier && status !== 'ARCHIVED',
  );
  if (served)
    throw refuse(
      'KeyServedAlready',
      `${type}:${served.version} has this identifier already, and is ${served.status}.`,
      served.status === 'DESTROYED'
        ? `To let the org fetch it again, run keyway key activate --type ${type} --version ${served.version}`
        : 'There is nothing to do.',
    );
  if (!activeOf(secrets, 'Data'))
    throw refuse(
      'NoActiveDataKey',
      'Cache-only keys need an active tenant secret of type Data, and the org has none.',
      'To create one: keyway key create --type Data',
    );
}

/**
 * The id by which a tenant secret refers to it.
 * @throws KeywayError `NamedCredentialUnknown`
 */
async function requireNamedCredential(org: Org, name: string): Promise<string> {
  const id = await readNamedCredentialId(org, name);
  if (id !== undefined) return id;
  throw new KeywayError(
    'NamedCredentialUnknown',
    `The org has no named credential "${name}"${suggestion(name, await listNamedCredentials(org))}`,
    {
      actions: ['Nothing was changed. Deploy it first: keyway deploy.'],
    },
  );
}
