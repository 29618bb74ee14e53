import { type Checking, checkHeaders, checkUrl, isManaged, needsApiVersion } from '../../config/checking.ts';
import type { NamedCredential } from '../../config/schema/index.ts';
import { quoted, suggestion } from '../../config/wording.ts';

export function checkNamedCredential(name: string, value: NamedCredential, checking: Checking): void {
  const { config, report } = checking;
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
  checkHeaders(value.headers, [...path, 'headers'], report);
  for (const [index, { parameterType }] of (value.parameters ?? []).entries())
    if (parameterType === 'ManagedByNamespace') {
      const where = [...path, 'parameters', index, 'parameterType'];
      needsApiVersion(where, 66, checking, 'the parameter type ManagedByNamespace');
    }
  const target =
    typeof value.externalCredential === 'string' ? value.externalCredential : value.externalCredential.value;
  if (Object.hasOwn(config.externalCredentials ?? {}, target) || isManaged(target)) return;
  const where = [...path, 'externalCredential'];
  const near = suggestion(target, Object.keys(config.externalCredentials ?? {}));
  const message = `${quoted(where)} is "${target}", which is not in externalCredentials${near}`;
  report(typeof value.externalCredential === 'string' ? where : [...where, 'value'], message);
}
