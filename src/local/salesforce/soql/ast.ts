/** A position in a query's text. Line and column count from 1, as in Salesforce's `Row:1:Column:8`. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** `Parent.Profile.Name` as written, with its alias. */
export interface FieldPath {
  readonly segments: readonly string[];
  readonly position: Position;
}

export interface StringLiteral {
  readonly kind: 'string';
  readonly value: string;
  /** The same text as a LIKE pattern, in which a backslash makes `%`, `_` and itself literal. */
  readonly pattern: string;
}

export type Literal =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'number'; readonly value: number }
  | StringLiteral
  | { readonly kind: 'date'; readonly text: string }
  | { readonly kind: 'datetime'; readonly text: string }
  | { readonly kind: 'dateLiteral'; readonly name: string; readonly count: number }
  | Bind;

/** `:name`. The key is the expression's text, or the key that the Apex compiler assigned. */
export interface Bind {
  readonly kind: 'bind';
  readonly key: string;
}

export type Operand =
  | Literal
  | { readonly kind: 'list'; readonly values: readonly Literal[] }
  | { readonly kind: 'subquery'; readonly query: Query };

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'LIKE' | 'IN' | 'NOT IN';

export interface Comparison {
  readonly kind: 'compare';
  readonly path: FieldPath;
  readonly operator: Operator;
  readonly operand: Operand;
}

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'not'; readonly condition: Condition }
  | Comparison;

export type AggregateFunction = 'AVG' | 'COUNT' | 'COUNT_DISTINCT' | 'MAX' | 'MIN' | 'SUM';

export type Selected =
  | { readonly kind: 'field'; readonly path: FieldPath; readonly alias?: string }
  | {
      readonly kind: 'aggregate';
      readonly function: AggregateFunction;
      /** Absent for `COUNT()`. */
      readonly path?: FieldPath;
      readonly alias?: string;
      readonly position: Position;
    }
  | { readonly kind: 'fields'; readonly which: 'ALL' | 'STANDARD' | 'CUSTOM'; readonly position: Position };

export interface Order {
  readonly path: FieldPath;
  readonly descending: boolean;
  readonly nullsLast: boolean;
}

/** A parsed query, before its names are looked up. */
export interface Query {
  readonly text: string;
  readonly select: readonly Selected[];
  readonly from: { readonly name: string; readonly alias?: string; readonly position: Position };
  readonly where?: Condition;
  readonly groupBy: readonly FieldPath[];
  readonly orderBy: readonly Order[];
  readonly limit?: number | Bind;
  readonly offset?: number | Bind;
}
