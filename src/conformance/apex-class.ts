import type { Files } from './fact.ts';
import { document, pathOf } from './files.ts';

/** An Apex class of the oldest version that keyway takes. */
export const apexClass = (name: string, source: string): Files => ({
  [pathOf('ApexClass', name)]: source,
  [`${pathOf('ApexClass', name)}-meta.xml`]: document('ApexClass', { apiVersion: '60.0', status: 'Active' }),
});
