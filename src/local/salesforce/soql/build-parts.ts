import type { BoundExpressionContext, ExpressionContext, FieldNameContext } from '@apexdevtools/apex-parser';
import type { Bind, FieldPath } from './ast.ts';
import { positionOf } from './grammar.ts';

/** What building needs in addition to the tree. `bind` handles a `:expression`; the Apex compiler compiles it there. */
export interface Source {
  readonly text: string;
  readonly mark: string;
  readonly bind: (expression: ExpressionContext) => string;
}

export function fieldPath(tree: FieldNameContext): FieldPath {
  return { segments: tree.soqlId_list().map((id) => id.getText()), position: positionOf(tree) };
}

export function bindOf(tree: BoundExpressionContext, source: Source): Bind {
  return { kind: 'bind', key: source.bind(tree.expression()) };
}
