import { type ErrorCode, KeywayError } from '../errors/index.ts';
import { speaksOfLimit } from '../keys/rotation.ts';
import { remedyFor } from '../keys/status-codes.ts';
import type { Org } from './connect.ts';
import { SalesforceFault } from './errors.ts';
import { missingPermissions } from './permissions.ts';

/**
 * What an org says when it refuses key work, as a sentence with what to do. How the org words these refusals is in no
 * document read [?]: they are told apart by the fields that it names and by words that cannot well be missing; anything
 * else comes as the org said it.
 */
export async function keyRefusal(error: unknown, org: Org, what: string): Promise<unknown> {
  if (!(error instanceof KeywayError) || !(error.cause instanceof SalesforceFault)) return error;
  const { errorCode, message, fields } = error.cause;
  const said = `${errorCode}: ${message.replace(/[.\s]+$/, '')}`;
  const refuse = (code: ErrorCode, sentence: string, ...actions: string[]) =>
    new KeywayError(code, `${sentence} (${said})`, {
      actions: ['Nothing was changed.', ...actions],
      cause: error.cause,
      data: { errorCode },
    });
  if (error.code === 'Forbidden') return refusedAccess(error, org, what);
  if (errorCode === 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST')
    return refuse(
      'TenantSecretTypeUnknown',
      `The org does not know this type of tenant secret, while ${what}.`,
      'Types come with API versions: Database with 62.0. `keyway key list` shows those in use.',
    );
  const statusCode = /\b[A-Z]+(?:_[A-Z]+)+\b/.exec(message)?.[0];
  if (statusCode !== undefined && fields.includes('RemoteKeyIdentifier'))
    return refuse('RemoteKeyRefused', `The org could not use the remote key.`, remedyFor(statusCode));
  if (fields.includes('SecretValueHash'))
    return refuse(
      'SecretHashWrong',
      'The hash is not that of the key, so the org refused it.',
      'It is the SHA-256 of the 32 bytes before they are wrapped, in base64.',
    );
  if (speaksOfLimit(message) && !fields.some((field) => VALUES.includes(field)))
    return refuse('RotationTooEarly', 'The org makes no other key of this type for now');
  if (errorCode === 'DUPLICATE_VALUE' || /\b(before|already|duplicate)\b/i.test(message))
    return refuse(
      'SecretUploadedBefore',
      'The org has had this key before, and takes each only once.',
      'Upload another; to bring a destroyed one back: keyway key import.',
    );
  if (fields.includes('SecretValueCertificate') || fields.includes('RemoteKeyCertificate'))
    return refuse(
      'CertificateRefused',
      'The org refused the certificate.',
      '`keyway certificate list` shows which are fit: 4096 bits, made in this org, not over.',
    );
  if (fields.includes('SecretValue'))
    return refuse(
      'SecretValueRefused',
      'The org could not take this value.',
      'Wrap it for the named certificate of this very org; an import takes the value that was exported, and no other.',
    );
  if (!REFUSED_FOR_MEANING.has(errorCode)) return error;
  return refuse('TenantSecretRefused', `The org refused ${what}.`);
}

/** Fields that a refusal for another reason than the time names. */
const VALUES = ['SecretValue', 'SecretValueCertificate', 'RemoteKeyCertificate', 'RemoteKeyIdentifier'];

const REFUSED_FOR_MEANING = new Set([
  'FIELD_INTEGRITY_EXCEPTION',
  'INVALID_CROSS_REFERENCE_KEY',
  'INVALID_FIELD_FOR_INSERT_UPDATE',
]);

/** Who holds the permission and is refused anyway has a session that is not good enough [?]. */
async function refusedAccess(error: KeywayError, org: Org, what: string): Promise<KeywayError> {
  const missing = await missingPermissions(org, ['tenantSecrets']);
  if (missing.length > 0) {
    return new KeywayError(
      'PermissionMissing',
      `${org.username} lacks permissions for ${what}: ${missing.join('; ')}.`,
      {
        actions: ['Nothing was changed. Grant it in a permission set, or log in as a user who has it.'],
        cause: error.cause,
      },
    );
  }
  return new KeywayError(
    'SessionNotHighAssurance',
    `The org refused ${what}, though ${org.username} holds Manage Encryption Keys: its policy probably asks for a session of high assurance, and this one is not. (${(error.cause as Error).message})`,
    {
      actions: [
        'Nothing was changed. Log in again with a second factor (sf org login web), and run it with that login.',
        'For CI: Setup, Identity Verification, lets "Manage Encryption Keys" be done without raising the session; or give the login that CI uses a session of high assurance by its profile (Session Settings).',
      ],
      cause: error.cause,
    },
  );
}
