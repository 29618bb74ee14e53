import type { Entries } from '../../metadata/entries.ts';
import type { Parameter, ParameterField } from './table.ts';

/** How parameters of a type are identified in a comparison. */
export interface ParameterIdentity {
  /** Types with at most one parameter, whose name has no meaning. */
  readonly single: ReadonlySet<string>;
  /** Types identified by their value, because an org generates their names. */
  readonly byValue: ReadonlySet<string>;
  /** Elements that may hold the value. If several do, the first one is the parameter's own. */
  readonly carriers: readonly string[];
}

/** Derives the identification from the table of a type. */
export function identifyParameters(table: readonly ParameterField[]): ParameterIdentity {
  const types = (fits: (field: ParameterField) => boolean) =>
    new Set(table.filter(fits).map(({ type }) => type));
  const carriers = new Set(table.map(({ carrier }) => carrier));
  return {
    single: types(({ isUnique }) => isUnique === true),
    byValue: types(({ generatedName }) => generatedName !== undefined),
    carriers: ['parameterValue', ...[...carriers].filter((carrier) => carrier !== 'parameterValue').sort()],
  };
}

/** The meaning of a parameter, under a path such as `parameters.AuthParameter.Scope`. */
export function addParameterMeaning(
  entries: Entries,
  parameter: Parameter,
  { single, byValue, carriers }: ParameterIdentity,
  prefix = '',
): void {
  const { parameterType: type, parameterName, parameterValue, description } = parameter;
  const name = byValue.has(type) ? parameterValue : parameterName;
  const path = `${prefix}parameters.${single.has(type) ? type : `${type}.${name}`}`;
  const [main, ...others] = carriers.filter((element) => parameter[element] !== undefined);
  entries.put(path, main === undefined ? '(empty)' : parameter[main]);
  for (const element of others) entries.put(`${path}.${element}`, parameter[element]);
  entries.put(`${path}.description`, description);
}
