import { findOrganizations, isSameOrgId } from '../../ciphertrust/organizations.ts';
import { KeywayError } from '../../errors/index.ts';
import type { Planned } from '../run.ts';
import type { Session } from '../session.ts';
import type { OrgState } from '../state.ts';
import { missingEndpoints } from './compare.ts';
import { cipherTrustOf } from './session.ts';

/* Checks that find problems in CipherTrust before anything is sent, to it or to the org. */

/**
 * Requires that CipherTrust could be read. A plan can do without.
 * @throws KeywayError `CipherTrustLoginMissing`, `SecretNotSet`
 */
export function requireCipherTrustRead({ cipherTrust }: OrgState): void {
  if (cipherTrust?.kind === 'unread') throw cipherTrust.reason;
}

/** @throws KeywayError `EndpointUnknown`, `EndpointLoginMissing` */
export function requireEndpoints(planned: Planned): void {
  const { desired, state } = planned;
  const { cipherTrust: wanted } = desired;
  if (!wanted || state.cipherTrust?.kind !== 'read') return;
  const [missing] = missingEndpoints(desired, state);
  if (missing !== undefined && (plans(planned, 'NamedCredential') || plans(planned, 'Key'))) {
    throw new KeywayError('EndpointUnknown', `${missing}.`, {
      actions: [
        'Nothing was changed. To let keyway create one: url: "${cipherTrust:endpoint}"',
        'To list the endpoints: keyway cckm endpoints',
      ],
    });
  }
  const bare =
    plans(planned, 'CipherTrustEndpoint') &&
    wanted.endpoints.find(({ principal }) => principal === undefined);
  if (!bare) return;
  throw new KeywayError(
    'EndpointLoginMissing',
    `The endpoint of ${bare.namedCredentials.join(', ')} needs a user name and a password, but the file has none for it.`,
    {
      actions: [
        'Nothing was changed. Let the named credential name an external credential of the protocol Basic, with credentials username and password in its one principal.',
      ],
    },
  );
}

/** @throws KeywayError `ConnectionMissing`, `OrgDiffers`, `OrganizationUnknown` */
export async function requireRegistered(session: Session, planned: Planned): Promise<void> {
  const { desired, state } = planned;
  const known = state.cipherTrust;
  if (!desired.cipherTrust || known?.kind !== 'read' || known.organization) return;
  if (plans(planned, 'CipherTrustOrganization'))
    await requireConnection(session, desired.cipherTrust.connection);
  else if (plans(planned, 'CipherTrustEndpoint') || plans(planned, 'CipherTrustCertificate'))
    throw notRegistered(session);
}

/**
 * Named credentials whose endpoint gets a new login in this deploy. Until then the endpoint refuses the new login,
 * so nothing can be tested earlier.
 */
export function renewedEndpoints({ desired, plan }: Planned): readonly string[] {
  const isRenewed = plan.changes.some(
    ({ type, action }) => type === 'CipherTrustEndpoint' && action === 'update',
  );
  if (!isRenewed) return [];
  return (desired.cipherTrust?.endpoints ?? []).flatMap(({ namedCredentials, principal }) =>
    plan.changes.some(({ type, name }) => type === 'Credential' && name === principal)
      ? namedCredentials
      : [],
  );
}

function plans({ plan }: Planned, type: string): boolean {
  return plan.changes.some((change) => change.type === type);
}

/** Asks CipherTrust where the connection leads, which reveals a misspelt name or another org's connection. */
async function requireConnection(session: Session, connection: string | undefined): Promise<void> {
  const { org } = session;
  const opened = await cipherTrustOf(session);
  if (connection === undefined) {
    throw new KeywayError(
      'ConnectionMissing',
      `CipherTrust at ${opened.host} does not manage the org ${org.id}, and the file names no connection to it.`,
      { actions: ['Nothing was changed. Write it into the file: cipherTrust: { connection: NAME }'] },
    );
  }
  const found = await findOrganizations(opened, connection);
  if (found.some(({ orgId }) => isSameOrgId(orgId, org.id))) return;
  const reached = found.map(({ name, orgId }) => `${name} (${orgId})`).join(', ') || 'no org';
  throw new KeywayError(
    'OrgDiffers',
    `Connection ${connection} of CipherTrust at ${opened.host} reaches ${reached}, and not ${org.id}, which this deploy is for.`,
    { actions: ['Nothing was changed. Name the connection that reaches the org of this environment.'] },
  );
}

function notRegistered({ org }: Session): KeywayError {
  return new KeywayError('OrganizationUnknown', `CipherTrust does not manage the org ${org.id} yet.`, {
    actions: ['Nothing was changed. Deploy without --only: registering it is a part of the keys.'],
  });
}
