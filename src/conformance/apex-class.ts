import type { Files } from './fact.ts';
import { document, pathOf } from './files.ts';

/** An Apex class with the oldest API version that keyway supports. */
export const apexClass = (name: string, source: string): Files => ({
  [pathOf('ApexClass', name)]: source,
  [`${pathOf('ApexClass', name)}-meta.xml`]: document('ApexClass', { apiVersion: '60.0', status: 'Active' }),
});
