import type { FieldChange, Risk } from './change.ts';

/**
 * What may break when a field of an external or named credential changes: both say how calls authenticate and where they
 * go. What was not there before can't be lost.
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

/** Fields that say where a secret is sent. */
const urlFields = ['parameters.Url', 'parameters.AuthProviderUrl', 'endpoint', 'authTokenEndpointUrl'];

function fieldRisks(field: FieldChange): readonly Risk[] {
  const { path, to } = field;
  if (protocolFields.includes(path)) return ['protocol-change'];
  if (path === 'calloutStatus') return to === 'Disabled' ? ['callout-disabled'] : [];
  return urlFields.includes(path) && isOtherHost(field) ? ['url-host-change'] : [];
}

/** Whether a URL leads to another host than before. */
export function isOtherHost({ from, to }: Pick<FieldChange, 'from' | 'to'>): boolean {
  return host(from) !== host(to);
}

function host(url: string | undefined): string | undefined {
  return url === undefined ? undefined : (URL.parse(url)?.host ?? url);
}
