import type { Position } from '../soql/ast.ts';

/** A compile error with its position. */
export class CompileError extends Error {
  readonly position: Position;

  constructor(position: Position, message: string) {
    super(message);
    this.name = 'CompileError';
    this.position = position;
  }
}

/** The error for Apex that a real org compiles and this one doesn't, by its name. */
export function notEmulated(position: Position, what: string): CompileError {
  return new CompileError(position, `[local org] not emulated: ${what}`);
}

/** The wording of Salesforce's compiler. */
export const words = {
  unexpectedToken: (token: string) => `Unexpected token '${token}'.`,
  missingToken: (missing: string, token: string) => `Missing '${missing}' at '${token}'`,
  noSuchVariable: (name: string) => `Variable does not exist: ${name}`,
  noSuchField: (name: string, type: string) => `Field does not exist: ${name} on ${type}`,
  invalidType: (name: string) => `Invalid type: ${name}`,
  duplicateVariable: (name: string) => `Duplicate variable: ${name}`,
  duplicateField: (name: string) => `Duplicate field initialization: ${name}`,
  notWriteable: (name: string, type: string) => `Field is not writeable: ${type}.${name}`,
  illegalAssignment: (from: string, to: string) => `Illegal assignment from ${from} to ${to}`,
  incompatible: (left: string, right: string) =>
    `Comparison arguments must be compatible types: ${left}, ${right}`,
  notBoolean: (type: string) => `Condition expression must be of type Boolean: ${type}`,
  booleanArguments: 'Boolean expressions must use Boolean arguments',
  numericArguments: 'Arithmetic expressions must use numeric arguments',
  notAssignable: 'Expression cannot be assigned',
  notAStatement: 'Expression cannot be a statement.',
  notIterable: (type: string) => `Loop must iterate over collection: ${type}`,
  notForDml: (type: string) => `DML requires SObject or SObject list type: ${type}`,
  notThrowable: (type: string) => `Throw expression must be of type exception: ${type}`,
  dependentInvalid: (name: string, problem: string) =>
    `Dependent class is invalid and needs recompilation: Class ${name} : ${problem}`,
  noSuchMethod: (signature: string, type: string) =>
    `Method does not exist or incorrect signature: void ${signature} from the type ${type}`,
  notVisible: (signature: string) => `Method is not visible: ${signature}`,
  noConstructor: (type: string) => `Constructor not defined: [${type}].<Constructor>()`,
  nonStatic: (signature: string) =>
    `Non static method cannot be referenced from a static context: ${signature}`,
  staticByInstance: (signature: string) =>
    `Static method cannot be referenced from a non static context: ${signature}`,
  duplicateMethod: (signature: string) => `Method already defined: ${signature}`,
  topLevelVisibility: 'Top-level type must have public or global visibility',
  mustImplement: (name: string, method: string) => `Class ${name} must implement the method: ${method}`,
  mustReturn: 'Missing return statement required return type',
  voidReturns: 'Void method must not return a value',
  illegalString: (sequence: string) =>
    `Illegal string literal: Invalid string literal. Illegal character sequence '${sequence}' in string literal.`,
  lineBreakInString: 'Illegal string literal: Line breaks are not allowed in string literals',
} as const;
