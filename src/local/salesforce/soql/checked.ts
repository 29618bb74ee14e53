import type { SObjectType } from '../tables.ts';
import type { AggregateFunction, Bind, Operand, Operator } from './ast.ts';
import type { ResolvedPath } from './paths.ts';

export interface CheckedAggregate {
  readonly kind: 'aggregate';
  readonly function: AggregateFunction;
  readonly path?: ResolvedPath;
  /** The key in an AggregateResult: the alias, or `expr0`, `expr1`, …. */
  readonly name: string;
}

export type CheckedSelected =
  | { readonly kind: 'field'; readonly path: ResolvedPath; readonly name: string }
  | CheckedAggregate;

export interface CheckedOrder {
  readonly path: ResolvedPath;
  readonly descending: boolean;
  readonly nullsLast: boolean;
}

/** A query whose names exist and whose literals have the right types. Only the values of binds are open. */
export interface CheckedQuery {
  readonly text: string;
  readonly type: SObjectType;
  readonly select: readonly CheckedSelected[];
  readonly where?: CheckedCondition;
  readonly groupBy: readonly ResolvedPath[];
  readonly orderBy: readonly CheckedOrder[];
  readonly limit?: number | Bind;
  readonly offset?: number | Bind;
  /** `SELECT COUNT()`: a number without rows. */
  readonly counts: boolean;
  /** Whether the rows are AggregateResults instead of records. */
  readonly aggregates: boolean;
}

export type CheckedCondition =
  | { readonly kind: 'and' | 'or'; readonly conditions: readonly CheckedCondition[] }
  | { readonly kind: 'not'; readonly condition: CheckedCondition }
  | CheckedComparison;

export interface CheckedComparison {
  readonly kind: 'compare';
  readonly path: ResolvedPath;
  readonly operator: Operator;
  readonly operand:
    | Exclude<Operand, { kind: 'subquery' }>
    | { readonly kind: 'subquery'; readonly query: CheckedQuery };
}
