import type { ExternalCredential as Metadata } from '@salesforce/types/metadata';
import { type ConfigPath, filled, type MetadataComponent, present } from '../../metadata/component.ts';
import type { Located, Plain } from '../../metadata/metadata-type.ts';
import type { Rendering } from '../../metadata/rendering.ts';
import {
  type Parameter,
  placesOf,
  rawFrom,
  renderParameters,
  renderRaw,
  takeFields,
  takeNamed,
} from '../parameters/table.ts';
import { principalFields } from './authentication-fields.ts';
import { defaultGroup, groupOf, isPrincipal, normalizeGroup, sortParameters } from './parameter-order.ts';
import type { ExternalCredential } from './schema.ts';
import { awsStsPrincipalName } from './uncertain.ts';

/** The principals of an external credential by name, ordered by sequence. */
export function principalsOf({
  metadata,
}: Pick<MetadataComponent<'ExternalCredential', Metadata>, 'metadata'>): ReadonlyMap<
  string,
  { readonly type: string; readonly group: string }
> {
  const parameters = sortParameters(metadata.externalCredentialParameters ?? [], (parameter) => parameter);
  return new Map(
    parameters
      .filter(isPrincipal)
      .map((one) => [one.parameterName, { type: one.parameterType, group: groupOf(one) }]),
  );
}

/**
 * Renders `principals` of a config as parameters. Each principal gets a group with its own name, which also has its
 * own parameters.
 */
export function renderPrincipals(
  { principals = {} }: Pick<ExternalCredential, 'principals'>,
  path: ConfigPath,
  rendering: Rendering,
): readonly Located<Parameter>[] {
  return Object.entries(principals).flatMap(([name, principal], index) => {
    const origin = [...path, 'principals', name];
    if (principal.type === 'AwsStsPrincipal' && name !== awsStsPrincipalName) {
      const message = `Salesforce names each principal of type AwsStsPrincipal ${awsStsPrincipalName}, so "${name}" can't be its name`;
      rendering.problems.push({ path: origin, message });
    }
    const { group = name } = principal;
    const item = present({
      description: filled(principal.description),
      parameterGroup: group,
      parameterName: name,
      parameterType: principal.type,
      sequenceNumber: principal.sequence ?? index + 1,
    });
    const options = { fixed: { parameterGroup: group } };
    const own = [
      ...renderParameters(principalFields, principal, origin, options),
      ...renderRaw(principal.parameters, origin, options),
    ];
    return [{ item, origin }, ...own].map(normalizeGroup);
  });
}

/** Reads `principals` of a config from sorted parameters, and returns the parameters that belong to no principal. */
export function readPrincipals(sorted: readonly Parameter[]): {
  readonly principals: Plain | undefined;
  readonly general: Parameter[];
} {
  const rest = [...sorted];
  const principals = takeNamed(rest, isPrincipal);
  // If several principals share a group, the first one gets the group's other parameters.
  const own = new Map(
    principals.toReversed().map((item) => [groupOf(item), { owner: item, parameters: [] as Parameter[] }]),
  );
  own.delete(defaultGroup);
  const general = rest.filter((item) => {
    const group = own.get(groupOf(item));
    group?.parameters.push(item);
    return group === undefined;
  });
  if (principals.length === 0) return { principals: undefined, general };
  const place = placesOf(principals);
  // If one has no number, only the overall order remains.
  const numbered = principals.every((item) => item.sequenceNumber !== undefined);
  const entries = principals.map((item, index) => {
    const sequence = numbered ? item.sequenceNumber : index + 1;
    const group = groupOf(item);
    const { owner, parameters = [] } = own.get(group) ?? {};
    const mine = owner === item ? parameters : [];
    const fields = takeFields(principalFields, mine, { fixed: { parameterGroup: group } });
    const raw = mine.map((parameter) => rawFrom(parameter, ['parameterGroup']));
    const principal = present({
      type: item.parameterType,
      group: group === item.parameterName ? undefined : group,
      description: item.description,
      sequence: sequence === place(item) ? undefined : sequence,
      ...fields,
      parameters: raw.length === 0 ? undefined : raw,
    });
    return [item.parameterName, principal];
  });
  return { principals: Object.fromEntries(entries), general };
}
