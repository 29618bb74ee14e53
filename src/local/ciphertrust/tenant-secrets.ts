import { born, type Context, certificateOf, commonFields, organizationOf, sourceKeyOf } from './context.ts';
import { badRequest, invalid } from './errors.ts';
import type { Row } from './salesforce.ts';
import type { Organization, SourceKey, TenantSecret } from './state.ts';
import { CACHE_ONLY_FIELDS, HASH_SHOWN, keyTypeOf, sourceShown } from './uncertain.ts';
import { wrapSecret } from './wrap.ts';

/** The parameters of both uploads (CipherTrust: CCKM, Upload Key to Salesforce). */
const TYPES = ['Data', 'EventBus', 'SearchIndex', 'DeterministicData', 'Analytics'];
const TIERS = ['local', 'dsm', 'hsm-luna'];
const DERIVATIONS = ['PBKDF2', 'NONE'];

type Body = Readonly<Record<string, unknown>>;

const COLUMNS = [
  'Id, Type, Status, Version, Source, KeyDerivationMode, SecretValueCertificate',
  'CreatedById, LastModifiedDate, LastModifiedById, SystemModstamp',
].join(', ');

const oneOf = (body: Body, name: string, values: readonly string[], fallback?: string): string => {
  const value = body[name] ?? fallback;
  if (typeof value === 'string' && values.includes(value)) return value;
  throw invalid(`${name} must be one of ${values.join(', ')}`);
};

interface Wanted {
  readonly organization: Organization;
  readonly type: string;
  readonly key: SourceKey;
  readonly certificate: ReturnType<typeof certificateOf>;
}

const wantedOf = (context: Context, body: Body): Wanted => {
  const organization = organizationOf(context, body.organization_id);
  const type = oneOf(body, 'type', TYPES);
  const key = sourceKeyOf(
    context,
    body.source_key_identifier,
    oneOf(body, 'source_key_tier', TIERS, 'local'),
  );
  return { organization, type, key, certificate: certificateOf(context, body.certificate_id, organization) };
};

/**
 * `POST /v1/cckm/sfdc/keys/upload`: wraps the source key for the org's certificate and creates a tenant secret in
 * the org.
 */
export const upload = async (context: Context, body: Body): Promise<TenantSecret> => {
  const { organization, type, key, certificate } = wantedOf(context, body);
  const derivation = oneOf(body, 'key_derivation_mode', DERIVATIONS, 'PBKDF2');
  const org = context.salesforce(organization.connection);
  const material = Buffer.from(key.material, 'base64');
  const wrapped = wrapSecret(type, material, certificate.pem);
  material.fill(0);
  const salesforceId = await org.insert('TenantSecret', {
    Type: type,
    Description: key.name,
    ...wrapped,
    SecretValueCertificate: certificate.developerName,
    ...(derivation === 'NONE' ? { Source: 'Uploaded', KeyDerivationMode: 'NONE' } : {}),
  });
  context.state.put('tenantSecrets', {
    ...born(context),
    organization: organization.id,
    name: key.name,
    keyType: 'byok',
    errorMessage: '',
    ...(await readRow(context, organization, salesforceId)),
    certificate: certificate.id,
    sourceKey: key.id,
    backup: wrapped.SecretValue,
  });
  await refresh(context, organization);
  return bySalesforceId(context, organization, salesforceId);
};

/** `POST /v1/cckm/sfdc/upload-cache-only-key`: tells the org to fetch the key. The org does so before it answers. */
export const uploadCacheOnly = async (context: Context, body: Body): Promise<TenantSecret> => {
  const { organization, type, key, certificate } = wantedOf(context, body);
  const org = context.salesforce(organization.connection);
  const draft: TenantSecret = {
    ...born(context),
    organization: organization.id,
    name: key.name,
    keyType: 'cache_only',
    errorMessage: '',
    ...columnsOf({ Id: '', Type: type, Version: 0, Status: '', Source: 'REMOTE' }),
    certificate: certificate.id,
    sourceKey: key.id,
  };
  context.state.put('tenantSecrets', draft);
  try {
    const salesforceId = await org.insert('TenantSecret', {
      Type: type,
      Description: key.name,
      Source: 'REMOTE',
      RemoteKeyIdentifier: draft.id,
      RemoteKeyServiceId: body.sfdc_named_credential_id,
      RemoteKeyCertificate: certificate.developerName,
    });
    context.state.put('tenantSecrets', { ...draft, salesforceId });
  } catch (error) {
    context.state.delete('tenantSecrets', draft.id);
    throw error;
  }
  await refresh(context, organization);
  return context.state.get('tenantSecrets', draft.id) as TenantSecret;
};

/** `POST /v1/cckm/sfdc/keys`: a secret that Salesforce generates. */
export const create = async (context: Context, body: Body): Promise<TenantSecret> => {
  const organization = organizationOf(context, body.organization_id);
  const type = oneOf({ type: body.type ?? body.Type }, 'type', TYPES);
  const id = await context.salesforce(organization.connection).insert('TenantSecret', { Type: type });
  await refresh(context, organization);
  return bySalesforceId(context, organization, id);
};

/**
 * Only archived keys can be destroyed; only destroyed keys can be imported or lose their backup (CipherTrust's CCKM
 * documentation, Salesforce).
 */
