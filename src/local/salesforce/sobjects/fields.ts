import type { Field } from '../tables.ts';

type Access = Pick<
  Field,
  | 'createable'
  | 'updateable'
  | 'nillable'
  | 'filterable'
  | 'length'
  | 'label'
  | 'idLookup'
  | 'restricted'
  | 'picklistSince'
  | 'defaultedOnCreate'
>;

export const idField: Field = { name: 'Id', label: 'Record ID', type: 'id', nillable: false };

export const text = (name: string, access: Access = {}): Field => ({
  name,
  type: 'string',
  length: 255,
  ...access,
});

export const flag = (name: string, access: Access = {}): Field => ({
  name,
  type: 'boolean',
  nillable: false,
  ...access,
});

export const integer = (name: string, access: Access = {}): Field => ({ name, type: 'int', ...access });

export const datetime = (name: string, access: Access = {}): Field => ({ name, type: 'datetime', ...access });

export const picklist = (name: string, picklistValues: readonly string[], access: Access = {}): Field => ({
  name,
  type: 'picklist',
  picklistValues,
  ...access,
});

/** A reference. SOQL follows it by the name without `Id`, unless another one is given. */
export const reference = (
  name: string,
  referenceTo: readonly string[],
  access: Access = {},
  relationshipName: string = name.replace(/Id$/, ''),
): Field => ({ name, type: 'reference', referenceTo, relationshipName, ...access });

/** Who created and changed a row, and when. */
export const auditFields: readonly Field[] = [
  datetime('CreatedDate', { nillable: false }),
  reference('CreatedById', ['User']),
  datetime('LastModifiedDate', { nillable: false }),
  reference('LastModifiedById', ['User']),
  datetime('SystemModstamp', { nillable: false }),
];

export const writable = { createable: true, updateable: true } as const;
