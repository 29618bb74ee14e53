import { findRelationship } from '../soql/paths.ts';
import { originOf } from '../soql/project.ts';
import { datetimeOf } from '../soql/values.ts';
import type { Field, Row, SObjectType, Value } from '../tables.ts';
import { raise } from './exception.ts';
import { ApexBlob, ApexDatetime, ApexRecord, type ApexValue } from './values.ts';

/** A record of a query's result as an sObject. Its id is present even if it wasn't selected, as in Apex. */
export function recordFromQuery(record: Readonly<Record<string, unknown>>): ApexRecord {
  const { type, id } = originOf(record)!;
  const made = new ApexRecord(type, true);
  made.fields.set('Id', id);
  for (const [name, value] of Object.entries(record)) {
    const field = type.fields.find((candidate) => candidate.name === name);
    if (field) made.fields.set(name, fromRow(field, value as Value));
    else made.parents.set(name, value === null ? null : recordFromQuery(value as Record<string, unknown>));
  }
  return made;
}

/** The fields that a block set in a record, as a row. */
export function rowOf(record: ApexRecord): Row {
  return Object.fromEntries(
    [...record.fields].map(([name, value]) => {
      const field = record.type.fields.find((candidate) => candidate.name === name)!;
      return [name, toRow(field, value)];
    }),
  );
}

/** @throws an SObjectException for a field that the query didn't select */
export function readField(record: ApexRecord, field: Field): ApexValue {
  const value = record.fields.get(field.name);
  if (value !== undefined) return value;
  if (record.queried) throw notQueried(record.type, field.name);
  return field.type === 'boolean' ? false : null;
}

export function readParent(record: ApexRecord, relationship: string): ApexRecord | null {
  const parent = record.parents.get(relationship);
  if (parent !== undefined) return parent;
  // An empty reference has no parent, selected or not.
  const reference = findRelationship(record.type, relationship)!;
  if (!record.queried || record.fields.get(reference.name) === null) return null;
  throw notQueried(record.type, relationship);
}

function notQueried(type: SObjectType, name: string) {
  return raise(
    'SObjectException',
    `SObject row was retrieved via SOQL without querying the requested field: ${type.name}.${name}`,
  );
}

export function fromRow(field: Field, value: Value): ApexValue {
  if (typeof value !== 'string') return value;
  if (field.type === 'datetime') return new ApexDatetime(datetimeOf(value));
  if (field.type === 'base64') return new ApexBlob(Buffer.from(value, 'base64'));
  return value;
}

function toRow(field: Field, value: ApexValue): Value {
  if (value instanceof ApexBlob) return value.bytes.toString('base64');
  if (value instanceof ApexDatetime) return datetimeText(value);
  if (value === null || typeof value !== 'object') return value;
  throw new Error(`${field.name} cannot hold ${value.constructor.name}`);
}

export function datetimeText(value: ApexDatetime): string {
  return new Date(value.time).toISOString().replace('Z', '+0000');
}
