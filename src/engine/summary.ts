import type { Session } from '../kinds/session.ts';
import type { OrgKind } from '../salesforce/index.ts';

/** The environment and org of a result. */
export interface OrgSummary {
  readonly environment: string | null;
  readonly org: {
    readonly id: string;
    readonly username: string;
    readonly instanceUrl: string;
    readonly kind: OrgKind;
  };
}

export function describeOrg({ config, org }: Session): OrgSummary {
  const { id, username, instanceUrl, kind } = org;
  return { environment: config.environment?.name ?? null, org: { id, username, instanceUrl, kind } };
}

/** `keyway.yaml, environment local → local org (embedded)` */
export function headingOf({ config, org }: Session): string {
  const environment = config.environment ? `, environment ${config.environment.name}` : '';
  const where =
    org.kind === 'local'
      ? 'local org (embedded)'
      : `${org.username} (${org.kind}, ${new URL(org.instanceUrl).host})`;
  return `${config.file}${environment} → ${where}`;
}
