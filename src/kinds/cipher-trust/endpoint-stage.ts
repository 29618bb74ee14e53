import { KeywayError } from '../../errors/index.ts';
import type { Applied, Step } from '../kind.ts';
import type { Component } from '../metadata.ts';
import { changeKey, type Planned } from '../run.ts';
import { applyEndpoint, applyOrganization } from './apply.ts';
import { completeFromCipherTrust, isUrlOpen } from './complete.ts';
import { cipherTrustOf } from './session.ts';
import type { ReadCipherTrust } from './wanted.ts';

/*
 * Makes what CipherTrust needs before the org changes: the organization, and the endpoint with the login that the
 * org is about to get. Returns the plan with the endpoint's URL, if it was unknown before.
 */

export async function applyOrganizations({ run, planned, changes, update }: Step): Promise<Applied> {
  const known = readOf(planned);
  const { connection } = planned.desired.cipherTrust ?? {};
  if (!known || connection === undefined) return { summaries: [] };
  update(`registering ${known.orgId}`);
  const cipherTrust = await cipherTrustOf(run.session);
  const organization = await applyOrganization(cipherTrust, { connection, orgId: known.orgId });
  run.record({});
  return {
    planned: withCipherTrust(planned, { ...known, organization }),
    summaries: changes.map(({ name }) => `organization ${name}`),
  };
}

export async function applyEndpoints({ run, planned, changes, secrets, update }: Step): Promise<Applied> {
  const known = readOf(planned);
  const wanted = planned.desired.cipherTrust;
  if (!wanted || !known?.organization) return { summaries: [] };
  const cipherTrust = await cipherTrustOf(run.session);
  let { endpoints } = known;
  for (const endpoint of wanted.endpoints) {
    const login = secrets.get(changeKey({ type: 'Credential', name: endpoint.principal ?? '' }));
    const [username, password] = [login?.get('username'), login?.get('password')];
    // Skip an endpoint whose login isn't written in this run.
    if (username === undefined || password === undefined) continue;
    update(`endpoint at ${endpoint.hostname}`);
    const made = await applyEndpoint(cipherTrust, known.organization, endpoint, { username, password });
    run.record({});
    endpoints = [...endpoints.filter(({ id }) => id !== made.id), made];
  }
  return {
    planned: withCipherTrust(planned, { ...known, endpoints }),
    summaries: changes.map(({ name }) => `endpoint ${name}`),
  };
}

/**
 * Stops a named credential whose URL isn't known yet.
 * @throws KeywayError `EndpointNotMade`
 */
export function requireEndpointMade(component: Component): void {
  if (!isUrlOpen(component)) return;
  throw new KeywayError(
    'EndpointNotMade',
    `${component.fullName} leads to the organization's endpoint in CipherTrust, which doesn't exist yet.`,
    {
      actions: [
        'Nothing was sent. Deploy without --only, or with metadata and credentials, to create the endpoint.',
      ],
    },
  );
}

function readOf({ state: { cipherTrust } }: Planned): ReadCipherTrust | undefined {
  return cipherTrust?.kind === 'read' ? cipherTrust : undefined;
}

function withCipherTrust({ desired, state, plan }: Planned, cipherTrust: ReadCipherTrust): Planned {
  const known = { ...state, cipherTrust };
  return { desired: completeFromCipherTrust(desired, known), state: known, plan };
}
