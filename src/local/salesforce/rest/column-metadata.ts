import type { Column } from '../soql/index.ts';
import type { SObjectType } from '../tables.ts';

const APEX_TYPES: Readonly<Record<string, string>> = {
  id: 'Id',
  reference: 'Id',
  boolean: 'Boolean',
  int: 'Integer',
  double: 'Double',
  datetime: 'Datetime',
  base64: 'Blob',
};

interface ColumnMetadata {
  readonly columnName: string;
  readonly displayName: string;
  readonly aggregate: boolean;
  readonly apexType: string;
  readonly booleanType: boolean;
  readonly custom: boolean;
  readonly foreignKeyName: string | null;
  readonly insertable: boolean;
  readonly joinColumns: ColumnMetadata[];
  readonly numberType: boolean;
  readonly textType: boolean;
  readonly updatable: boolean;
}

/** The answer for `?columns=true`: the columns of a query, with those of parents (as `sf data query` reads it). */
export const columnMetadata = (type: SObjectType, columns: readonly Column[]): object => {
  const top: ColumnMetadata[] = [];
  for (const column of columns) add(top, column.path, column);
  return {
    columnMetadata: top,
    entityName: type.name,
    groupBy: columns.some(({ aggregate }) => aggregate),
    idSelected: columns.some(({ path }) => path.length === 1 && path[0] === 'Id'),
    keyPrefix: type.keyPrefix,
  };
};

const add = (list: ColumnMetadata[], path: readonly string[], column: Column): void => {
  const [name = '', ...rest] = path;
  if (rest.length === 0) {
    list.push(entry(name, column));
    return;
  }
  let parent = list.find(({ columnName }) => columnName === name);
  if (parent === undefined) {
    parent = { ...entry(name, undefined), foreignKeyName: name };
    list.push(parent);
  }
  add(parent.joinColumns, rest, column);
};

const entry = (name: string, column: Column | undefined): ColumnMetadata => {
  const field = column?.field;
  const type = field?.type ?? (column ? 'int' : 'string');
  return {
    columnName: name,
    displayName: name,
    aggregate: column?.aggregate ?? false,
    apexType: column ? (APEX_TYPES[type] ?? 'String') : 'Object',
    booleanType: type === 'boolean',
    custom: false,
    foreignKeyName: null,
    insertable: field?.createable === true,
    joinColumns: [],
    numberType: type === 'int' || type === 'double',
    textType: column !== undefined && !(type in APEX_TYPES),
    updatable: field?.updateable === true,
  };
};
