import { type Checking, checkUrl, needsApiVersion } from '../../config/checking.ts';
import type { ConfigPath } from '../../config/tree.ts';
import { displayText, inPath, quotePath, suggestion } from '../../config/wording.ts';
import { credentialKeys } from '../credential/keys.ts';
import { checkHeaders, keepsOrder } from '../parameters/check.ts';
import { parameterTypesSince } from './parameter.ts';
import type { Authentication, ExternalCredential, ExternalCredentialsSection, Principal } from './schema.ts';

export function checkExternalCredentials(checking: Checking<ExternalCredentialsSection>): void {
  for (const [name, value] of Object.entries(checking.config.externalCredentials ?? {}))
    checkExternalCredential(name, value, checking);
}

function checkExternalCredential(name: string, value: ExternalCredential, checking: Checking): void {
  const path = ['externalCredentials', name];
  checkAuthentication(value.authentication, [...path, 'authentication'], checking);
  const principals = Object.entries(value.principals ?? {});
  keepsOrder(value.principals, [...path, 'principals'], checking.report);
  for (const [principal, settings] of principals) {
    const where = [...path, 'principals', principal];
    checkPrincipal(principal, settings, value.authentication, where, checking);
  }
}

function checkAuthentication(authentication: Authentication, path: ConfigPath, checking: Checking): void {
  for (const field of ['tokenUrl', 'stsUrl'] as const) {
    const url = (authentication as Partial<Record<typeof field, string | { value: string }>>)[field];
    if (url !== undefined) checkUrl(url, [...path, field], checking, { mayLackScheme: true });
  }
  if ('externalAuthIdentityProvider' in authentication && authentication.externalAuthIdentityProvider)
    needsApiVersion([...path, 'externalAuthIdentityProvider'], 61, checking);
  checkParameters(authentication.parameters, [...path, 'parameters'], checking);
  checkHeaders(authentication.headers, [...path, 'headers'], checking.report);
}

function checkPrincipal(
  name: string,
  { type, credentials, parameters }: Principal,
  authentication: Authentication,
  path: ConfigPath,
  checking: Checking,
): void {
  const { report } = checking;
  const variant = 'variant' in authentication ? authentication.variant : undefined;
  if (type === 'AwsStsPrincipal' && variant !== 'AwsSv4_STS')
    report(
      [...path, 'type'],
      `${quotePath([...path, 'type'])} is AwsStsPrincipal, which needs the variant AwsSv4_STS`,
    );
  if (type === 'AwsStsPrincipal' && name !== 'AwsStsPrincipal')
    report(
      path,
      `the principal "${displayText(name)}" of type AwsStsPrincipal must be named AwsStsPrincipal`,
      'key',
    );
  checkParameters(parameters, [...path, 'parameters'], checking);
  const given = Object.keys(credentials ?? {});
  if (type === 'PerUserPrincipal' && given.length > 0) {
    const where = [...path, 'credentials'];
    report(
      where,
      `${quotePath(where)} belongs to a PerUserPrincipal, for which each user stores their own; remove it, or use a NamedPrincipal`,
      'key',
    );
    return;
  }
  const { keys } = credentialKeys(authentication, type);
  // A credential is replaced as a whole. The org would delete a value that is left out.
  const lacking = keys === 'any' || given.length === 0 ? [] : keys.filter((key) => !given.includes(key));
  if (lacking.length > 0 && given.some((key) => keys.includes(key)))
    report(
      [...path, 'credentials'],
      `${quotePath([...path, 'credentials'])} lacks ${lacking.join(', ')}`,
      'key',
    );
  for (const [key, value] of Object.entries(credentials ?? {})) {
    const where = [...path, 'credentials', key];
    if (keys !== 'any' && !keys.includes(key)) {
      const words = [authentication.protocol, variant].filter(Boolean).join(' ');
      const takes = keys.length > 0 ? `takes ${keys.join(', ')}` : 'takes none';
      report(
        where,
        `unknown credential "${displayText(key)}"${inPath(where.slice(0, -1))}; ${words} ${takes}${suggestion(key, keys)}`,
        'key',
      );
    } else if (
      authentication.protocol !== 'Custom' &&
      typeof value !== 'string' &&
      value.encrypted !== undefined
    )
      report(
        [...where, 'encrypted'],
        `${quotePath([...where, 'encrypted'])} is only for the protocol Custom; ${authentication.protocol} defines what is encrypted`,
        'key',
      );
  }
}

function checkParameters(
  parameters: Authentication['parameters'],
  path: ConfigPath,
  checking: Checking,
): void {
  for (const [index, { parameterType }] of (parameters ?? []).entries()) {
    const since = parameterTypesSince[parameterType];
    if (since !== undefined)
      needsApiVersion(
        [...path, index, 'parameterType'],
        since,
        checking,
        `the parameter type ${parameterType}`,
      );
  }
}
