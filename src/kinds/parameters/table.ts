import { present } from '../../metadata/component.ts';
import { shortest } from './long-form.ts';

/** A parameter of either credential, as far as both have the same. */
export interface AnyParameter {
  readonly parameterName: string;
  readonly parameterType: string;
  readonly parameterValue?: string;
  readonly description?: string;
  readonly sequenceNumber?: number;
}

/** Text in a config by name: short, or long where that says more. */
export type NamedTexts = Readonly<
  Record<string, string | { value: string; description?: string; sequence?: number }>
>;

/**
 * Headers in the order of their sequence numbers. A number that the place in the file does not give by itself is
 * written out: gaps, and names such as `1`, which JavaScript puts before all others.
 */
export function headersFrom(parameters: readonly AnyParameter[]): NamedTexts | undefined {
  if (parameters.length === 0) return undefined;
  const places = Object.keys(Object.fromEntries(parameters.map((item) => [item.parameterName, true])));
  return Object.fromEntries(
    parameters.map((item) => {
      const usual = places.indexOf(item.parameterName) + 1;
      const sequence = item.sequenceNumber === usual ? undefined : item.sequenceNumber;
      return [item.parameterName, text(item, sequence)];
    }),
  );
}

/** Claims by name; they have no order of their own. */
export function claimsFrom(parameters: readonly AnyParameter[]): NamedTexts | undefined {
  if (parameters.length === 0) return undefined;
  return Object.fromEntries(parameters.map((item) => [item.parameterName, text(item, item.sequenceNumber)]));
}

/** A parameter as the Metadata API spells it, with the elements that say something only. */
export function rawFrom<T extends AnyParameter>(parameter: T, without: readonly string[] = []): T {
  return present(
    Object.fromEntries(Object.entries(parameter).filter(([element]) => !without.includes(element))),
  ) as T;
}

/** Whether a parameter holds no elements but these, and its name and type. */
export function holdsOnly(parameter: object, elements: readonly string[]): boolean {
  const known = ['parameterName', 'parameterType', ...elements];
  return Object.keys(parameter).every((element) => known.includes(element));
}

/** Takes from `parameters` the first that fits. */
export function take<T>(parameters: T[], fits: (parameter: T) => boolean): T | undefined {
  const index = parameters.findIndex(fits);
  return index === -1 ? undefined : parameters.splice(index, 1)[0];
}

/** Takes from `parameters` all that fit, but of several with one name only the first. */
export function takeNamed<T extends AnyParameter>(parameters: T[], fits: (parameter: T) => boolean): T[] {
  const taken = new Map<string, T>();
  for (const parameter of parameters) {
    if (fits(parameter) && !taken.has(parameter.parameterName)) taken.set(parameter.parameterName, parameter);
  }
  const kept = parameters.filter((parameter) => taken.get(parameter.parameterName) !== parameter);
  parameters.splice(0, parameters.length, ...kept);
  return [...taken.values()];
}

function text(item: AnyParameter, sequence: number | undefined): NamedTexts[string] {
  const { parameterValue: value = '', description } = item;
  return shortest(present({ value, description, sequence }) as { value: string });
}
