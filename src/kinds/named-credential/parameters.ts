import type { NamedCredentialParameter } from '@salesforce/types/metadata';
import type { Part, Plain } from '../../metadata/metadata-type.ts';
import { notes } from '../../metadata/problems.ts';
import { needsVersion } from '../../metadata/rendering.ts';
import type { Shape } from '../../metadata/shape.ts';
import { childText } from '../../metadata/xml-values.ts';
import { addParameterMeaning, identifyParameters } from '../parameters/meaning.ts';
import { compareParameters, type Ordered } from '../parameters/order.ts';
import {
  missingFields,
  type Parameter,
  type ParameterField,
  rawFrom,
  renderParameters,
  renderRaw,
  takeFields,
} from '../parameters/table.ts';
import { namedCredentialParameterTypes, parameterTypesSince } from './schema.ts';
import {
  allowedNamespaceMadeByOrg,
  allowedNamespaceName,
  clientCertificateName,
  outboundNetworkConnectionName,
  reservedNamedCredentialParameterTypes,
} from './uncertain.ts';

export const parameterShape: Shape<NamedCredentialParameter> = {
  certificate: 'text',
  description: 'text',
  externalCredential: 'text',
  globalNamedPrincipalCredential: 'boolean',
  managedFeatureEnabledCallout: 'boolean',
  outboundNetworkConnection: 'text',
  parameterName: 'text',
  parameterType: 'text',
  parameterValue: 'text',
  readOnlyNamedCredential: 'boolean',
  sequenceNumber: 'integer',
  systemUserNamedCredential: 'boolean',
};

/** Salesforce reserves these. */
const reserved = [
  'globalNamedPrincipalCredential',
  'managedFeatureEnabledCallout',
  'readOnlyNamedCredential',
  'systemUserNamedCredential',
];

interface EndpointField extends ParameterField {
  readonly type: NamedCredentialParameter['parameterType'];
  readonly carrier: keyof NamedCredentialParameter;
}

const endpoint: readonly EndpointField[] = [
  {
    at: ['url'],
    type: 'Url',
    form: 'one',
    name: 'Url',
    carrier: 'parameterValue',
    isUnique: true,
    required: true,
  },
  {
    at: ['externalCredential'],
    type: 'Authentication',
    form: 'one',
    name: 'ExternalCredential',
    carrier: 'externalCredential',
    isUnique: true,
    required: true,
    expressible: ['description'],
  },
];
const connection: EndpointField = {
  at: ['outboundNetworkConnection'],
  type: 'OutboundNetworkConnection',
  form: 'one',
  name: outboundNetworkConnectionName,
  carrier: 'outboundNetworkConnection',
  isUnique: true,
  required: true,
};
const otherEndpointFields: readonly EndpointField[] = [
  { at: ['headers'], type: 'HttpHeader', form: 'ordered', carrier: 'parameterValue' },
  {
    at: ['clientCertificate'],
    type: 'ClientCertificate',
    form: 'one',
    name: clientCertificateName,
    carrier: 'certificate',
    isUnique: true,
  },
  {
    at: ['allowedNamespaces'],
    type: 'AllowedManagedPackageNamespaces',
    form: 'list',
    name: allowedNamespaceName,
    generatedName: allowedNamespaceMadeByOrg,
    carrier: 'parameterValue',
    expressible: ['description'],
    matches: ({ parameterValue: value }) =>
      value !== undefined && value.length <= 15 && value.trim() === value,
  },
];

/** The fields of an endpoint, in the order that a pulled config uses. */
function tableOf({ type }: Plain): readonly EndpointField[] {
  return [...endpoint, ...(type === 'PrivateEndpoint' ? [connection] : []), ...otherEndpointFields];
}

/** The order in a file; see src/kinds/parameters/order.ts. */
const order = {
  types: [
    'Url',
    'Authentication',
    'HttpHeader',
    'ClientCertificate',
    'OutboundNetworkConnection',
    'AllowedManagedPackageNamespaces',
    'ManagedByNamespace',
  ],
};
const known = identifyParameters([...endpoint, connection, ...otherEndpointFields]);
const written: readonly string[] = [...namedCredentialParameterTypes, 'Authentication'];

/** An endpoint's URL and call settings, as parameters. A legacy named credential has none. */
export const parameters: Part = {
  element: 'namedCredentialParameters',
  render(config, path, rendering) {
    if (config.type === 'Legacy') return [];
    const located = [
      ...renderParameters(tableOf(config), config, path),
      ...renderRaw(config.parameters as readonly Plain[] | undefined, path),
    ].toSorted((left, right) => compareParameters(left.item, right.item, order));
    for (const { item, origin } of located) {
      const since = parameterTypesSince[item.parameterType];
      if (since !== undefined) needsVersion(rendering, item.parameterType, since, origin);
    }
    return located;
  },
  read(items, config) {
    const rest = sortParameters(items).map((item) => rawFrom(item, reserved) as Parameter);
    if (config.type === 'Legacy') return { config, notes: rest.map(noteOnUnsupported) };
    const table = tableOf(config);
    const fields = takeFields(table, rest, {});
    const isRaw = ({ parameterType }: Parameter) => parameterType !== 'Authentication';
    const raw = rest.filter(isRaw).map((item) => rawFrom(item));
    return {
      config: { ...config, ...fields, ...(raw.length === 0 ? {} : { parameters: raw }) },
      notes: [
        ...missingFields(table, fields).map(notes.fieldMissing),
        ...rest.filter((item) => !isRaw(item)).map(noteOnUnsupported),
      ],
    };
  },
  addMeaning(items, entries) {
    const sorted = sortParameters(items);
    for (const parameter of sorted) addParameterMeaning(entries, parameter, known);
    const headers = sorted.filter(({ parameterType }) => parameterType === 'HttpHeader');
    entries.order(
      'parameters.HttpHeader',
      headers.map(({ parameterName }) => parameterName),
    );
  },
  setAside(element) {
    const type = childText(element, 'parameterType');
    if (type === undefined || written.includes(type)) return undefined;
    return reservedNamedCredentialParameterTypes.includes(type) ? 'reserved' : 'foreign';
  },
};

function sortParameters(items: readonly Plain[]): readonly Parameter[] {
  return inNamedCredentialOrder(items as readonly Parameter[]);
}

/** Sorts parameters in keyway's order. */
export function inNamedCredentialOrder<T extends Ordered>(parameters: readonly T[]): readonly T[] {
  return parameters.toSorted((left, right) => compareParameters(left, right, order));
}

function noteOnUnsupported({ parameterType, parameterName }: Parameter): string {
  return `has another parameter ${parameterName} of type ${parameterType}, which a config can't express`;
}
