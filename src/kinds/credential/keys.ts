import type { Authentication, Principal } from '../external-credential/schema.ts';

/** Credential keys that an org encrypts (Connect REST API Developer Guide, Credential Input). */
export const encryptedKeys: ReadonlySet<string> = new Set(['awsSecretAccessKey', 'clientSecret', 'password']);

/** The credential values of a principal with one protocol and variant. */
export interface CredentialKeys {
  /** Names that Connect REST accepts; `any` if the user chooses them (Custom). */
  readonly keys: readonly string[] | 'any';
}

/**
 * The credential keys of a principal (Connect REST API Developer Guide, Credential Input; names and protocols as in
 * the table of the Named Credentials guide).
 */
export function credentialKeys(authentication: Authentication, type: Principal['type']): CredentialKeys {
  const { protocol } = authentication;
  const variant = 'variant' in authentication ? authentication.variant : undefined;
  if (protocol === 'Custom') return { keys: 'any' };
  if (protocol === 'Basic') return { keys: ['username', 'password'] };
  if (protocol === 'AwsSv4') {
    if (variant === undefined || type === 'AwsStsPrincipal')
      return { keys: ['awsAccessKeyId', 'awsSecretAccessKey'] };
    return { keys: ['awsRoleArn'] };
  }
  if (variant === 'ClientCredentialsClientSecret' || variant === 'ClientCredentialsClientSecretBasic') {
    return { keys: ['clientId', 'clientSecret'] };
  }
  if (variant === 'ClientCredentialsJwtAssertion') return { keys: ['clientId'] };
  return { keys: [] };
}
