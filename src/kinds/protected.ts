import type { Environment } from '../config/index.ts';
import type { Org } from '../salesforce/index.ts';

/** An org that reports itself as production is protected, whatever the file says. */
export function isProtected(org: Pick<Org, 'kind'>, environment: Environment | undefined): boolean {
  return org.kind === 'production' || environment?.protected === true;
}
