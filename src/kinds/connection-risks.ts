import type { FieldChange, Risk } from './change.ts';

/**
 * What may break when a field of an external or named credential changes. Both decide how calls authenticate and
 * where they go. A field that wasn't set before has no risk.
 */
export function connectionRisks(fields: readonly FieldChange[]): readonly Risk[] {
  return [...new Set(fields.filter(({ from }) => from !== undefined).flatMap(fieldRisks))];
}

const protocolFields = [
  'authenticationProtocol',
  'parameters.AuthProtocolVariant',
  'protocol',
  'principalType',
];

/** Fields that decide where a secret is sent. */
const urlFields = ['parameters.Url', 'parameters.AuthProviderUrl', 'endpoint', 'authTokenEndpointUrl'];

function fieldRisks(field: FieldChange): readonly Risk[] {
  const { path, to } = field;
  if (protocolFields.includes(path)) return ['protocol-change'];
  if (path === 'calloutStatus') return to === 'Disabled' ? ['callout-disabled'] : [];
  return urlFields.includes(path) && isOtherHost(field) ? ['url-host-change'] : [];
}

/** Whether a URL's host differs from before. */
export function isOtherHost({ from, to }: Pick<FieldChange, 'from' | 'to'>): boolean {
  return host(from) !== host(to);
}

function host(url: string | undefined): string | undefined {
  return url === undefined ? undefined : (URL.parse(url)?.host ?? url);
}
