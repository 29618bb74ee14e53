import { type DmlOperation, type DmlOutcome, runDml } from '../dml.ts';
import type { DmlRowError } from '../exception.ts';
import type { Runtime } from '../runtime.ts';
import { listOf, types } from '../types.ts';
import { ApexList, type ApexRecord, type ApexValue, EnumValue, NativeObject } from '../values.ts';
import type { Library } from './signature.ts';

/** `Database.SaveResult` and `Database.DeleteResult`. */
export class DmlResult extends NativeObject {
  readonly outcome: DmlOutcome;
  constructor(outcome: DmlOutcome) {
    super();
    this.outcome = outcome;
  }

  describe(): string {
    const { error } = this.outcome;
    const errors = error ? new DatabaseError(error).describe() : '';
    return `Database.SaveResult[getErrors=(${errors});getId=${this.id};isSuccess=${error === undefined};]`;
  }

  get id(): string | null {
    return this.outcome.error ? null : String(this.outcome.record.fields.get('Id'));
  }
}

export class DatabaseError extends NativeObject {
  readonly error: DmlRowError;
  constructor(error: DmlRowError) {
    super();
    this.error = error;
  }

  describe(): string {
    const { fields, message, statusCode } = this.error;
    return `Database.Error[getFields=(${fields.join(', ')});getMessage=${message};getStatusCode=${statusCode};]`;
  }
}

export const dmlResultMethods: Library = {
  'getErrors(): List<Database.Error>': (self: DmlResult) => {
    const { error } = self.outcome;
    const type = listOf({ name: 'Database.Error', of: [] });
    return new ApexList(type, error ? [new DatabaseError(error)] : []);
  },
  'getId(): Id': (self: DmlResult) => self.id,
  'isSuccess(): Boolean': (self: DmlResult) => self.outcome.error === undefined,
};

export const databaseErrorMethods: Library = {
  'getFields(): List<String>': (self: DatabaseError) =>
    new ApexList(listOf(types.String), [...self.error.fields]),
  'getMessage(): String': (self: DatabaseError) => self.error.message,
  'getStatusCode(): StatusCode': (self: DatabaseError) => new EnumValue(self.error.statusCode),
};

const one =
  (operation: DmlOperation) =>
  async (record: ApexRecord, allOrNone: ApexValue, runtime: Runtime): Promise<ApexValue> => {
    const [outcome] = await runDml(operation, record, allOrNone !== false, runtime);
    return new DmlResult(outcome!);
  };

const many =
  (operation: DmlOperation, result: string) =>
  async (list: ApexList, allOrNone: ApexValue, runtime: Runtime): Promise<ApexValue> => {
    const outcomes = await runDml(operation, list, allOrNone !== false, runtime);
    return new ApexList(
      listOf({ name: result, of: [] }),
      outcomes.map((outcome) => new DmlResult(outcome)),
    );
  };

function methods(operation: DmlOperation, result: string): Library {
  const onOne = one(operation);
  const onMany = many(operation, result);
  return {
    [`${operation}(SObject): ${result}`]: (record: ApexRecord, runtime: Runtime) =>
      onOne(record, true, runtime),
    [`${operation}(SObject, Boolean): ${result}`]: onOne,
    [`${operation}(List<SObject>): List<${result}>`]: (list: ApexList, runtime: Runtime) =>
      onMany(list, true, runtime),
    [`${operation}(List<SObject>, Boolean): List<${result}>`]: onMany,
  };
}

/** Apex Reference Guide, "Database Class". Its queries are compiled at the call. */
export const databaseStatics: Library = {
  ...methods('insert', 'Database.SaveResult'),
  ...methods('update', 'Database.SaveResult'),
  ...methods('delete', 'Database.DeleteResult'),
};
