import type { Fault } from '../faults.ts';
import type { DeployMessage } from '../metadata/deploy-message.ts';
import { type Org, organization, orgKind, orgNamespace } from '../org.ts';
import { type KeyCacheState, readKeyCache } from '../remote-keys/read-cache.ts';
import type { StoredDeployJob, StoredEvent } from '../store/collections.ts';
import type { View } from '../store/database.ts';
import type { Row } from '../tables.ts';
import { type Chain, readChain } from './chain.ts';
import type { LoggedRequest, RequestLog } from './request-log.ts';
import { withoutSecrets } from './secrets.ts';

/** Everything that the inspector shows, as plain data without secrets. */
export interface InspectorState {
  readonly org: {
    readonly name: string;
    readonly id: string;
    readonly kind: string;
    readonly namespace: string | undefined;
    readonly url: string;
    /** Milliseconds since 1970, by the org's clock, to the second. */
    readonly now: number;
    /** Whether that clock was set. */
    readonly clockIsSet: boolean;
    readonly faults: readonly Fault[];
  };
  readonly chain: Chain;
  readonly keys: readonly Key[];
  /** Newest first. */
  readonly events: readonly KeyEvent[];
  readonly jobs: readonly Job[];
  readonly requests: readonly LoggedRequest[];
}

export interface Key {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly status: string;
  readonly source: string;
  readonly description: string;
  /** For cache-only keys: the identifier at the key service, and the named credential for fetching it. */
  readonly identifier: string;
  readonly namedCredential: string;
  readonly certificate: string;
  readonly created: string;
  /** For cache-only keys: the state of the org's cache. */
  readonly cache: KeyCacheState['keys'][number] | undefined;
}

/** A RemoteKeyCalloutEvent. */
export interface KeyEvent {
  readonly at: string;
  readonly statusCode: string;
  /** The version of the callout's tenant secret; undefined if there was none yet. */
  readonly version: number | undefined;
  readonly message: string;
}

export interface Job {
  readonly id: string;
  readonly status: string;
  readonly done: boolean;
  readonly checkOnly: boolean;
  readonly by: string;
  readonly created: string;
  readonly deployed: number;
  readonly errors: number;
  readonly total: number;
  readonly error: string;
  /** Failures first. */
  readonly messages: readonly DeployMessage[];
}

const SHOWN_JOBS = 20;
const SHOWN_EVENTS = 20;
const SHOWN_MESSAGES = 100;
const LONGEST_PATH = 200;

export const readInspectorState = (org: Org, log: RequestLog): InspectorState => {
  const { view } = org.database;
  const { Id, Name } = organization(view);
  const now = org.clock.now();
  const state: InspectorState = {
    org: {
      name: String(Name),
      id: String(Id),
      kind: orgKind(view),
      namespace: orgNamespace(view),
      url: org.url,
      now: now - (now % 1000),
      clockIsSet: Math.abs(now - Date.now()) > 5000,
      faults: org.faults.list(),
    },
    chain: readChain(view, now),
    keys: view
      .all('tenantSecret')
      .toSorted((a, b) => Number(b.Version) - Number(a.Version))
      .map((row) => keyOf(view, row)),
    events: org.events
      .after(0)
      .slice(-SHOWN_EVENTS)
      .toReversed()
      .map((event) => eventOf(view, event)),
    jobs: view.all('deployJob').slice(-SHOWN_JOBS).toReversed().map(jobOf),
    requests: log.list(),
  };
  const masked = withoutSecrets(view, state);
  // Cut after masking, because part of a secret wouldn't be recognised.
  const requests = masked.requests.map((request) => ({ ...request, path: shortened(request.path) }));
  return { ...masked, requests };
};

const shortened = (path: string): string =>
  path.length > LONGEST_PATH ? `${path.slice(0, LONGEST_PATH)}…` : path;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const keyOf = (view: View, row: Row): Key => ({
  id: text(row.Id),
  type: text(row.Type),
  version: Number(row.Version),
  status: text(row.Status),
  source: text(row.Source),
  description: text(row.Description),
  identifier: text(row.RemoteKeyIdentifier),
  namedCredential:
    view.all('component').find(({ id }) => id === row.RemoteKeyServiceId)?.fullName ??
    text(row.RemoteKeyServiceId),
  certificate: text(row.RemoteKeyCertificate) || text(row.SecretValueCertificate),
  created: text(row.CreatedDate),
  cache: readKeyCache(view).keys.find(({ tenantSecretId }) => tenantSecretId === row.Id),
});

const eventOf = (view: View, { createdDate, payload }: StoredEvent): KeyEvent => {
  const row = view.get('tenantSecret', payload.TenantSecretId ?? '');
  const details = JSON.parse(payload.Details ?? '{}') as { readonly message?: unknown };
  return {
    at: createdDate,
    statusCode: text(payload.StatusCode),
    version: row === undefined ? undefined : Number(row.Version),
    message: text(details.message),
  };
};

const jobOf = ({ id, status, options, result }: StoredDeployJob): Job => {
  const messages = (result.messages ?? []) as readonly DeployMessage[];
  return {
    id,
    status,
    done: result.done === true,
    checkOnly: options.checkOnly === true,
    by: text(result.createdByName),
    created: text(result.createdDate),
    deployed: Number(result.numberComponentsDeployed),
    errors: Number(result.numberComponentErrors),
    total: Number(result.numberComponentsTotal),
    error: text(result.errorMessage),
    messages: messages
      .filter(({ componentType, problem }) => componentType !== '' || problem !== undefined)
      .toSorted((a, b) => Number(a.success) - Number(b.success))
      .slice(0, SHOWN_MESSAGES),
  };
};
