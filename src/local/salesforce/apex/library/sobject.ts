import { findField } from '../../soql/paths.ts';
import { raise } from '../exception.ts';
import { readField } from '../record.ts';
import { type ApexRecord, type ApexValue, NativeObject } from '../values.ts';
import type { Library } from './signature.ts';

/** Apex Reference Guide, "SObject Class": reading fields by name. */
export const sobjectMethods: Library = {
  'get(String): Object': (self: ApexRecord, name: string) => {
    const field = findField(self.type, name);
    if (field) return readField(self, field);
    throw raise('SObjectException', `Invalid field ${name.slice(0, 255)} for ${self.type.name}`);
  },
};

/** A row of a query with GROUP BY or an aggregate function. */
export class AggregateResult extends NativeObject {
  readonly values: ReadonlyMap<string, ApexValue>;
  constructor(values: ReadonlyMap<string, ApexValue>) {
    super();
    this.values = values;
  }

  describe(): string {
    return `AggregateResult:{${[...this.values].map(([name, value]) => `${name}=${String(value)}`).join(', ')}}`;
  }
}

export const aggregateResultMethods: Library = {
  'get(String): Object': (self: AggregateResult, name: string) => {
    const wanted = name.toLowerCase();
    const entry = [...self.values].find(([key]) => key.toLowerCase() === wanted);
    if (entry) return entry[1];
    throw raise('SObjectException', `Invalid field ${name.slice(0, 255)} for AggregateResult`);
  },
};
