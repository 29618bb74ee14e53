import type { Field, SObjectType, Tables } from '../tables.ts';
import type { ApexClass } from './classes/declared.ts';
import { connectExceptionNames, connectTypeNames } from './connect-api/declared.ts';

/** A static type: `List<User>` is `{ name: 'List', of: [User] }`. */
export interface ApexType {
  readonly name: string;
  readonly of: readonly ApexType[];
  /** The sObject type of a concrete sObject; undefined for `SObject` itself. */
  readonly sobject?: SObjectType;
  /** The class of a type that the org declares. */
  readonly apexClass?: ApexClass;
}

const simple = (name: string): ApexType => ({ name, of: [] });

export const types = {
  Blob: simple('Blob'),
  Boolean: simple('Boolean'),
  Datetime: simple('Datetime'),
  Id: simple('Id'),
  Integer: simple('Integer'),
  Long: simple('Long'),
  Null: simple('null'),
  Object: simple('Object'),
  SObject: simple('SObject'),
  String: simple('String'),
  Void: simple('void'),
  AggregateResult: simple('AggregateResult'),
} as const;

/** Exceptions that a block may catch, throw or encounter, without `System.`. */
export const exceptionNames = [
  'Exception',
  'AsyncException',
  'CalloutException',
  'DmlException',
  'IllegalArgumentException',
  'JSONException',
  'LimitException',
  'ListException',
  'MathException',
  'NoAccessException',
  'NoDataFoundException',
  'NullPointerException',
  'QueryException',
  'SecurityException',
  'SObjectException',
  'StringException',
  'TypeException',
  ...connectExceptionNames,
] as const;

const classes = [
  'Database.DeleteResult',
  'Database.Error',
  'Database.SaveResult',
  'Http',
  'HttpRequest',
  'HttpResponse',
  'LoggingLevel',
  'Schedulable',
  'SchedulableContext',
  'StatusCode',
] as const;

const known = new Map<string, ApexType>(
  [...Object.values(types), ...exceptionNames.map(simple), ...[...classes, ...connectTypeNames].map(simple)]
    .filter((type) => type !== types.Null && type !== types.Void)
    .map((type) => [type.name.toLowerCase(), type]),
);

/** Apex types that every real org has and this one doesn't. Their error is "not emulated" instead of "Invalid type". */
const elsewhere = new Set(
  'auth connectapi date dom decimal double messaging metadata pagereference schema time timezone type url xmlstreamreader'.split(
    ' ',
  ),
);

export function isOnlyInRealOrgs(name: string): boolean {
  return elsewhere.has(name.toLowerCase().split('.')[0]!);
}

/** Finds a type without arguments, with or without `System.` or, for sObjects, `Schema.`. */
export function typeNamed(name: string, tables: Tables): ApexType | undefined {
  const plain = name.replace(/^System\./iu, '');
  const type = known.get(plain.toLowerCase());
  if (type) return type;
  const sobject = tables.type(name.replace(/^Schema\./iu, ''));
  return sobject && sobjectType(sobject);
}

export function sobjectType(sobject: SObjectType): ApexType {
  return { name: sobject.name, of: [], sobject };
}

export function classType(apexClass: ApexClass): ApexType {
  return { name: apexClass.name, of: [], apexClass };
}

export function listOf(type: ApexType): ApexType {
  return { name: 'List', of: [type] };
}

export function isException(type: ApexType): boolean {
  return type.of.length === 0 && (exceptionNames as readonly string[]).includes(type.name);
}

export function isSObject(type: ApexType): boolean {
  return type.sobject !== undefined || type === types.SObject;
}

export function isNumber(type: ApexType): boolean {
  return type === types.Integer || type === types.Long;
}

/** Whether a type can be an element of a Set or a key of a Map here. */
export function isKey(type: ApexType): boolean {
  const keys: readonly ApexType[] = [
    types.Boolean,
    types.Datetime,
    types.Id,
    types.Integer,
    types.Long,
    types.String,
  ];
  return keys.includes(type);
}

/** As in `Map<Id,User>` in error messages. */
export function typeText(type: ApexType): string {
  return type.of.length === 0 ? type.name : `${type.name}<${type.of.map(typeText).join(',')}>`;
}

export function isSameType(a: ApexType, b: ApexType): boolean {
  return (
    a.name === b.name && a.of.length === b.of.length && a.of.every((part, i) => isSameType(part, b.of[i]!))
  );
}

/** The Apex type of a field; undefined if its type isn't emulated. */
export function typeOfField(field: Field): ApexType | undefined {
  switch (field.type) {
    case 'id':
    case 'reference':
      return types.Id;
    case 'boolean':
      return types.Boolean;
    case 'int':
      return types.Integer;
    case 'datetime':
      return types.Datetime;
    case 'base64':
      return types.Blob;
    case 'double':
      return undefined;
    default:
      return types.String;
  }
}
