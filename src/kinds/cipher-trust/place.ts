import type { CarryOutOptions } from '../../engine/order.ts';
import type { PlanSecrets } from '../../engine/secrets.ts';
import type { Session } from '../../engine/session.ts';
import { KeywayError } from '../../errors/index.ts';
import type { Planned } from '../../operations/plan.ts';
import { silentProgress } from '../../report/progress.ts';
import { applyEndpoint, applyOrganization } from './apply.ts';
import { settled } from './settle.ts';
import type { ReadCipherTrust } from './wanted.ts';

/**
 * What CipherTrust needs before the org is changed: the organization, and the endpoint with the login that the org is
 * about to get. The plan comes back with the endpoint's URL where it was open.
 */
export async function placeStage(
  session: Session,
  planned: Planned,
  { credentials }: PlanSecrets,
  { progress = silentProgress }: CarryOutOptions,
): Promise<Planned> {
  const { desired, state, plan } = planned;
  const known = state.cipherTrust;
  const wanted = desired.cipherTrust;
  const types = ['CipherTrustOrganization', 'CipherTrustEndpoint'];
  const due = plan.changes.filter(({ type }) => types.includes(type));
  if (due.length === 0 || !wanted || known?.kind !== 'read') return planned;
  const isDue = (type: string) => due.some((change) => change.type === type);
  const after = await progress.stage(
    'CipherTrust',
    async (update): Promise<ReadCipherTrust> => {
      const cipherTrust = await session.cipherTrust();
      let { organization } = known;
      if (isDue('CipherTrustOrganization') && wanted.connection !== undefined) {
        update(`registering ${known.orgId}`);
        const { connection } = wanted;
        organization = await applyOrganization(cipherTrust, { connection, orgId: known.orgId });
      }
      if (!organization || !isDue('CipherTrustEndpoint')) return { ...known, organization };
      const endpoints = [...known.endpoints];
      for (const endpoint of wanted.endpoints) {
        const secrets = credentials.get(endpoint.principal ?? '');
        const [username, password] = [secrets?.get('username'), secrets?.get('password')];
        // One whose login is not about to be written is left as it is.
        if (username === undefined || password === undefined) continue;
        update(`endpoint at ${endpoint.hostname}`);
        const login = { username, password };
        const made = await applyEndpoint(cipherTrust, organization, endpoint, login);
        endpoints.splice(0, endpoints.length, ...endpoints.filter(({ id }) => id !== made.id), made);
      }
      return { ...known, organization, endpoints };
    },
    () =>
      due.map(({ type, name }) => `${type === types[0] ? 'organization' : 'endpoint'} ${name}`).join(', '),
  );
  const then = { ...state, cipherTrust: after };
  return { desired: settled(desired, then), state: then, plan };
}

/** No named credential goes to an org with a URL that is still to be known. @throws KeywayError `EndpointNotMade` */
export function endpointNotMade(names: readonly string[]): KeywayError {
  return new KeywayError(
    'EndpointNotMade',
    `${names.join(', ')} leads to the organization's endpoint of CipherTrust, and there is none yet.`,
    {
      actions: [
        'Nothing was sent. Deploy without --only, or with metadata and credentials: the endpoint is made then.',
      ],
    },
  );
}