export const change = async (
  context: Context,
  secret: TenantSecret,
  action: 'destroy' | 'import' | 'activate' | 'delete-backup',
): Promise<TenantSecret> => {
  const organization = organizationOf(context, secret.organization);
  const org = context.salesforce(organization.connection);
  const needed = action === 'destroy' ? 'ARCHIVED' : 'DESTROYED';
  if (secret.status !== needed)
    throw badRequest(`the tenant secret is ${secret.status}; to ${action}, it must be ${needed}`);
  if (action === 'activate' && secret.keyType !== 'cache_only')
    throw badRequest('only cache-only keys can be activated');
  if (action === 'import' && secret.backup === undefined) throw badRequest('the tenant secret has no backup');
  if (action === 'delete-backup') {
    const { backup: _gone, ...left } = secret;
    context.state.put('tenantSecrets', left);
    return left;
  }
  if (action === 'destroy' && secret.backup === undefined && secret.keyType === 'native') {
    const backup = await org.blob(`/sobjects/TenantSecret/${secret.salesforceId}/SecretValue`);
    context.state.put('tenantSecrets', { ...secret, backup });
  }
  const row: Row =
    action === 'destroy'
      ? { SecretValue: null, Status: 'DESTROYED' }
      : action === 'import'
        ? { SecretValue: secret.backup, Status: 'ARCHIVED' }
        : { Status: 'ACTIVE' };
  await org.update('TenantSecret', secret.salesforceId, row);
  await refresh(context, organization);
  return context.state.get('tenantSecrets', secret.id) as TenantSecret;
};

/** Synchronizes the tenant secrets with those of the org. */
export const refresh = async (context: Context, organization: Organization): Promise<void> => {
  const rows = await context
    .salesforce(organization.connection)
    .query(`SELECT ${COLUMNS} FROM TenantSecret ORDER BY Version`);
  for (const row of rows) {
    const known = context.state
      .all('tenantSecrets')
      .find((secret) => secret.organization === organization.id && secret.salesforceId === row.Id);
    const updatedAt = new Date(context.clock()).toISOString();
    context.state.put('tenantSecrets', {
      ...(known ?? {
        ...born(context),
        organization: organization.id,
        name: `${row.Type} ${row.Version}`,
        keyType: keyTypeOf(row),
        errorMessage: '',
      }),
      updatedAt,
      ...columnsOf(row),
    });
  }
};

const readRow = async (context: Context, organization: Organization, id: string) => {
  const [row] = await context
    .salesforce(organization.connection)
    .query(`SELECT ${COLUMNS} FROM TenantSecret WHERE Id = '${id}'`);
  return columnsOf(row ?? {});
};

const columnsOf = (row: Row) => ({
  salesforceId: String(row.Id),
  type: String(row.Type),
  version: Number(row.Version),
  status: String(row.Status),
  source: String(row.Source),
  derivation: String(row.KeyDerivationMode ?? ''),
  createdById: String(row.CreatedById ?? ''),
  lastModifiedDate: String(row.LastModifiedDate ?? ''),
  lastModifiedById: String(row.LastModifiedById ?? ''),
  systemModstamp: String(row.SystemModstamp ?? ''),
});

const bySalesforceId = (context: Context, organization: Organization, id: string): TenantSecret =>
  context.state
    .all('tenantSecrets')
    .find((secret) => secret.organization === organization.id && secret.salesforceId === id) as TenantSecret;

/** The key object (CipherTrust: CCKM, Upload Key to Salesforce, Example Response). */
export const shownSecret = (context: Context, secret: TenantSecret) => {
  const organization = context.state.get('organizations', secret.organization);
  const key = context.state.get('sourceKeys', secret.sourceKey ?? '');
  const sfdcOrgId = organization?.sfdcOrgId ?? '';
  return {
    ...commonFields(secret, 'Tenant_Secret'),
    cloud_name: 'sfdc',
    name: secret.name,
    sfdc_organization_id: sfdcOrgId,
    key_type: secret.keyType,
    error_msg: secret.errorMessage,
    sfdc_params: {
      salesforce_id: secret.salesforceId,
      created_by_id: secret.createdById,
      last_modified_date: secret.lastModifiedDate,
      last_modified_by_id: secret.lastModifiedById,
      system_modstamp: secret.systemModstamp,
      secret_value_hash: HASH_SHOWN,
      secret_value: secret.keyType === 'byok' ? (secret.backup ?? '') : '',
      version: secret.version,
      status: secret.status,
      source: sourceShown(secret),
      type: secret.type,
      ...(secret.keyType === 'cache_only' ? { [CACHE_ONLY_FIELDS.identifier]: secret.id } : {}),
    },
    ...(secret.backup === undefined
      ? {}
      : {
          tenant_secret_backup: {
            backup_key_name: `${sfdcOrgId}:${secret.type}:${secret.version}:${secret.salesforceId}`,
            backup_key_tier: 'local',
          },
        }),
    ...(key === undefined
      ? {}
      : {
          key_upload_params: {
            source_key_tier: key.tier,
            source_key_id: key.id,
            source_key_name: key.name,
          },
        }),
  };
};
