import type { NamedCredential as Metadata, NamedCredentialParameter } from '@salesforce/types/metadata';
import { type ConfigPath, filled, type NamedCredentialComponent, present } from '../../metadata/component.ts';
import { type Located, needsVersion, originsOf, type Rendering } from '../../metadata/rendering.ts';
import { inNamedCredentialOrder } from '../external-credential/parameter-order.ts';
import {
  allowedNamespaceName,
  clientCertificateName,
  legacyTypeIsWritten,
  outboundNetworkConnectionName,
} from '../external-credential/uncertain.ts';
import { extras, type LongForm, longForm } from '../parameters/long-form.ts';
import type { EndpointNamedCredential, LegacyNamedCredential, NamedCredential } from './schema.ts';

type Parameters = Located<NamedCredentialParameter>[];

/** Names of the parameters that every named credential has, as orgs write them. */
export const parameterNames = { Url: 'Url', Authentication: 'ExternalCredential' } as const;

/** A named credential as the Metadata API has it, with what an org would fill in by itself. */
export function renderNamedCredential(
  fullName: string,
  config: NamedCredential,
  rendering: Rendering,
): NamedCredentialComponent {
  const path: ConfigPath = ['namedCredentials', fullName];
  if (filled(config.description) !== undefined) {
    needsVersion(rendering, 'description of a named credential', 64, [...path, 'description']);
  }
  const parameters = config.type === 'Legacy' ? [] : endpointParameters(config, path);
  for (const { parameter, origin } of parameters) {
    if (parameter.parameterType === 'ManagedByNamespace') {
      needsVersion(rendering, parameter.parameterType, 66, origin);
    }
  }
  const own = config.type === 'Legacy' ? legacyFields(config) : { namedCredentialType: config.type };
  const metadata: Metadata = present({
    namedCredentialType: 'SecuredEndpoint' as const,
    ...present(own),
    allowMergeFieldsInBody: config.allowMergeFieldsInBody ?? false,
    allowMergeFieldsInHeader: config.allowMergeFieldsInHeader ?? false,
    calloutStatus: config.calloutStatus ?? 'Enabled',
    description: filled(config.description),
    generateAuthorizationHeader: config.generateAuthorizationHeader ?? true,
    label: config.label,
    namedCredentialParameters: parameters.map(({ parameter }) => parameter),
  }) as Metadata;
  const written = Object.keys(config).filter((field) => field !== 'type' && field in metadata);
  const fields = Object.fromEntries(written.map((field) => [field, [...path, field]]));
  if (config.type !== undefined) fields.namedCredentialType = [...path, 'type'];
  const repeated = { namedCredentialParameters: parameters.map(({ origin }) => origin) };
  return { type: 'NamedCredential', fullName, metadata, origins: originsOf(path, fields, repeated) };
}

/** Fields of before API 56.0 are spelt in the config as the Metadata API spells them. */
function legacyFields(config: LegacyNamedCredential): Partial<Metadata> {
  const { type, check, ...fields } = config;
  const kept = Object.entries(fields).filter(([, value]) => value !== '');
  return { ...Object.fromEntries(kept), ...(legacyTypeIsWritten ? { namedCredentialType: type } : {}) };
}

function endpointParameters(config: EndpointNamedCredential, path: ConfigPath): Parameters {
  const located: Parameters = [];
  const add = (
    type: NamedCredentialParameter['parameterType'],
    defaultName: string,
    carrier: 'parameterValue' | 'certificate' | 'externalCredential' | 'outboundNetworkConnection',
    written: string | LongForm | undefined,
    origin: ConfigPath,
    defaults: { sequenceNumber?: number } = {},
  ) => {
    if (written === undefined) return;
    const form = longForm(written);
    const parameter = present({
      ...defaults,
      ...extras(form),
      [carrier]: filled(form.value),
      parameterName: form.name ?? defaultName,
      parameterType: type,
    }) as NamedCredentialParameter;
    located.push({ parameter, origin });
  };
  add('Url', parameterNames.Url, 'parameterValue', config.url, [...path, 'url']);
  add('Authentication', parameterNames.Authentication, 'externalCredential', config.externalCredential, [
    ...path,
    'externalCredential',
  ]);
  for (const [index, [name, text]] of Object.entries(config.headers ?? {}).entries()) {
    const origin = [...path, 'headers', name];
    add('HttpHeader', name, 'parameterValue', text, origin, { sequenceNumber: index + 1 });
  }
  const certificate = config.clientCertificate;
  add('ClientCertificate', clientCertificateName, 'certificate', certificate, [...path, 'clientCertificate']);
  if (config.type === 'PrivateEndpoint') {
    const field = 'outboundNetworkConnection';
    add('OutboundNetworkConnection', outboundNetworkConnectionName, field, config[field], [...path, field]);
  }
  for (const [index, namespace] of (config.allowedNamespaces ?? []).entries()) {
    const name = allowedNamespaceName(longForm(namespace).value);
    const origin = [...path, 'allowedNamespaces', index];
    add('AllowedManagedPackageNamespaces', name, 'parameterValue', namespace, origin);
  }
  for (const [index, raw] of (config.parameters ?? []).entries()) {
    const { description, parameterValue, ...rest } = raw;
    const texts = { description: filled(description), parameterValue: filled(parameterValue) };
    const parameter = present({ ...rest, ...texts }) as NamedCredentialParameter;
    located.push({ parameter, origin: [...path, 'parameters', index] });
  }
  return inNamedCredentialOrder(located, ({ parameter }) => parameter);
}
