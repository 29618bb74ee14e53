import { randomUUID } from 'node:crypto';
import { notFound } from './errors.ts';
import type { Salesforce } from './salesforce.ts';
import type { Certificate, Clock, Organization, SourceKey, State } from './state.ts';

/** What every route is handed. */
export interface Context {
  readonly state: State;
  readonly clock: Clock;
  /** The org behind a connection. Throws a CipherTrustProblem. */
  readonly salesforce: (connection: string) => Salesforce;
  /** A resource's id: the one that was asked for by its name, or a random one. */
  readonly newId: (name: string) => string;
  /** How often a job is told to be in progress before it is done. */
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

/** What every resource shows of itself (CipherTrust: CCKM, Upload Key to Salesforce). */
export const shown = ({ id, createdAt, updatedAt }: Born, kind: string) => ({
  id,
  uri: `kylo:kylo:cckm:${kind}:${id}`,
  account: 'kylo:kylo:admin:accounts:kylo',
  createdAt,
  updatedAt,
});

/** By its resource id, or by the id that Salesforce has for it: the documents give either as `organization_id`. */
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

/** By id or name, in its tier. */
export const sourceKeyOf = ({ state }: Context, identifier: unknown, tier: string): SourceKey => {
  const found = state
    .all('sourceKeys')
    .find((key) => key.tier === tier && (key.id === identifier || key.name === identifier));
  if (found === undefined) throw notFound(`key ${String(identifier).slice(0, 100)} in tier ${tier}`);
  return found;
};
