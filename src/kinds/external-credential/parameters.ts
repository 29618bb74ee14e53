import type { ExternalCredentialParameter } from '@salesforce/types/metadata';
import { type ConfigPath, present } from '../../metadata/component.ts';
import type { Located, Part, Plain } from '../../metadata/metadata-type.ts';
import { notes } from '../../metadata/problems.ts';
import { needsVersion, type Rendering } from '../../metadata/rendering.ts';
import type { Shape } from '../../metadata/shape.ts';
import { childText } from '../../metadata/xml-values.ts';
import { addParameterMeaning, identifyParameters } from '../parameters/meaning.ts';
import {
  missingFields,
  type Parameter,
  rawFrom,
  renderParameters,
  renderRaw,
  type TableOptions,
  takeFields,
  takeFirst,
} from '../parameters/table.ts';
import { allFields, authenticationFields } from './authentication-fields.ts';
import { externalCredentialParameterTypes, parameterTypesSince } from './parameter.ts';
import { defaultGroup, groupOf, isPrincipal, normalizeGroup, sortParameters } from './parameter-order.ts';
import { readPrincipals, renderPrincipals } from './principals.ts';
import { reservedExternalCredentialParameterTypes } from './uncertain.ts';

export const parameterShape: Shape<ExternalCredentialParameter> = {
  authProvider: 'text',
  certificate: 'text',
  description: 'text',
  externalAuthIdentityProvider: 'text',
  parameterGroup: 'text',
  parameterName: 'text',
  parameterType: 'text',
  parameterValue: 'text',
  sequenceNumber: 'integer',
};

/** `authentication` and `principals` of a config, as parameters. */
export const parameters: Part = {
  element: 'externalCredentialParameters',
  render,
  read(items, config) {
    const sorted = sortParameters(items as readonly Parameter[], (item) => item);
    const { principals, general } = readPrincipals(sorted);
    const authentication = config.authentication as Plain;
    const { said, missing } = readAuthentication(String(authentication.protocol), general);
    return {
      config: present({ ...config, authentication: { ...authentication, ...said }, principals }),
      notes: missing.map(notes.fieldMissing),
    };
  },
  addMeaning(items, entries) {
    const sorted = sortParameters(items as readonly Parameter[], (item) => item);
    for (const parameter of sorted) {
      const { parameterName, parameterType, description } = parameter;
      const group = groupOf(parameter);
      if (isPrincipal(parameter)) {
        entries.put(`principals.${parameterName}`, parameterType);
        entries.put(`principals.${parameterName}.description`, description);
        if (group !== parameterName) entries.put(`principals.${parameterName}.group`, group);
      } else
        addParameterMeaning(entries, parameter, known, group === defaultGroup ? '' : `principals.${group}.`);
    }
    const namesOf = (fits: (item: Parameter) => boolean) =>
      sorted.filter(fits).map(({ parameterName }) => parameterName);
    entries.order(
      'parameters.AuthHeader',
      namesOf(({ parameterType }) => parameterType === 'AuthHeader'),
    );
    entries.order('principals', namesOf(isPrincipal));
  },
  setAside(element) {
    const type = childText(element, 'parameterType');
    if (type === undefined || written.includes(type)) return undefined;
    return reservedExternalCredentialParameterTypes.includes(type) ? 'reserved' : 'foreign';
  },
};

const variantType = 'AuthProtocolVariant';
const known = identifyParameters([
  ...allFields,
  { at: ['variant'], type: variantType, form: 'one', carrier: 'parameterValue', isUnique: true },
]);
const written: readonly string[] = [
  ...externalCredentialParameterTypes,
  variantType,
  'NamedPrincipal',
  'PerUserPrincipal',
  'AwsStsPrincipal',
];

const general: TableOptions = {
  fixed: { parameterGroup: defaultGroup },
  belongsHere: (parameter) => groupOf(parameter) === defaultGroup,
};

function render(config: Plain, path: ConfigPath, rendering: Rendering): readonly Located<Parameter>[] {
  const authentication = config.authentication as Plain;
  const { protocol, variant } = authentication as { protocol: string; variant?: string };
  const at = [...path, 'authentication'];
  const located = [
    ...(variant === undefined ? [] : [renderVariant(protocol, variant, at)]),
    ...renderParameters(authenticationFields(protocol, variant) ?? [], authentication, at, general),
    ...renderRaw(authentication.parameters as readonly Plain[] | undefined, at, general).map(normalizeGroup),
    ...renderPrincipals(config, path, rendering),
  ];
  const ordered = sortParameters(located, ({ item }) => item);
  for (const { item, origin } of ordered) {
    const since = parameterTypesSince[item.parameterType];
    if (since !== undefined) needsVersion(rendering, item.parameterType, since, origin);
  }
  return ordered;
}

function renderVariant(protocol: string, variant: string, path: ConfigPath): Located<Parameter> {
  return {
    item: {
      parameterGroup: defaultGroup,
      parameterName: protocol,
      parameterType: variantType,
      parameterValue: variant,
    },
    origin: [...path, 'variant'],
  };
}

function readAuthentication(protocol: string, parameters: Parameter[]) {
  const variant = takeFirst(
    parameters,
    (item) =>
      item.parameterType === variantType && authenticationFields(protocol, item.parameterValue) !== undefined,
  )?.parameterValue;
  const table = authenticationFields(protocol, variant) ?? [];
  const fields = takeFields(table, parameters, general);
  const raw = parameters.map((item) =>
    rawFrom(item, groupOf(item) === defaultGroup ? ['parameterGroup'] : []),
  );
  return {
    said: present({ variant, ...fields, parameters: raw.length === 0 ? undefined : raw }),
    missing: missingFields(table, fields),
  };
}
