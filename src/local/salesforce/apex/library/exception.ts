import { type ApexException, type DmlRowError, raise } from '../exception.ts';
import { listOf, types } from '../types.ts';
import { ApexList, EnumValue } from '../values.ts';
import type { Library } from './signature.ts';

/** Apex Reference Guide, "Exception Class and Built-In Exceptions". */
export const exceptionMethods: Library = {
  'getCause(): Exception': (self: ApexException) => self.cause,
  'getLineNumber(): Integer': (self: ApexException) => self.position?.line ?? null,
  'getMessage(): String': (self: ApexException) => self.message ?? 'Script-thrown exception',
  'getStackTraceString(): String': (self: ApexException) => self.stackTrace,
  'getTypeName(): String': (self: ApexException) => self.qualifiedName,
};

/** Methods of a DmlException. They count only failed rows. */
export const dmlExceptionMethods: Library = {
  'getDmlFieldNames(Integer): List<String>': (self: ApexException, at: number) =>
    new ApexList(listOf(types.String), [...rowOf(self, at).fields]),
  'getDmlId(Integer): Id': (self: ApexException, at: number) => rowOf(self, at).id,
  'getDmlIndex(Integer): Integer': (self: ApexException, at: number) => rowOf(self, at).row,
  'getDmlMessage(Integer): String': (self: ApexException, at: number) => rowOf(self, at).message,
  'getDmlStatusCode(Integer): String': (self: ApexException, at: number) => rowOf(self, at).statusCode,
  'getDmlType(Integer): StatusCode': (self: ApexException, at: number) =>
    new EnumValue(rowOf(self, at).statusCode),
  'getNumDml(): Integer': (self: ApexException) => self.dml.length,
};

export const enumMethods: Library = {
  'name(): String': (self: EnumValue) => self.name,
};

function rowOf(exception: ApexException, at: number): DmlRowError {
  const row = exception.dml[at];
  if (!row) throw raise('ListException', `List index out of bounds: ${at}`);
  return row;
}
