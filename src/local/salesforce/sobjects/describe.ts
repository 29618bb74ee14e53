import type { Field, SObjectType } from '../tables.ts';
import { picklistValuesOf } from './check-fields.ts';
import { type Api, typesOf } from './tables.ts';

const SOAP_TYPES: Readonly<Record<Field['type'], string>> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  string: 'xsd:string',
  textarea: 'xsd:string',
  picklist: 'xsd:string',
  boolean: 'xsd:boolean',
  int: 'xsd:int',
  double: 'xsd:double',
  datetime: 'xsd:dateTime',
  base64: 'xsd:base64Binary',
};

/** REST API Developer Guide, Describe Global: the types of the local org. */
export const describeGlobal = (api: Api, base: string): object => ({
  encoding: 'UTF-8',
  maxBatchSize: 200,
  sobjects: typesOf(api).map((type) => summary(type, base)),
});

/** REST API Developer Guide, sObject Describe. */
export const describeType = (
  type: SObjectType,
  base: string,
  apiVersion: number,
  withFields = true,
): object => ({
  ...summary(type, base),
  ...(withFields
    ? {
        fields: type.fields.map((field) => describeField(field, apiVersion)),
        childRelationships: [],
        recordTypeInfos: [],
      }
    : {}),
});

const summary = (type: SObjectType, base: string): Record<string, unknown> => ({
  name: type.name,
  label: type.label,
  labelPlural: `${type.label}s`,
  keyPrefix: type.keyPrefix,
  custom: false,
  queryable: type.queryable ?? true,
  retrieveable: type.queryable ?? true,
  createable: type.fields.some(({ createable }) => createable),
  updateable: type.fields.some(({ updateable }) => updateable),
  deletable: type.name.startsWith('PermissionSet') || type.name === 'SetupEntityAccess',
  urls: {
    sobject: `${base}/sobjects/${type.name}`,
    describe: `${base}/sobjects/${type.name}/describe`,
    rowTemplate: `${base}/sobjects/${type.name}/{ID}`,
  },
});

const describeField = (field: Field, apiVersion: number): Record<string, unknown> => ({
  name: field.name,
  label: field.label ?? field.name,
  type: field.type,
  soapType: SOAP_TYPES[field.type],
  length: field.type === 'id' || field.type === 'reference' ? 18 : (field.length ?? 0),
  custom: false,
  nillable: field.nillable ?? false,
  createable: field.createable ?? false,
  updateable: field.updateable ?? false,
  filterable: field.filterable ?? true,
  sortable: field.filterable ?? true,
  groupable: field.filterable !== false && field.type !== 'datetime',
  idLookup: field.type === 'id' || (field.idLookup ?? false),
  defaultedOnCreate: field.defaultedOnCreate ?? false,
  restrictedPicklist: field.restricted ?? false,
  nameField: field.name === 'Name' || field.name === 'DeveloperName',
  referenceTo: field.referenceTo ?? [],
  relationshipName: field.type === 'reference' ? (field.relationshipName ?? null) : null,
  picklistValues: picklistValuesOf(field, apiVersion).map((value) => ({
    value,
    label: value,
    active: true,
    defaultValue: false,
  })),
});
