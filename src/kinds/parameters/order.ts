import { compareBytes } from '../../metadata/component.ts';

/*
 * The fixed order of parameters. An org returns them in the order in which they were made, which says nothing;
 * keyway's own order depends on what the parameters are and not on where they stood in the file, so that a
 * config that was read back renders the same bytes. Within one type: sequenceNumber, then name.
 */

/** What of a parameter decides its place. */
export interface Ordered {
  readonly parameterType: string;
  readonly parameterName: string;
  readonly sequenceNumber?: number;
}

/** What comes first of its kind, since that is how people read it. */
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

/** By sequenceNumber; what has none comes last. */
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
