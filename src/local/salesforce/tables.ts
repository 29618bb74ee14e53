/** The value of a field of a row, as JSON carries it; datetimes as `2026-11-22T19:00:00.000+0000`. */
export type Value = string | number | boolean | null;

/** One record by field API name; every row has an `Id` of 18 characters. */
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
  /** Absent: it may be filtered and sorted by; long text and base64 may not. */
  readonly filterable?: boolean;
  readonly picklistValues?: readonly string[];
  /** The API version that a value of the picklist came with, for those that came after 60.0's predecessors. */
  readonly picklistSince?: Readonly<Record<string, number>>;
  /** A picklist that takes no other values. */
  readonly restricted?: boolean;
  readonly defaultedOnCreate?: boolean;
  /** Besides `Id`, a field by which a record can be named. */
  readonly idLookup?: boolean;
  /** For references: the object types it may point to, and the name by which SOQL follows it (`Assignee`). */
  readonly referenceTo?: readonly string[];
  readonly relationshipName?: string;
}

/** An sObject type as SOQL, describe and DML see it; `api` says which endpoint knows it. */
export interface SObjectType {
  readonly name: string;
  readonly label: string;
  readonly keyPrefix: string;
  readonly api: 'data' | 'tooling' | 'both';
  readonly fields: readonly Field[];
  /** False: it can be described and nothing more. */
  readonly queryable?: boolean;
}

/** What a query reads: the types of one API, by name without regard to case, and their rows. */
export interface Tables {
  type(name: string): SObjectType | undefined;
  rows(type: SObjectType): readonly Row[];
}
