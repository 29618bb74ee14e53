import { type ConfigPath, filled, present } from '../../metadata/component.ts';
import type { Located, Plain } from '../../metadata/metadata-type.ts';
import {
  isPlainForm,
  type LongForm,
  longFormElements,
  type PlainForm,
  toLongForm,
  toShortForm,
} from './long-form.ts';
import { headers as headersSchema } from './schema.ts';

/*
 * Converts parameters of a credential in both directions. A table maps config fields to parameters. A parameter
 * without a field goes under `parameters:`, spelt as in the Metadata API.
 */

/** The elements that parameters of all credentials have. */
export interface Parameter extends Plain {
  readonly parameterName: string;
  readonly parameterType: string;
  readonly parameterValue?: string;
  readonly description?: string;
  readonly sequenceNumber?: number;
}

/** A field of a config and the parameters that it stands for. */
export interface ParameterField {
  /** The field's path, from the map that the table describes. */
  readonly at: ConfigPath;
  readonly type: string;
  /**
   * `one`: a single parameter with the field's value. `named`: a map of names to values. `ordered`: such a map
   * whose order matters. `list`: a list of values.
   */
  readonly form: 'one' | 'named' | 'ordered' | 'list';
  /** The parameter's name if the config doesn't give one: for `one`, and for each item of a `list`. */
  readonly name?: string | ((value: string) => string);
  /** Other names that are accepted when it is read. */
  readonly otherNames?: readonly string[];
  /** Names that an org generates and that have no meaning. */
  readonly generatedName?: RegExp;
  /** Only one parameter of this type exists, so it belongs to this field whatever its name. */
  readonly isUnique?: true;
  /** The element of the parameter that holds the value. */
  readonly carrier: string;
  /** Some orgs store the value as plain text in `parameterValue` instead. The long form can express that. */
  readonly allowsPlainText?: true;
  /** The config's schema requires it. */
  readonly required?: true;
  /** Elements that the field's long form can express; default: the description and the number. */
  readonly expressible?: readonly string[];
  /** Another field that excludes this one. */
  readonly excludedBy?: string;
  /** Converts a config's value to Salesforce's form for a parameter of this name, if they differ, and back. */
  readonly encode?: (said: string, name: string) => string;
  readonly decode?: (kept: string, name: string) => string;
  /** Whether the field can express this parameter, in addition to the form's own conditions. */
  readonly matches?: (parameter: Parameter) => boolean;
}

/** Settings for all parameters of a table. */
export interface TableOptions {
  /** Elements that every parameter has, such as its group. */
  readonly fixed?: Plain;
  /** Whether a parameter belongs to this table. */
  readonly belongsHere?: (parameter: Parameter) => boolean;
}

/** Renders the parameters that the fields of a config stand for. */
export function renderParameters(
  table: readonly ParameterField[],
  config: Plain,
  path: ConfigPath,
  { fixed = {} }: TableOptions = {},
): readonly Located<Parameter>[] {
  return table.flatMap((field) => {
    const written = field.at.reduce<unknown>((here, key) => (here as Plain | undefined)?.[key], config);
    if (written === undefined) return [];
    const origin = [...path, ...field.at];
    const one = (
      value: string | LongForm | PlainForm,
      at: ConfigPath,
      more: { name?: string; sequenceNumber?: number } = {},
    ) => {
      const { name: given, ...defaults } = more;
      const form = toLongForm(value);
      const item = present({
        ...fixed,
        ...defaults,
        ...longFormElements(form),
        [isPlainForm(value) ? 'parameterValue' : field.carrier]: filled(
          field.encode?.(form.value, given ?? '') ?? form.value,
        ),
        parameterName: given ?? form.name ?? usualName(field, form.value),
        parameterType: field.type,
      }) as Parameter;
      return { item, origin: at };
    };
    if (field.form === 'one') return [one(written as string | LongForm | PlainForm, origin)];
    if (field.form === 'list')
      return (written as readonly (string | LongForm)[]).map((value, index) =>
        one(value, [...origin, index]),
      );
    return Object.entries(written as Readonly<Record<string, string | LongForm>>).map(
      ([name, value], index) =>
        one(value, [...origin, name], {
          name,
          ...(field.form === 'ordered' ? { sequenceNumber: index + 1 } : {}),
        }),
    );
  });
}

/** Renders the parameters that a config spells out. */
export function renderRaw(
  raw: readonly Plain[] | undefined,
  path: ConfigPath,
  { fixed = {} }: TableOptions = {},
): readonly Located<Parameter>[] {
  return (raw ?? []).map(({ secret: _, ...parameter }, index) => ({
    item: present({
      ...fixed,
      ...parameter,
      description: filled(parameter.description),
      parameterValue: filled(parameter.parameterValue),
    }) as unknown as Parameter,
    origin: [...path, 'parameters', index],
  }));
}

/**
 * Removes from `parameters` those that the fields of a table can express, and returns the fields in the order of
 * the table.
 */
