import type { ExternalCredentialParameter } from '@salesforce/types/metadata';
import {
  type AuthenticationField,
  authenticationFields,
  requiredFields,
  takesClaims,
} from '../kinds/external-credential/authentication-fields.ts';
import { claims as claimsSchema } from '../kinds/external-credential/parameter.ts';
import { defaultGroup, groupOf, inOrder, isPrincipal } from '../kinds/external-credential/parameter-order.ts';
import type { ExternalCredential } from '../kinds/external-credential/schema.ts';
import { shortest } from '../kinds/parameters/long-form.ts';
import { headers as headersSchema } from '../kinds/parameters/schema.ts';
import { claimsFrom, headersFrom, holdsOnly, rawFrom, take, takeNamed } from '../kinds/parameters/table.ts';
import { type ExternalCredentialComponent, present } from './component.ts';
import { type Note, notes } from './notes.ts';

type Parameter = ExternalCredentialParameter;
type Converted<T> = { readonly config: T; readonly notes: readonly Note[] };

/** The config of an external credential: short where that says everything, `parameters` for the rest. */
export function configFromExternalCredential(
  component: ExternalCredentialComponent,
): Converted<ExternalCredential> {
  const { label, description, authenticationProtocol: protocol } = component.metadata;
  const sorted = inOrder(component.metadata.externalCredentialParameters, (item) => item);
  const principals = takeNamed(sorted, isPrincipal);
  const groups = new Set(principals.map((item) => item.parameterName));
  const own = new Map([...groups].map((group) => [group, [] as Parameter[]]));
  const general = sorted.filter((item) => {
    const group = groupOf(item);
    if (group === defaultGroup || !own.has(group)) return true;
    own.get(group)?.push(item);
    return false;
  });
  const { authentication, missing } = authenticationFrom(protocol, general);
  return {
    config: present({
      label,
      description,
      authentication,
      principals: principals.length === 0 ? undefined : principalsFrom(principals, own),
    }) as ExternalCredential,
    notes: missing.map((field) => notes.fieldMissing(component, field)),
  };
}

function authenticationFrom(protocol: string, parameters: Parameter[]) {
  const inDefaultGroup = (item: Parameter) => groupOf(item) === defaultGroup;
  const variant = take(
    parameters,
    (item) =>
      item.parameterType === 'AuthProtocolVariant' &&
      authenticationFields(protocol, item.parameterValue) !== undefined,
  )?.parameterValue;
  const fields: Record<string, unknown> = {};
  for (const field of authenticationFields(protocol, variant) ?? []) {
    const found = take(parameters, (item) => inDefaultGroup(item) && stands(field, item, fields));
    if (found !== undefined) fields[field.field] = fieldValue(field, found);
  }
  const texts = (type: string, fits: (item: Parameter) => boolean) =>
    takeNamed(
      parameters,
      (item) =>
        item.parameterType === type &&
        inDefaultGroup(item) &&
        holdsOnly(item, ['parameterGroup', 'parameterValue', 'description', 'sequenceNumber']) &&
        fits(item),
    );
  const headers = texts(
    'AuthHeader',
    (item) =>
      item.sequenceNumber !== undefined && headersSchema.safeParse({ [item.parameterName]: '' }).success,
  );
  const claimed = takesClaims(protocol, variant);
  const claim = (part: 'header' | 'body') => (item: Parameter) =>
    claimed &&
    claimsSchema.safeParse({ [part]: { [item.parameterName]: item.parameterValue ?? '' } }).success;
  const header = claimsFrom(texts('JwtHeaderClaim', claim('header')));
  const body = claimsFrom(texts('JwtBodyClaim', claim('body')));
  const raw = parameters.map((item) =>
    rawFrom(item, groupOf(item) === defaultGroup ? ['parameterGroup'] : []),
  );
  const authentication = present({
    protocol,
    variant,
    ...fields,
    claims: header || body ? present({ header, body }) : undefined,
    headers: headersFrom(headers),
    parameters: raw.length === 0 ? undefined : raw,
  });
  const missing = requiredFields(protocol, variant).filter((field) => !(field in fields));
  return { authentication, missing };
}

/** Whether a parameter is what the field is short for. */
function stands(
  field: AuthenticationField,
  item: Parameter,
  taken: Readonly<Record<string, unknown>>,
): boolean {
  const names = [field.name, ...(field.otherNames ?? [])];
  const elements = ['parameterGroup', field.carrier, 'description', 'sequenceNumber'];
  const isReference = field.carrier !== 'parameterValue';
  // The schema takes one of the two providers, not both.
  const excluded = field.field === 'externalAuthIdentityProvider' && taken.authProvider !== undefined;
  return (
    item.parameterType === field.type &&
    (field.only === true || names.includes(item.parameterName)) &&
    holdsOnly(item, elements) &&
    (!isReference || item[field.carrier] !== undefined) &&
    !excluded
  );
}

function fieldValue(field: AuthenticationField, item: Parameter) {
  return shortest({
    value: item[field.carrier] ?? '',
    name: item.parameterName === field.name ? undefined : item.parameterName,
    description: item.description,
    sequence: item.sequenceNumber,
  });
}

function principalsFrom(
  principals: readonly Parameter[],
  own: ReadonlyMap<string, readonly Parameter[]>,
): ExternalCredential['principals'] {
  const places = Object.keys(Object.fromEntries(principals.map((item) => [item.parameterName, true])));
  // Where one has no number, only the order of all is left.
  const numbered = principals.every((item) => item.sequenceNumber !== undefined);
  return Object.fromEntries(
    principals.map((item, index) => {
      const usual = places.indexOf(item.parameterName) + 1;
      const sequence = numbered ? item.sequenceNumber : index + 1;
      const parameters = own.get(item.parameterName) ?? [];
      const principal = present({
        type: item.parameterType as 'NamedPrincipal',
        description: item.description,
        sequence: sequence === usual ? undefined : sequence,
        parameters:
          parameters.length === 0 ? undefined : parameters.map((raw) => rawFrom(raw, ['parameterGroup'])),
      });
      return [item.parameterName, principal];
    }),
  ) as ExternalCredential['principals'];
}
