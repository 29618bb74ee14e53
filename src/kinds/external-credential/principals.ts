import { type ConfigPath, filled, present } from '../../metadata/component.ts';
import type { Located, Plain } from '../../metadata/metadata-type.ts';
import type { Rendering } from '../../metadata/rendering.ts';
import { type Parameter, placesOf, rawFrom, renderRaw, takeNamed } from '../parameters/table.ts';
import type { ExternalCredentialComponent } from './metadata.ts';
import { defaultGroup, groupOf, inOrder, isPrincipal } from './parameter-order.ts';
import type { ExternalCredential } from './schema.ts';
import { awsStsPrincipalName } from './uncertain.ts';

/** The principals of an external credential by sequence: name and type. */
export function principalsOf({ metadata }: ExternalCredentialComponent): ReadonlyMap<string, string> {
  const parameters = inOrder(metadata.externalCredentialParameters ?? [], (parameter) => parameter);
  return new Map(
    parameters.filter(isPrincipal).map(({ parameterName, parameterType }) => [parameterName, parameterType]),
  );
}

/** `principals` of a config as parameters: each in a group of its own name, with those that it has alone. */
export function renderPrincipals(
  { principals = {} }: Pick<ExternalCredential, 'principals'>,
  path: ConfigPath,
  rendering: Rendering,
): readonly Located<Parameter>[] {
  return Object.entries(principals).flatMap(([name, principal], index) => {
    const origin = [...path, 'principals', name];
    if (principal.type === 'AwsStsPrincipal' && name !== awsStsPrincipalName) {
      const message = `a principal of type AwsStsPrincipal is always called ${awsStsPrincipalName} by Salesforce, so "${name}" cannot be its name`;
      rendering.problems.push({ path: origin, message });
    }
    const item = present({
      description: filled(principal.description),
      parameterGroup: name,
      parameterName: name,
      parameterType: principal.type,
      sequenceNumber: principal.sequence ?? index + 1,
    });
    const own = renderRaw(principal.parameters, origin, { fixed: { parameterGroup: name } });
    return [
      { item, origin },
      ...own.map((one) => ({ ...one, item: { ...one.item, parameterGroup: groupOf(one.item) } })),
    ];
  });
}

/** `principals` of a config from parameters in their order, and the parameters that are of no principal. */
export function readPrincipals(sorted: readonly Parameter[]): {
  readonly principals: Plain | undefined;
  readonly general: Parameter[];
} {
  const rest = [...sorted];
  const principals = takeNamed(rest, isPrincipal);
  const own = new Map(principals.map(({ parameterName }) => [parameterName, [] as Parameter[]]));
  const general = rest.filter((item) => {
    const group = groupOf(item);
    if (group === defaultGroup || !own.has(group)) return true;
    own.get(group)?.push(item);
    return false;
  });
  if (principals.length === 0) return { principals: undefined, general };
  const place = placesOf(principals);
  // Where one has no number, only the order of all is left.
  const numbered = principals.every((item) => item.sequenceNumber !== undefined);
  const said = principals.map((item, index) => {
    const sequence = numbered ? item.sequenceNumber : index + 1;
    const parameters = (own.get(item.parameterName) ?? []).map((raw) => rawFrom(raw, ['parameterGroup']));
    const principal = present({
      type: item.parameterType,
      description: item.description,
      sequence: sequence === place(item) ? undefined : sequence,
      parameters: parameters.length === 0 ? undefined : parameters,
    });
    return [item.parameterName, principal];
  });
  return { principals: Object.fromEntries(said), general };
}
