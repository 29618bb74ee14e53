import type { Entries } from '../../metadata/entries.ts';
import type { Parameter, ParameterField } from './table.ts';

/** How the parameters of a type are known when they are compared. */
export interface KnownBy {
  /** One of these at most; what it is called carries no meaning. */
  readonly single: ReadonlySet<string>;
  /** Known by their value: an org makes their names up. */
  readonly byValue: ReadonlySet<string>;
  /** Elements that hold a value; of several the first is the parameter's own. */
  readonly carriers: readonly string[];
}

/** That, by the table of a type. */
export function knownBy(table: readonly ParameterField[]): KnownBy {
  const types = (fits: (field: ParameterField) => boolean) =>
    new Set(table.filter(fits).map(({ type }) => type));
  const carriers = new Set(table.map(({ carrier }) => carrier));
  return {
    single: types(({ only }) => only === true),
    byValue: types(({ madeByOrg }) => madeByOrg !== undefined),
    carriers: ['parameterValue', ...[...carriers].filter((carrier) => carrier !== 'parameterValue').sort()],
  };
}

/** What a parameter means, under a path such as `parameters.AuthParameter.Scope`. */
export function meanParameter(
  entries: Entries,
  parameter: Parameter,
  { single, byValue, carriers }: KnownBy,
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
