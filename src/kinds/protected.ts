import type { Environment } from '../config/index.ts';
import type { Org } from '../salesforce/index.ts';

/** An org that says of itself that it is production is protected, whatever the file says. */
export function isProtected(org: Pick<Org, 'kind'>, environment: Environment | undefined): boolean {
  return org.kind === 'production' || environment?.protected === true;
}
