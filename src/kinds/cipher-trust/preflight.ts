import { findOrganizations, isSameOrgId } from '../../ciphertrust/organizations.ts';
import type { Session } from '../../engine/session.ts';
import { KeywayError } from '../../errors/index.ts';
import type { Planned } from '../../operations/plan.ts';
import { componentKey } from '../compare.ts';
import { settingAfterPlan } from '../key-path/planned.ts';
import { missingEndpoints } from './compare.ts';
import { usedKeys } from './uploads.ts';
import type { WantedUpload } from './wanted.ts';

/*
 * What a deploy would fail at in CipherTrust is found out before anything is sent, there or to the org.
 */

/**
 * The login to CipherTrust, or why it has none: whoever only looks may do without.
 * @throws KeywayError `CipherTrustLoginMissing`, `SecretNotSet`
 */
export function requireCipherTrustRead({ state }: Pick<Planned, 'state'>): void {
  if (state.cipherTrust?.kind === 'unread') throw state.cipherTrust.reason;
}

/** @throws KeywayError `ConnectionMissing`, `OrgDiffers`, `KeyUsedBefore`, `EndpointUnknown`, `EndpointLoginMissing` */
export async function requireCipherTrustReady(session: Session, planned: Planned): Promise<void> {
  const { desired, state, plan } = planned;
  const { cipherTrust: wanted } = desired;
  const known = state.cipherTrust;
  if (!wanted || known?.kind !== 'read') return;
  const has = (type: string) => plan.changes.some((change) => change.type === type);
  const isMade = (name: string) => plan.changes.some((one) => one.type === 'Key' && one.name === name);
  const used = usedKeys(desired, state).filter(({ name }) => isMade(name));
  if (used.length > 0) {
    throw new KeywayError('KeyUsedBefore', `${used.map(({ problem }) => problem).join('\n')}.`, {
      actions: ['Nothing was changed. Make a new key in CipherTrust, and let the file name that.'],
      data: { keys: used.map(({ name }) => name) },
    });
  }
  const [missing] = missingEndpoints(desired, state);
  if (missing !== undefined && (has('NamedCredential') || has('Key'))) {
    throw new KeywayError('EndpointUnknown', `${missing}.`, {
      actions: [
        'Nothing was changed. Let keyway make one: url: "${cipherTrust:endpoint}"',
        'Or see what there is: keyway cckm endpoints',
      ],
    });
  }
  const bare =
    has('CipherTrustEndpoint') && wanted.endpoints.find(({ principal }) => principal === undefined);
  if (bare) {
    throw new KeywayError(
      'EndpointLoginMissing',
      `The endpoint of ${bare.namedCredentials.join(', ')} needs a user and a password, and the file has none for it.`,
      {
        actions: [
          'Nothing was changed. Let the named credential name an external credential of the protocol Basic, with credentials username and password in its one principal.',
        ],
      },
    );
  }
  const underived = uploadChanges(planned).find(({ upload }) => upload.derivation === 'NONE');
  for (const { upload } of uploadChanges(planned)) requireCertificate(planned, upload);
  // Where the file names no settings they are not read: then the org has its own word.
  const isKnown = desired.components.some(({ type }) => type === 'Settings');
  if (underived && isKnown && !settingAfterPlan(planned, 'canOptOutOfDerivationWithBYOK')) {
    throw new KeywayError(
      'DerivationNotOptional',
      `${underived.upload.name} is to be used without derivation, which the org does not allow.`,
      {
        actions: [
          'Nothing was changed. Write it into the file: encryptionKeySettings: { canOptOutOfDerivationWithBYOK: true }',
        ],
      },
    );
  }
  if (known.organization) return;
  if (has('CipherTrustOrganization')) await requireConnection(session, wanted.connection);
  else if (has('CipherTrustEndpoint') || has('CipherTrustCertificate')) throw notRegistered(session);
}

/**
 * Named credentials whose endpoint gets a new login in this deploy: until it has that, what is called with the new login
 * is refused, so that nothing can be tried before.
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

/** Keys that CipherTrust uploads, each with its change. */
export function uploadChanges({ desired, plan }: Planned): readonly {
  readonly change: Planned['plan']['changes'][number];
  readonly upload: WantedUpload;
}[] {
  const uploads = desired.cipherTrust?.uploads ?? [];
  return plan.changes.flatMap((change) => {
    const upload = change.type === 'Key' && uploads.find(({ name }) => name === change.name);
    return upload ? [{ change, upload }] : [];
  });
}

function requireCertificate({ state, plan }: Planned, { name, certificate }: WantedUpload): void {
  const isMade = plan.changes.some((change) => change.type === 'Certificate' && change.name === certificate);
  if (isMade || state.components.has(componentKey('Certificate', certificate))) return;
  throw new KeywayError(
    'KeyChainMissing',
    `${name} needs Certificate ${certificate}, which the org does not have.`,
    {
      actions: ['Nothing was changed. Deploy it first: --only metadata'],
    },
  );
}

/** CipherTrust is asked what is behind the connection: a name that is misspelt, or another org's, shows here. */
async function requireConnection(
  { org, cipherTrust }: Session,
  connection: string | undefined,
): Promise<void> {
  const opened = await cipherTrust();
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
