import { ApexException, type DmlRowError, nullPointer, raise, Thrown } from './exception.ts';
import { DmlFailure } from './host.ts';
import { rowOf } from './record.ts';
import type { Runtime } from './runtime.ts';
import { ApexList, ApexRecord, type ApexValue } from './values.ts';

export type DmlOperation = 'insert' | 'update' | 'delete' | 'upsert';

/** The result for one record. */
export interface DmlOutcome {
  readonly record: ApexRecord;
  readonly error: DmlRowError | undefined;
}

/**
 * Runs a DML statement on a record or a list.
 *
 * @param allOrNone as for a plain statement: the first failure rolls everything back and becomes a DmlException;
 *   otherwise the other records are processed
 * @see Apex Developer Guide, "DML Statements vs. Database Class Methods"
 */
export async function runDml(
  operation: DmlOperation,
  target: ApexValue,
  allOrNone: boolean,
  runtime: Runtime,
): Promise<DmlOutcome[]> {
  const records = recordsOf(target);
  runtime.countDml(records.length);
  const rollback = runtime.host.savepoint();
  const outcomes: DmlOutcome[] = [];
  const inserted: ApexRecord[] = [];
  for (const [row, record] of records.entries()) {
    runtime.step();
    const hadId = record.fields.has('Id');
    const error = await change(operation, record, row, runtime);
    outcomes.push({ record, error });
    if (!error && !hadId) inserted.push(record);
  }
  const failed = outcomes.flatMap(({ error }) => (error ? [error] : []));
  if (allOrNone && failed[0]) {
    rollback();
    // Records that were rolled back have no id.
    for (const record of inserted) record.fields.delete('Id');
    throw dmlException(operation, failed[0], failed);
  }
  if (failed.length < records.length) runtime.uncommitted = true;
  return outcomes;
}

function recordsOf(target: ApexValue): readonly ApexRecord[] {
  if (target === null) throw nullPointer();
  const items = target instanceof ApexList ? target.items : [target];
  return items.map((item, at) => {
    if (item instanceof ApexRecord) return item;
    throw raise('ListException', `DML statement found null SObject at position ${at}`);
  });
}

async function change(
  operation: DmlOperation,
  record: ApexRecord,
  row: number,
  runtime: Runtime,
): Promise<DmlRowError | undefined> {
  const id = record.fields.get('Id') ?? null;
  const errorOf = (statusCode: string, message: string, fields: readonly string[]): DmlRowError => ({
    row,
    id: typeof id === 'string' ? id : null,
    statusCode,
    message,
    fields,
  });
  const step = operation === 'upsert' ? (id === null ? 'insert' : 'update') : operation;
  if (step === 'insert' && id !== null) {
    return errorOf('INVALID_FIELD_FOR_INSERT_UPDATE', 'cannot specify Id in an insert call', ['Id']);
  }
  if (step !== 'insert' && id === null) {
    return errorOf('MISSING_ARGUMENT', `Id not specified in an ${operation} call`, []);
  }
  try {
    if (step === 'insert') {
      const stored = await runtime.host.insert(record.type.name, rowOf(record));
      record.fields.set('Id', String(stored.Id));
    } else if (step === 'update') await runtime.host.update(record.type.name, rowOf(record));
    else await runtime.host.delete(record.type.name, String(id));
    return undefined;
  } catch (error) {
    if (error instanceof DmlFailure) return errorOf(error.statusCode, error.message, error.fields);
    throw error;
  }
}

function dmlException(operation: DmlOperation, first: DmlRowError, failed: readonly DmlRowError[]): Thrown {
  const name = operation[0]!.toUpperCase() + operation.slice(1);
  const id = first.id === null ? '' : ` with id ${first.id}`;
  const message = `${name} failed. First exception on row ${first.row}${id}; first error: ${first.statusCode}, ${first.message}: [${first.fields.join(', ')}]`;
  return new Thrown(new ApexException('DmlException', message, { dml: failed }));
}
