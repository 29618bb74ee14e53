import type { QueryContext } from '@apexdevtools/apex-parser';
import type { Position } from '../soql/ast.ts';
import { buildQuery } from '../soql/build.ts';
import { checkQuery } from '../soql/check.ts';
import type { CheckedQuery } from '../soql/checked.ts';
import { SoqlError } from '../soql/errors.ts';
import { runQuery } from '../soql/execute.ts';
import { parseSoql } from '../soql/parse.ts';
import type { Binds } from '../soql/run.ts';
import type { Field, Value } from '../tables.ts';
import { CompileError, notEmulated } from './compile-error.ts';
import { compileExpression } from './compile-expression.ts';
import type { Compiled, Compiler } from './compiler.ts';
import { raise } from './exception.ts';
import { AggregateResult } from './library/sobject.ts';
import { datetimeText, fromRow, recordFromQuery } from './record.ts';
import type { Runtime } from './runtime.ts';
import { listOf, sobjectType, types, typeText } from './types.ts';
import { ApexDatetime, ApexList, ApexRecord, ApexSet, type ApexValue } from './values.ts';

/** `[SELECT …]`: checks its names now, and compiles its binds as expressions of the block. */
export function compileQuery(tree: QueryContext, position: Position, compiler: Compiler): Compiled {
  const binds: Compiled[] = [];
  const bind = (expression: Parameters<typeof compileExpression>[0]) => {
    const compiled = compileExpression(expression, compiler);
    const { type } = compiled;
    if (['Blob', 'Map', 'Object', 'void'].includes(type.name)) {
      throw notEmulated(compiled.position, `a bind expression of type ${typeText(type)}`);
    }
    binds.push(compiled);
    return `bind ${binds.length - 1}`;
  };
  const query = checked(position, () =>
    checkQuery(buildQuery(tree, { text: compiler.source, mark: compiler.mark, bind }), compiler.tables),
  );
  const item = query.aggregates ? types.AggregateResult : sobjectType(query.type);
  return {
    type: query.counts ? types.Integer : listOf(item),
    position,
    ...(!query.counts && { rows: true }),
    run: async (runtime) => {
      const values: Record<string, Value | readonly Value[]> = {};
      for (const [i, compiled] of binds.entries())
        values[`bind ${i}`] = bindValue(await compiled.run(runtime));
      return execute(query, values, position, runtime);
    },
  };
}

/** `Database.query(text)`: known only at run time. Its binds are plain variables. */
export function compileDynamicQuery(text: Compiled, position: Position, compiler: Compiler): Compiled {
  const variables = compiler.visible();
  return {
    type: listOf(types.SObject),
    position,
    rows: true,
    run: async (runtime) => {
      const soql = await text.run(runtime);
      runtime.at = position;
      if (soql === null) throw raise('NullPointerException', 'Argument cannot be null.');
      runtime.step(1 + (String(soql).length >> 4));
      const query = await asApex(async () => checkQuery(await parseSoql(String(soql)), runtime.host.tables));
      if (query.counts || query.aggregates)
        throw raise('QueryException', '[local org] not emulated: aggregates in Database.query');
      // Every variable in scope may be used. Variables that can't be bound are left out.
      const values = Object.fromEntries(
        [...variables.values()].flatMap((variable) => {
          const value = runtime.variables[variable.slot] ?? null;
          return isBindable(value) ? [[variable.name, bindValue(value)] as const] : [];
        }),
      );
      return execute(query, values, position, runtime);
    },
  };
}

async function execute(
  query: CheckedQuery,
  binds: Binds,
  position: Position,
  runtime: Runtime,
): Promise<ApexValue> {
  runtime.at = position;
  runtime.countQuery();
  const { host } = runtime;
  runtime.step(1 + (host.tables.rows(query.type).length >> 3));
  const result = await asApex(() => runQuery(query, host.tables, binds, () => host.now()));
  if (result.count !== undefined) return result.count;
  runtime.step(result.records.length);
  if (query.aggregates) {
    const rows = result.records.map((record) => aggregateResult(query, record));
    return new ApexList(listOf(types.AggregateResult), rows);
  }
  return new ApexList(listOf(sobjectType(query.type)), result.records.map(recordFromQuery));
}

function aggregateResult(query: CheckedQuery, record: Readonly<Record<string, unknown>>): AggregateResult {
  const values = query.select.map((column) => {
    const value = record[column.name] as Value;
    const plain = column.kind === 'field' || column.function === 'MIN' || column.function === 'MAX';
    return [column.name, plain ? fromRow(column.path!.field as Field, value) : value] as const;
  });
  return new AggregateResult(new Map(values));
}

function checked<T>(position: Position, body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (error instanceof SoqlError) throw new CompileError(position, error.message);
    throw error;
  }
}

async function asApex<T>(body: () => T | Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (error) {
    if (error instanceof SoqlError) throw raise('QueryException', error.message);
    throw error;
  }
}

function isBindable(value: ApexValue): boolean {
  return (
    typeof value !== 'object' ||
    value === null ||
    value instanceof ApexDatetime ||
    value instanceof ApexRecord ||
    value instanceof ApexList ||
    value instanceof ApexSet
  );
}

/** The bind value of a record is its id; of a list or set, its elements. */
function bindValue(value: ApexValue): Value | readonly Value[] {
  if (value instanceof ApexList || value instanceof ApexSet) return [...value.items.values()].map(plainValue);
  return plainValue(value);
}

function plainValue(value: ApexValue): Value {
  if (value instanceof ApexDatetime) return datetimeText(value);
  if (value instanceof ApexRecord) return plainValue(value.fields.get('Id') ?? null);
  if (value === null || typeof value !== 'object') return value;
  throw raise('QueryException', 'Invalid bind expression');
}
