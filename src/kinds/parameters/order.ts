import { compareBytes } from '../../metadata/component.ts';

/*
 * The fixed order of parameters. An org returns them in the order of their creation, which has no meaning. keyway's
 * order depends only on the parameters, not on their positions in the file, so that a pulled config renders the
 * same bytes. Within one type: sequenceNumber, then name.
 */

/** The values that decide a parameter's position. */
export interface Ordered {
  readonly parameterType: string;
  readonly parameterName: string;
  readonly sequenceNumber?: number;
}

/** The types that come first, in reading order. */
export interface Order {
  readonly types: readonly string[];
  readonly firstNames?: readonly string[];
}

export function compareParameters(left: Ordered, right: Ordered, { types, firstNames = [] }: Order): number {
  return (
    rank(types, left.parameterType) - rank(types, right.parameterType) ||
    compareSequence(left, right) ||
    rank(firstNames, left.parameterName) - rank(firstNames, right.parameterName) ||
    compareBytes(left.parameterName, right.parameterName) ||
    compareBytes(canonical(left), canonical(right))
  );
}

/** Sorts by sequenceNumber. Parameters without one come last. */
function compareSequence(left: Ordered, right: Ordered): number {
  const [first, second] = [left.sequenceNumber, right.sequenceNumber];
  if (first === second) return 0;
  if (first === undefined) return 1;
  return second === undefined ? -1 : first - second;
}

function rank(order: readonly string[], item: string): number {
  const index = order.indexOf(item);
  return index === -1 ? order.length : index;
}

function canonical(parameter: object): string {
  return JSON.stringify(Object.entries(parameter).sort(([left], [right]) => compareBytes(left, right)));
}
