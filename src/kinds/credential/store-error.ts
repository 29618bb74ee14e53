import type { ErrorCode } from '../../errors/codes.ts';
import { KeywayError } from '../../errors/index.ts';
import { withoutSecrets } from '../../errors/redact.ts';
import type { SecretValues } from './resolve-secrets.ts';

/** The error if the org refused the credential or wasn't reached. */
export function credentialNotStored(name: string, error: KeywayError, values: SecretValues): KeywayError {
  return redactedError('CredentialRefused', `The credential of ${name} was not stored`, error, values);
}

/** The error if the answer was lost and the org doesn't show the result. */
export function credentialNotConfirmed(name: string, error: KeywayError, values: SecretValues): KeywayError {
  const sentence = `The answer of the org was lost, so keyway can't tell whether the credential of ${name} is stored`;
  return redactedError('CredentialNotConfirmed', sentence, error, values);
}

/** The org's message may repeat what was sent, so secrets are removed from it. */
function redactedError(
  code: ErrorCode,
  sentence: string,
  error: KeywayError,
  values: SecretValues,
): KeywayError {
  const secrets = [...values.values()];
  return new KeywayError(code, `${sentence}: ${withoutSecrets(error.message, secrets)}`, {
    actions: error.actions.map((action) => withoutSecrets(action, secrets)),
    exitCode: error.exitCode,
  });
}
