import type { ErrorCode } from '../../errors/codes.ts';
import { KeywayError } from '../../errors/index.ts';
import { withoutSecrets } from '../../errors/redact.ts';
import type { SecretValues } from './resolve-secrets.ts';

/** The org refused it, or was not reached. */
export function notStored(name: string, error: KeywayError, values: SecretValues): KeywayError {
  return cleaned('CredentialRefused', `The credential of ${name} was not stored`, error, values);
}

/** Its answer was lost, and the org does not show what became of it. */
export function notConfirmed(name: string, error: KeywayError, values: SecretValues): KeywayError {
  const sentence = `The answer of the org was lost, so keyway can't tell whether the credential of ${name} is stored`;
  return cleaned('CredentialNotConfirmed', sentence, error, values);
}

/** The org's words may repeat what was sent. */
function cleaned(code: ErrorCode, sentence: string, error: KeywayError, values: SecretValues): KeywayError {
  const secrets = [...values.values()];
  return new KeywayError(code, `${sentence}: ${withoutSecrets(error.message, secrets)}`, {
    actions: error.actions.map((action) => withoutSecrets(action, secrets)),
    exitCode: error.exitCode,
  });
}
