/** The value of a row's field as in JSON; datetimes as `2026-11-22T19:00:00.000+0000`. */
export type Value = string | number | boolean | null;

/** One record by field API name. Every row has an `Id` of 18 characters. */
export type Row = Readonly<Record<string, Value>>;

export interface Field {
  readonly name: string;
  readonly label?: string;
  readonly type:
    | 'id'
    | 'string'
    | 'textarea'
    | 'boolean'
    | 'int'
    | 'double'
    | 'datetime'
    | 'picklist'
    | 'reference'
    | 'base64';
  readonly length?: number;
  readonly nillable?: boolean;
  readonly createable?: boolean;
  readonly updateable?: boolean;
  /** Default true; false for long text and base64, which can't be filtered or sorted. */
  readonly filterable?: boolean;
  readonly picklistValues?: readonly string[];
  /** The API version that introduced a picklist value, if it is newer than 60.0's predecessors. */
  readonly picklistSince?: Readonly<Record<string, number>>;
  /** Whether the picklist accepts no other values. */
  readonly restricted?: boolean;
  readonly defaultedOnCreate?: boolean;
  /** Whether the field, besides `Id`, identifies a record. */
  readonly idLookup?: boolean;
  /** For references: the object types that it may point to, and the name by which SOQL follows it (`Assignee`). */
  readonly referenceTo?: readonly string[];
  readonly relationshipName?: string;
}

/** An sObject type for SOQL, describe and DML; `api` names the endpoint that has it. */
export interface SObjectType {
  readonly name: string;
  readonly label: string;
  readonly keyPrefix: string;
  readonly api: 'data' | 'tooling' | 'both';
  readonly fields: readonly Field[];
  /** False if it can only be described. */
  readonly queryable?: boolean;
}

/** The data of a query: the types of one API, by case-insensitive name, and their rows. */
export interface Tables {
  type(name: string): SObjectType | undefined;
  rows(type: SObjectType): readonly Row[];
}
