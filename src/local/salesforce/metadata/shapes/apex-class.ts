import { complex, enumeration, required, string } from './shape.ts';

/** Metadata WSDL 66.0, ApexClass, without packageVersions. Its content is a separate file. */
export const apexClass = complex('ApexClass', {
  /** A number, stored as written: "66.0". */
  apiVersion: required(string),
  status: { type: enumeration('ApexCodeUnitStatus', ['Inactive', 'Active', 'Deleted']) },
});
