import type { NamedCredentialParameter } from '@salesforce/types/metadata';
import { inNamedCredentialOrder } from '../kinds/external-credential/parameter-order.ts';
import {
  allowedNamespaceMadeByOrg,
  allowedNamespaceName,
  clientCertificateName,
  outboundNetworkConnectionName,
} from '../kinds/external-credential/uncertain.ts';
import { parameterNames } from '../kinds/named-credential/metadata.ts';
import { legacySecrets, type NamedCredential } from '../kinds/named-credential/schema.ts';
import { shortest } from '../kinds/parameters/long-form.ts';
import { headers as headersSchema } from '../kinds/parameters/schema.ts';
import { headersFrom, holdsOnly, rawFrom, take, takeNamed } from '../kinds/parameters/table.ts';
import { type NamedCredentialComponent, present } from './component.ts';
import { type Note, notes } from './notes.ts';

type Parameter = NamedCredentialParameter;
type Converted = { readonly config: NamedCredential; readonly notes: readonly Note[] };

/** The config of a named credential: defaults left out, short where that says everything. */
export function configFromNamedCredential(component: NamedCredentialComponent): Converted {
  const { namedCredentialParameters, namedCredentialType = 'Legacy', ...fields } = component.metadata;
  const sorted = inNamedCredentialOrder(namedCredentialParameters, (item) => item).map(withoutReserved);
  const common = present({
    type: namedCredentialType === 'SecuredEndpoint' ? undefined : namedCredentialType,
    label: fields.label,
    description: fields.description,
    calloutStatus: unless(fields.calloutStatus, 'Enabled'),
    allowMergeFieldsInBody: unless(fields.allowMergeFieldsInBody, false),
    allowMergeFieldsInHeader: unless(fields.allowMergeFieldsInHeader, false),
    generateAuthorizationHeader: unless(fields.generateAuthorizationHeader, true),
  });
  const legacy = Object.fromEntries(
    Object.entries(fields).filter(([field]) => !commonFields.includes(field)),
  );
  if (namedCredentialType === 'Legacy') {
    return {
      config: { ...common, ...legacy } as NamedCredential,
      notes: sorted.map((item) => notes.parameter(component, item.parameterType, item.parameterName)),
    };
  }
  const isPrivate = namedCredentialType === 'PrivateEndpoint';
  const { config, rest } = endpointFrom(sorted, isPrivate);
  const required = ['url', 'externalCredential', ...(isPrivate ? ['outboundNetworkConnection'] : [])];
  return {
    config: { ...common, ...config } as unknown as NamedCredential,
    notes: [
      ...required.filter((field) => !(field in config)).map((field) => notes.fieldMissing(component, field)),
      ...rest.map((item) => notes.parameter(component, item.parameterType, item.parameterName)),
      ...Object.keys(legacy)
        .filter((field) => !(legacySecrets as readonly string[]).includes(field))
        .map((field) => notes.element(component, field)),
    ],
  };
}

const commonFields = [
  'label',
  'description',
  'calloutStatus',
  'allowMergeFieldsInBody',
  'allowMergeFieldsInHeader',
  'generateAuthorizationHeader',
];

const reserved = [
  'globalNamedPrincipalCredential',
  'managedFeatureEnabledCallout',
  'readOnlyNamedCredential',
  'systemUserNamedCredential',
];

/** Salesforce keeps these for itself. */
function withoutReserved(parameter: Parameter): Parameter {
  return rawFrom(parameter, reserved);
}

function unless<T>(value: T | undefined, usual: T): T | undefined {
  return value === usual ? undefined : value;
}

function endpointFrom(parameters: Parameter[], isPrivate: boolean) {
  const single = (
    type: string,
    carrier: 'parameterValue' | 'certificate' | 'externalCredential' | 'outboundNetworkConnection',
    usual: string,
    elements: readonly string[] = ['description', 'sequenceNumber'],
  ) => {
    const found = take(
      parameters,
      (item) =>
        item.parameterType === type &&
        holdsOnly(item, [carrier, ...elements]) &&
        (item[carrier] !== undefined || carrier === 'parameterValue'),
    );
    return found && longOrShort(found, found[carrier] ?? '', usual);
  };
  const url = single('Url', 'parameterValue', parameterNames.Url);
  const authentication = single('Authentication', 'externalCredential', parameterNames.Authentication, [
    'description',
  ]);
  const headers = takeNamed(
    parameters,
    (item) =>
      item.parameterType === 'HttpHeader' &&
      item.sequenceNumber !== undefined &&
      holdsOnly(item, ['parameterValue', 'description', 'sequenceNumber']) &&
      headersSchema.safeParse({ [item.parameterName]: '' }).success,
  );
  const clientCertificate = single('ClientCertificate', 'certificate', clientCertificateName);
  const connection = isPrivate
    ? single('OutboundNetworkConnection', 'outboundNetworkConnection', outboundNetworkConnectionName)
    : undefined;
  const namespaces = allowedNamespaces(parameters);
  const rest = parameters.filter((item) => item.parameterType === 'Authentication');
  const raw = parameters
    .filter((item) => item.parameterType !== 'Authentication')
    .map((item) => rawFrom(item));
  const config = present({
    url,
    externalCredential: authentication,
    outboundNetworkConnection: connection,
    headers: headersFrom(headers),
    clientCertificate,
    allowedNamespaces: namespaces.length === 0 ? undefined : namespaces,
    parameters: raw.length === 0 ? undefined : raw,
  });
  return { config, rest };
}

/** Namespaces of managed packages; the names that an org makes up for them are not kept. */
function allowedNamespaces(parameters: Parameter[]) {
  const fits = (item: Parameter) =>
    item.parameterType === 'AllowedManagedPackageNamespaces' &&
    holdsOnly(item, ['parameterValue', 'description']) &&
    (item.parameterValue ?? '').length <= 15 &&
    item.parameterValue?.trim() === item.parameterValue &&
    item.parameterValue !== undefined;
  return takeNamed(parameters, fits).map((item) => {
    const namespace = item.parameterValue ?? '';
    const usual = allowedNamespaceMadeByOrg.test(item.parameterName)
      ? item.parameterName
      : allowedNamespaceName(namespace);
    return longOrShort(item, namespace, usual);
  });
}

function longOrShort(item: Parameter, value: string, usual: string) {
  return shortest({
    value,
    name: item.parameterName === usual ? undefined : item.parameterName,
    description: item.description,
    sequence: item.sequenceNumber,
  });
}
