import { type Checking, checkDeclared, checkUrl, isManaged, needsApiVersion } from '../../config/checking.ts';
import { writtenText } from '../../config/written.ts';
import type { ExternalCredentialsSection } from '../external-credential/schema.ts';
import { checkHeaders } from '../parameters/check.ts';
import { type NamedCredential, type NamedCredentialsSection, parameterTypesSince } from './schema.ts';

type Seen = Checking<NamedCredentialsSection & ExternalCredentialsSection>;

export function checkNamedCredentials(checking: Seen): void {
  for (const [name, value] of Object.entries(checking.config.namedCredentials ?? {}))
    checkNamedCredential(name, value, checking);
}

function checkNamedCredential(name: string, value: NamedCredential, checking: Seen): void {
  const path = ['namedCredentials', name];
  if (value.description !== undefined && value.description !== '')
    needsApiVersion([...path, 'description'], 64, checking);
  if (value.type === 'Legacy') {
    for (const field of ['endpoint', 'authTokenEndpointUrl'] as const) {
      const url = value[field];
      if (url !== undefined && url !== '') checkUrl(url, [...path, field], checking);
    }
    return;
  }
  checkUrl(value.url, [...path, 'url'], checking);
  checkHeaders(value.headers, [...path, 'headers'], checking.report);
  for (const [index, { parameterType }] of (value.parameters ?? []).entries()) {
    const since = parameterTypesSince[parameterType];
    const where = [...path, 'parameters', index, 'parameterType'];
    if (since !== undefined) needsApiVersion(where, since, checking, `the parameter type ${parameterType}`);
  }
  const { externalCredential } = value;
  if (!isManaged(writtenText(externalCredential)))
    checkDeclared(externalCredential, [...path, 'externalCredential'], 'externalCredentials', checking);
}
