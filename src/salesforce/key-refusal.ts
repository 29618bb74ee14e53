import { type ErrorCode, KeywayError } from '../errors/index.ts';
import { mentionsRotationLimit } from '../keys/rotation.ts';
import { remedyFor } from '../keys/status-codes.ts';
import type { Org } from './connect.ts';
import { SalesforceFault } from './errors.ts';
import { missingPermissions } from './permissions.ts';

/**
 * Converts an org's refusal of key work to a sentence that says what to do. No document that we have read contains
 * the org's wording [?]. So refusals are recognised by the fields that they name and by words that they can hardly
 * do without. Any other is passed on unchanged.
 */
export async function keyRefusal(error: unknown, org: Org, what: string): Promise<unknown> {
  if (!(error instanceof KeywayError) || !(error.cause instanceof SalesforceFault)) return error;
  const { errorCode, message, fields } = error.cause;
  const orgText = `${errorCode}: ${message.replace(/[.\s]+$/, '')}`;
  const refuse = (code: ErrorCode, sentence: string, ...actions: string[]) =>
    new KeywayError(code, `${sentence} (${orgText})`, {
      actions: ['Nothing was changed.', ...actions],
      cause: error.cause,
      data: { errorCode },
    });
  if (error.code === 'Forbidden') return refusedAccess(error, org, what);
  if (errorCode === 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST')
    return refuse(
      'TenantSecretTypeUnknown',
      `The org doesn't know this type of tenant secret, while ${what}.`,
      'Some types need a later API version: Database needs 62.0. To see the types in use: keyway key list',
    );
  const statusCode = /\b[A-Z]+(?:_[A-Z]+)+\b/.exec(message)?.[0];
  if (statusCode !== undefined && fields.includes('RemoteKeyIdentifier'))
    return refuse('RemoteKeyRefused', `The org couldn't use the remote key.`, remedyFor(statusCode));
  if (fields.includes('SecretValueHash'))
    return refuse(
      'SecretHashWrong',
      "The hash doesn't match the key, so the org rejected it.",
      'Use the SHA-256 of the 32 bytes before they are wrapped, in base64.',
    );
  if (mentionsRotationLimit(message) && !fields.some((field) => VALUES.includes(field)))
    return refuse('RotationTooEarly', "The org doesn't accept another key of this type yet");
  if (errorCode === 'DUPLICATE_VALUE' || /\b(before|already|duplicate)\b/i.test(message))
    return refuse(
      'SecretUploadedBefore',
      'The org had this key before, and accepts each key only once.',
      'Upload another key. To restore a destroyed one: keyway key import.',
    );
  if (fields.includes('SecretValueCertificate') || fields.includes('RemoteKeyCertificate'))
    return refuse(
      'CertificateRefused',
      'The org rejected the certificate.',
      "Use a certificate with 4096 bits that this org created and that hasn't expired: keyway certificate list",
    );
  if (fields.includes('SecretValue'))
    return refuse(
      'SecretValueRefused',
      "The org couldn't use this value.",
      'Wrap the key for the certificate in this org. An import needs exactly the value that was exported.',
    );
  if (!REFUSED_FOR_MEANING.has(errorCode)) return error;
  return refuse('TenantSecretRefused', `The org refused ${what}.`);
}

/** Fields in refusals that aren't about the time. */
const VALUES = ['SecretValue', 'SecretValueCertificate', 'RemoteKeyCertificate', 'RemoteKeyIdentifier'];

const REFUSED_FOR_MEANING = new Set([
  'FIELD_INTEGRITY_EXCEPTION',
  'INVALID_CROSS_REFERENCE_KEY',
  'INVALID_FIELD_FOR_INSERT_UPDATE',
]);

/** If the user has the permission but is refused anyway, the session has too low a security level [?]. */
async function refusedAccess(error: KeywayError, org: Org, what: string): Promise<KeywayError> {
  const missing = await missingPermissions(org, ['tenantSecrets']);
  if (missing.length > 0) {
    return new KeywayError(
      'PermissionMissing',
      `${org.username} lacks permissions for ${what}: ${missing.join('; ')}.`,
      {
        actions: ['Nothing was changed. Grant it in a permission set, or sign in as a user who has it.'],
        cause: error.cause,
      },
    );
  }
  return new KeywayError(
    'SessionNotHighAssurance',
    `The org refused ${what}, though ${org.username} has Manage Encryption Keys. The org probably requires a high-assurance session, which this isn't (${(error.cause as Error).message}).`,
    {
      actions: [
        'Nothing was changed. Sign in again with a second factor (sf org login web), and use that login.',
        'In CI: under Setup, Identity Verification, allow "Manage Encryption Keys" without a raised session level, or give the CI user high-assurance sessions through its profile (Session Settings).',
      ],
      cause: error.cause,
    },
  );
}
