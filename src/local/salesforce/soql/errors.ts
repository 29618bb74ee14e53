import type { Position } from './ast.ts';

export type SoqlErrorCode =
  | 'MALFORMED_QUERY'
  | 'INVALID_FIELD'
  | 'INVALID_TYPE'
  | 'INVALID_QUERY_FILTER_OPERATOR'
  | 'NUMBER_OUTSIDE_VALID_RANGE';

/** A query that the org refuses; `message` is the text beside `errorCode` in the REST API. */
export class SoqlError extends Error {
  readonly errorCode: SoqlErrorCode;

  constructor(errorCode: SoqlErrorCode, message: string) {
    super(message);
    this.name = 'SoqlError';
    this.errorCode = errorCode;
  }
}

/** The number of characters shown on each side of the error, so that messages stay short. */
const EXCERPT = 60;

/** An error with its line and a caret below the position, in the form of the query API. */
export function errorAt(code: SoqlErrorCode, text: string, position: Position, message: string): SoqlError {
  const line = text.split(/\r\n|\r|\n/u)[position.line - 1] ?? '';
  const at = Math.min(position.column - 1, line.length);
  const start = Math.max(0, at - EXCERPT);
  const excerpt = line.slice(start, at + EXCERPT);
  const caret = `${' '.repeat(at - start)}^`;
  return new SoqlError(
    code,
    `\n${excerpt}\n${caret}\nERROR at Row:${position.line}:Column:${position.column}\n${message}`,
  );
}

/** Refuses by name what this org doesn't emulate. */
export function notEmulated(position: Position, what: string): SoqlError {
  const where = `Row:${position.line}:Column:${position.column}`;
  return new SoqlError('MALFORMED_QUERY', `[local org] not emulated: ${what} (${where})`);
}

const describeCall = 'Please reference your WSDL or the describe call for the appropriate names.';

export const words = {
  noSuchColumn: (field: string, entity: string) =>
    `No such column '${field}' on entity '${entity}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. ${describeCall}`,
  noSuchType: (name: string) =>
    `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. ${describeCall}`,
  noSuchRelationship: (name: string) =>
    `Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${describeCall}`,
  notFilterable: (field: string) => `field '${field}' can not be filtered in a query call`,
  notSortable: (field: string) => `field '${field}' can not be sorted in a query call`,
  notGroupable: (field: string) => `field '${field}' can not be grouped in a query call`,
  mustBeQuoted: (field: string, type: string) =>
    `value of filter criterion for field '${field}' must be of type ${type} and should be enclosed in quotes`,
  mustNotBeQuoted: (field: string, type: string) =>
    `value of filter criterion for field '${field}' must be of type ${type} and should not be enclosed in quotes`,
  invalidOperator: (type: string) => `invalid operator on ${type} field`,
  invalidId: (value: string) => `invalid ID field: ${value}`,
  bindsInApexOnly: 'Bind variables only allowed in Apex code',
  unexpectedToken: (token: string) => `unexpected token: '${token}'`,
  duplicateField: (field: string) => `duplicate field selected: ${field}`,
  duplicateAlias: (alias: string) => `duplicate alias: ${alias}`,
  mustBeGrouped: (field: string) => `Field must be grouped or aggregated: ${field}`,
} as const;
