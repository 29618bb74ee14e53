import { z } from 'zod';
import { firstText, resource, text, unwrapped } from './answers.ts';
import type { CipherTrust } from './connection.ts';
import type { ListOptions } from './list.ts';
import { resourceCalls } from './resource-calls.ts';
import { IDENTIFIER_FIELDS } from './uncertain.ts';

/** The CipherTrust key that a tenant secret was made from. */
export interface SourceKey {
  readonly tier: string;
  readonly id: string;
  readonly name: string;
}

/** A tenant secret according to CipherTrust. */
export interface CckmKey {
  readonly id: string;
  readonly name: string;
  /** Salesforce's id of the org. */
  readonly orgId: string;
  /** `byok`, …; an open list. */
  readonly keyType: string;
  readonly type: string;
  readonly version: number | undefined;
  /** `ACTIVE`, `ARCHIVED`, `DESTROYED`; an open list. */
  readonly status: string;
  readonly source: string;
  /** `02G…` */
  readonly salesforceId: string;
  /** SHA-256 of the secret, base64; undefined if CipherTrust doesn't show it. */
  readonly hash: string | undefined;
  readonly sourceKey: SourceKey | undefined;
  /** The identifier that Salesforce requests; only set for cache-only keys. */
  readonly identifier: string | undefined;
  readonly backup: string | undefined;
  readonly error: string;
  readonly createdAt: string;
}

const PATH = '/v1/cckm/sfdc/keys';

const parameters = z.record(z.string(), z.unknown()).nullish();

/** The Salesforce fields of a key. A value that is neither text nor number counts as absent. */
const salesforceParameters = z
  .looseObject({
    salesforce_id: text,
    status: text,
    source: text,
    type: text,
    version: z.union([z.number().int(), z.string().regex(/^\d{1,15}$/)]).nullish(),
  })
  .nullish();

/** The key object (CipherTrust: CCKM, Upload Key to Salesforce, Example Response). Its wrapped value isn't read. */
const keySchema = resource
  .extend({
    sfdc_organization_id: text,
    organization_id: text,
    key_type: text,
    error_msg: text,
    sfdc_params: salesforceParameters,
    tenant_secret_backup: parameters,
    key_upload_params: parameters,
  })
  .transform((answer): CckmKey => {
    const { sfdc_params: own, key_upload_params: uploaded } = answer;
    const of = (name: string) => firstText(own, [name]) ?? '';
    const version = own?.version ?? undefined;
    const source = of('source');
    const cacheOnly = source.toUpperCase() === 'REMOTE' || /cache/i.test(answer.key_type);
    const sourceKeyId = firstText(uploaded, ['source_key_id']);
    return {
      id: answer.id,
      name: answer.name,
      orgId: answer.sfdc_organization_id || answer.organization_id,
      keyType: answer.key_type,
      type: of('type'),
      version: version === undefined ? undefined : Number(version),
      status: of('status').toUpperCase(),
      source,
      salesforceId: of('salesforce_id'),
      hash: hashOf(own),
      sourceKey:
        sourceKeyId === undefined
          ? undefined
          : {
              tier: firstText(uploaded, ['source_key_tier']) ?? 'local',
              id: sourceKeyId,
              name: firstText(uploaded, ['source_key_name']) ?? '',
            },
      identifier: cacheOnly ? (firstText(own, IDENTIFIER_FIELDS) ?? answer.id) : undefined,
      backup: firstText(answer.tenant_secret_backup, ['backup_key_name']),
      error: answer.error_msg,
      createdAt: answer.createdAt,
    };
  });

/** The documents' example contains `UNKNOWM=` here, which isn't a hash. */
function hashOf(own: Readonly<Record<string, unknown>> | null | undefined): string | undefined {
  const hash = firstText(own, ['secret_value_hash']);
  return hash !== undefined && /^[A-Za-z0-9+/]{43}=$/.test(hash) ? hash : undefined;
}

export const keyAnswer = unwrapped(keySchema) as z.ZodType<CckmKey>;

const keyCalls = resourceCalls({ name: 'key', path: PATH, schema: keyAnswer });

/** `organization`: CipherTrust's id or Salesforce's. */
export interface KeyFilter extends Pick<ListOptions, 'pageSize'> {
  readonly organization?: string | undefined;
  readonly type?: string | undefined;
  readonly status?: string | undefined;
}

export function listKeys(
  cipherTrust: CipherTrust,
  { organization, type, status, pageSize }: KeyFilter = {},
): AsyncGenerator<CckmKey> {
  return keyCalls.list(cipherTrust, {
    filters: { sfdc_org_id: organization, type, status },
    ...(pageSize === undefined ? {} : { pageSize }),
  });
}

export const { get: getKey } = keyCalls;

/**
 * `activate`: a DESTROYED cache-only key. `destroy`: an ARCHIVED key. `import`: a DESTROYED key, from its backup.
 * `delete-backup`: the backup of a DESTROYED key (CipherTrust's CCKM documentation, Salesforce).
 */
export type KeyAction = 'activate' | 'destroy' | 'import' | 'delete-backup';

const actionTexts: Readonly<Record<KeyAction, string>> = {
  activate: 'activating',
  destroy: 'destroying',
  import: 'importing',
  'delete-backup': 'deleting the backup of',
};

/** Changes a key and reads it again, because the answers of the calls differ. */
export async function changeKey(cipherTrust: CipherTrust, id: string, action: KeyAction): Promise<CckmKey> {
  await cipherTrust.send({
    method: 'POST',
    path: `${keyCalls.pathOf(id)}/${action}`,
    what: `${actionTexts[action]} key ${id}`,
    answer: z.unknown(),
  });
  return getKey(cipherTrust, id);
}
