import { enumValues } from '../connect-api/declared.ts';
import { type ApexType, isException, isSObject } from '../types.ts';
import { listMethods, mapMethods, setMethods } from './collections.ts';
import { namedCredentialsStatics } from './connect-api.ts';
import { databaseErrorMethods, databaseStatics, dmlResultMethods } from './database.ts';
import {
  blobMethods,
  blobStatics,
  datetimeMethods,
  datetimeStatics,
  encodingUtilStatics,
} from './datetime.ts';
import { dmlExceptionMethods, enumMethods, exceptionMethods } from './exception.ts';
import { httpMethods, httpRequestMethods, httpResponseMethods } from './http.ts';
import { schedulableContextMethods } from './schedule.ts';
import { type Library, type Method, readLibrary } from './signature.ts';
import { aggregateResultMethods, sobjectMethods } from './sobject.ts';
import { idMethods, idStatics, stringMethods, stringStatics } from './string.ts';
import {
  assertStatics,
  booleanStatics,
  integerStatics,
  jsonStatics,
  longStatics,
  systemStatics,
  testStatics,
  userInfoStatics,
} from './system.ts';

const instance: Readonly<Record<string, Library>> = {
  AggregateResult: aggregateResultMethods,
  Blob: blobMethods,
  'Database.DeleteResult': dmlResultMethods,
  'Database.Error': databaseErrorMethods,
  'Database.SaveResult': dmlResultMethods,
  Datetime: datetimeMethods,
  DmlException: { ...exceptionMethods, ...dmlExceptionMethods },
  Http: httpMethods,
  HttpRequest: httpRequestMethods,
  HttpResponse: httpResponseMethods,
  Id: { ...idMethods, ...stringMethods },
  List: listMethods,
  LoggingLevel: enumMethods,
  Map: mapMethods,
  SchedulableContext: schedulableContextMethods,
  Set: setMethods,
  StatusCode: enumMethods,
  String: stringMethods,
};

const statics: Readonly<Record<string, Library>> = {
  assert: assertStatics,
  blob: blobStatics,
  boolean: booleanStatics,
  'connectapi.namedcredentials': namedCredentialsStatics,
  database: databaseStatics,
  datetime: datetimeStatics,
  encodingutil: encodingUtilStatics,
  id: idStatics,
  integer: integerStatics,
  json: jsonStatics,
  long: longStatics,
  string: stringStatics,
  system: systemStatics,
  test: testStatics,
  userinfo: userInfoStatics,
};

const read = new Map<Library, Method[]>();

function methodsOf(library: Library | undefined, name: string): Method[] {
  if (!library) return [];
  let methods = read.get(library);
  if (!methods) {
    methods = readLibrary(library);
    read.set(library, methods);
  }
  return methods.filter((method) => method.name === name.toLowerCase());
}

/** The overloads of a method on values of a type. */
export function instanceMethods(type: ApexType, name: string): Method[] {
  const own = Object.hasOwn(instance, type.name) && !type.sobject ? instance[type.name] : undefined;
  if (own) return methodsOf(own, name);
  if (isSObject(type)) return methodsOf(sobjectMethods, name);
  if (enumValues(type.name)) return methodsOf(enumMethods, name);
  return isException(type) ? methodsOf(exceptionMethods, name) : [];
}

/** The overloads of a class's own method. */
export function staticMethods(className: string, name: string): Method[] {
  return isLibraryClass(className) ? methodsOf(statics[className.toLowerCase()], name) : [];
}

export function isLibraryClass(name: string): boolean {
  return Object.hasOwn(statics, name.toLowerCase());
}
