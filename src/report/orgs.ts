import { printable } from './terminal.ts';

/** As in `a, b and 3 more`. */
export function nameOrgs(orgs: readonly { readonly targetOrg: string }[]): string {
  const all = orgs.map(({ targetOrg }) => printable(targetOrg));
  return all.length > 6 ? `${all.slice(0, 5).join(', ')} and ${all.length - 5} more` : all.join(', ');
}
