import { randomUUID } from 'node:crypto';
import { notFound } from './errors.ts';
import type { Salesforce } from './salesforce.ts';
import type { Certificate, Clock, Organization, SourceKey, State } from './state.ts';

/** The context of every route. */
export interface Context {
  readonly state: State;
  readonly clock: Clock;
  /** The org behind a connection. Throws a CipherTrustProblem. */
  readonly salesforce: (connection: string) => Salesforce;
  /** A resource's id: the one requested for its name, or a random one. */
  readonly newId: (name: string) => string;
  /** The number of polls for which a job stays in progress. */
  readonly jobPolls: number;
}

export interface Born {
  readonly id: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export const born = ({ clock, newId }: Context, name = ''): Born => {
  const at = new Date(clock()).toISOString();
  return { id: name === '' ? randomUUID() : newId(name), createdAt: at, updatedAt: at };
};

/** The common fields of every resource (CipherTrust: CCKM, Upload Key to Salesforce). */
export const commonFields = ({ id, createdAt, updatedAt }: Born, kind: string) => ({
  id,
  uri: `kylo:kylo:cckm:${kind}:${id}`,
  account: 'kylo:kylo:admin:accounts:kylo',
  createdAt,
  updatedAt,
});

/**
 * Finds an organization by its resource id or by Salesforce's id, because the documents use either as
 * `organization_id`.
 */
export const organizationOf = ({ state }: Context, id: unknown): Organization => {
  const text = String(id ?? '');
  const found =
    state.get('organizations', text) ??
    state
      .all('organizations')
      .find(({ sfdcOrgId }) => text !== '' && sfdcOrgId.startsWith(text.slice(0, 15)));
  if (found === undefined || text === '') throw notFound(`Salesforce organization ${text.slice(0, 100)}`);
  return found;
};

export const certificateOf = ({ state }: Context, id: unknown, organization: Organization): Certificate => {
  const found = state.get('certificates', String(id ?? ''));
  if (found?.organization !== organization.id)
    throw notFound(`Salesforce certificate ${String(id).slice(0, 100)}`);
  return found;
};

/** Finds a source key by id or name in its tier. */
export const sourceKeyOf = ({ state }: Context, identifier: unknown, tier: string): SourceKey => {
  const found = state
    .all('sourceKeys')
    .find((key) => key.tier === tier && (key.id === identifier || key.name === identifier));
  if (found === undefined) throw notFound(`key ${String(identifier).slice(0, 100)} in tier ${tier}`);
  return found;
};
