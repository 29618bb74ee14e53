import type { ExternalAuthIdentityProviderParameter } from '@salesforce/types/metadata';
import type { Part, Plain } from '../../metadata/metadata-type.ts';
import type { Shape } from '../../metadata/shape.ts';
import { childText } from '../../metadata/xml-values.ts';
import { addParameterMeaning, identifyParameters } from '../parameters/meaning.ts';
import { compareParameters } from '../parameters/order.ts';
import {
  type Parameter,
  type ParameterField,
  rawFrom,
  renderParameters,
  renderRaw,
  takeFields,
} from '../parameters/table.ts';
import { parameterNames, reservedParameterTypes } from './uncertain.ts';

export const parameterShape: Shape<ExternalAuthIdentityProviderParameter> = {
  description: 'text',
  parameterName: 'text',
  parameterType: 'text',
  parameterValue: 'text',
  sequenceNumber: 'integer',
};

const fields: readonly ParameterField[] = Object.entries(parameterNames).map(([at, name]) => ({
  at: [at],
  type: name,
  form: 'one',
  name,
  carrier: 'parameterValue',
  isUnique: true,
}));
const known = identifyParameters(fields);
const order = { types: ['AuthorizeUrl', 'TokenUrl', 'UserInfoUrl', 'ClientAuthentication'] };

/** A provider's URLs and how it is called, as parameters. */
export const parameters: Part = {
  element: 'externalAuthIdentityProviderParameters',
  render: (config, path) =>
    [
      ...renderParameters(fields, config, path),
      ...renderRaw(config.parameters as readonly Plain[] | undefined, path),
    ].toSorted((left, right) => compareParameters(left.item, right.item, order)),
  read(items, config) {
    const rest = sortParameters(items).map((item) => rawFrom(item) as Parameter);
    const fieldValues = takeFields(fields, rest);
    return {
      config: { ...config, ...fieldValues, ...(rest.length === 0 ? {} : { parameters: rest }) },
      notes: [],
    };
  },
  addMeaning(items, entries) {
    for (const parameter of sortParameters(items)) addParameterMeaning(entries, parameter, known);
  },
  setAside: (element) =>
    reservedParameterTypes.includes(childText(element, 'parameterType') ?? '') ? 'reserved' : undefined,
};

function sortParameters(items: readonly Plain[]): readonly Parameter[] {
  return (items as readonly Parameter[]).toSorted((left, right) => compareParameters(left, right, order));
}