export function takeFields(
  table: readonly ParameterField[],
  parameters: Parameter[],
  { fixed = {}, belongsHere = () => true }: TableOptions = {},
): Plain {
  let config: Plain = {};
  for (const field of table) {
    if (field.excludedBy !== undefined && field.excludedBy in config) continue;
    const known = [
      ...Object.keys(fixed),
      field.carrier,
      ...(field.allowsPlainText ? ['parameterValue'] : []),
      ...(field.expressible ?? ['description', 'sequenceNumber']),
    ];
    const fits = (item: Parameter) =>
      item.parameterType === field.type && belongsHere(item) && holdsOnly(item, known) && canSay(field, item);
    const fieldValue = takeOne(field, parameters, fits);
    if (fieldValue !== undefined) config = setAtPath(config, field.at, fieldValue);
  }
  return config;
}

/** The required fields that a config lacks. */
export function missingFields(table: readonly ParameterField[], config: Plain): readonly string[] {
  return table
    .filter(({ required, at }) => required && !(String(at[0]) in config))
    .map(({ at }) => String(at[0]));
}

/** A parameter as spelt in the Metadata API, without empty elements. */
export function rawFrom(parameter: Parameter, without: readonly string[] = []): Plain {
  return present(
    Object.fromEntries(Object.entries(parameter).filter(([element]) => !without.includes(element))),
  );
}

/** Removes and returns the first matching parameter. */
export function takeFirst<T>(parameters: T[], fits: (parameter: T) => boolean): T | undefined {
  const index = parameters.findIndex(fits);
  return index === -1 ? undefined : parameters.splice(index, 1)[0];
}

/** Removes and returns all matching parameters. Of several with the same name, only the first. */
export function takeNamed<T extends Parameter>(parameters: T[], fits: (parameter: T) => boolean): T[] {
  const byName = new Map<string, T>();
  for (const parameter of parameters) {
    if (fits(parameter) && !byName.has(parameter.parameterName))
      byName.set(parameter.parameterName, parameter);
  }
  const kept = parameters.filter((parameter) => byName.get(parameter.parameterName) !== parameter);
  parameters.splice(0, parameters.length, ...kept);
  return [...byName.values()];
}

/** The number of each parameter by its position in the file, if the position alone doesn't give that number. */
export function placesOf(parameters: readonly Parameter[]): (parameter: Parameter) => number {
  // JavaScript puts names such as `1` before all others, whatever the file says.
  const places = Object.keys(Object.fromEntries(parameters.map((item) => [item.parameterName, true])));
  return ({ parameterName }) => places.indexOf(parameterName) + 1;
}

function takeOne(
  field: ParameterField,
  parameters: Parameter[],
  fits: (item: Parameter) => boolean,
): unknown {
  if (field.form === 'one') {
    const found = takeFirst(parameters, fits);
    return found && toConfigForm(field, found);
  }
  const found = takeNamed(parameters, fits);
  if (found.length === 0) return undefined;
  if (field.form === 'list') return found.map((item) => toConfigForm(field, item));
  const place = placesOf(found);
  return Object.fromEntries(
    found.map((item) => {
      const { parameterName: name, parameterValue = '', description, sequenceNumber } = item;
      const value = field.decode?.(parameterValue, name) ?? parameterValue;
      const isUsual = field.form === 'ordered' && sequenceNumber === place(item);
      const sequence = isUsual ? undefined : sequenceNumber;
      return [item.parameterName, toShortForm({ value, description, sequence })];
    }),
  );
}

function canSay(field: ParameterField, item: Parameter): boolean {
  if (field.form === 'one') {
    const names = [usualName(field, carriedValue(field, item)), ...(field.otherNames ?? [])];
    if (field.isUnique !== true && !names.includes(item.parameterName)) return false;
    const held = [item[field.carrier], field.allowsPlainText && item.parameterValue].filter(
      (value) => value !== undefined,
    );
    if (field.carrier !== 'parameterValue' && held.length !== 1) return false;
  }
  // The order matters, and only numbers express it.
  if (field.form === 'ordered' && (item.sequenceNumber === undefined || !isHeaderName(item.parameterName)))
    return false;
  return field.matches?.(item) ?? true;
}

function isHeaderName(name: string): boolean {
  return headersSchema.safeParse({ [name]: '' }).success;
}

function toConfigForm(field: ParameterField, item: Parameter): unknown {
  const value = carriedValue(field, item);
  const isUsual =
    item.parameterName === usualName(field, value) ||
    (field.generatedName?.test(item.parameterName) ?? false);
  const form = {
    name: isUsual ? undefined : item.parameterName,
    description: item.description,
    sequence: item.sequenceNumber,
  };
  return item[field.carrier] === undefined && field.allowsPlainText
    ? present({ parameterValue: item.parameterValue, ...form })
    : toShortForm({ value, ...form });
}

function carriedValue({ carrier }: ParameterField, item: Parameter): string {
  return String(item[carrier] ?? '');
}

function usualName({ name = '' }: ParameterField, value: string): string {
  return typeof name === 'string' ? name : name(value);
}

/** Whether a parameter has no elements other than these, its name and its type. */
function holdsOnly(parameter: Parameter, elements: readonly string[]): boolean {
  const known = ['parameterName', 'parameterType', ...elements];
  return Object.keys(parameter).every((element) => known.includes(element));
}

function setAtPath(config: Plain, [key = '', ...rest]: ConfigPath, value: unknown): Plain {
  const below = rest.length === 0 ? value : setAtPath((config[key] ?? {}) as Plain, rest, value);
  return { ...config, [key]: below };
}
