import { complex, enumeration, required, string } from './shape.ts';

/** Metadata WSDL 66.0, ApexClass, without packageVersions; its content is a file of its own. */
export const apexClass = complex('ApexClass', {
  /** A number; "66.0" as it is written. */
  apiVersion: required(string),
  status: { type: enumeration('ApexCodeUnitStatus', ['Inactive', 'Active', 'Deleted']) },
});
