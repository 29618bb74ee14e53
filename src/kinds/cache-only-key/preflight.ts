import { KeywayError } from '../../errors/index.ts';
import type { Change } from '../change.ts';
import { localAuthority } from '../cipher-trust/session.ts';
import { describeUntested } from '../key-path/describe-probes.ts';
import { contextAfterPlan } from '../key-path/planned.ts';
import { probeKeys } from '../key-path/probe-keys.ts';
import { findUntestableKeys } from '../key-path/untestable-keys.ts';
import type { Prepared } from '../kind.ts';
import { requireNeeds } from '../require-permissions.ts';
import type { Planned, Run } from '../run.ts';
import type { Session } from '../session.ts';
import type { WantedKey } from './compare.ts';
import { limitedKeys } from './pending.ts';
import { requireUsableCertificates } from './requirements.ts';

/**
 * Checks what the keys of a plan need, and calls the key service for each key as Salesforce would, before approval
 * is asked. In a protected org, a key service that keyway can't test is a risk. A refused key stops the key stage,
 * not the stages before it.
 *
 * @throws KeywayError `CertificateUnfit`
 */
export async function prepareKeys(run: Run, planned: Planned): Promise<Prepared> {
  const { session, config } = run;
  const { sources } = session;
  const made = keyChanges(planned);
  if (made.length === 0) return {};
  const certificates = new Set(made.map(({ key }) => key.certificate));
  await requireUsableCertificates(session, planned, certificates, run.now());
  const { pending, remarks } = limitedKeys(run, planned, made);
  const due = made.filter(({ key }) => !pending.some(({ name }) => name === key.name));
  const unserved = due.filter(isNotServedYet).map(({ key }) => key.name);
  const wanted = due.filter((one) => !isNotServedYet(one)).map(({ key }) => ({ ...key, name: key.name }));
  const probed =
    wanted.length === 0
      ? []
      : await probeKeys(
          wanted,
          contextAfterPlan({ config, sources, localAuthority: localAuthority(session) }, planned),
        );
  const { planned: marked, untested } = findUntestableKeys(run, planned, probed, unserved);
  return {
    planned: marked,
    pending,
    remarks: [
      ...remarks,
      ...untested.map(describeUntested),
      ...unserved.map(
        (name) => `keyway can't test ${name} from here: CipherTrust serves it only after the upload`,
      ),
    ],
  };
}

/**
 * Stops a deploy whose config has keys if the org's keys aren't visible.
 * @throws KeywayError `TenantSecretsHidden`, `PermissionMissing`
 */
export async function requireKeysShown(session: Session, { desired, state }: Planned): Promise<void> {
  const wanted = desired.keys.length + (desired.cipherTrust?.uploads.length ?? 0);
  if (wanted === 0 || state.keys?.secrets) return;
  const org = await session.keyOrg();
  await requireNeeds(org, ['tenantSecrets'], 'creating keys');
  throw new KeywayError(
    'TenantSecretsHidden',
    `The org shows ${org.username} no tenant secrets, but the config has keys.`,
    {
      actions: [
        'Nothing was changed. The org needs Shield Platform Encryption, and the user needs Manage Encryption Keys.',
        'To deploy everything except the keys, pass --only metadata,credentials,assignments',
      ],
    },
  );
}

/** Changes to keys, each with its key in the config. */
export function keyChanges({
  desired,
  plan,
}: Pick<Planned, 'desired' | 'plan'>): readonly { change: Change; key: WantedKey }[] {
  return plan.changes.flatMap((change) => {
    const key = change.type === 'Key' && desired.keys.find(({ name }) => name === change.name);
    return key ? [{ change, key }] : [];
  });
}

/** CipherTrust serves a key only after its upload. */
export function isNotServedYet({
  change,
  key,
}: {
  readonly change: Change;
  readonly key: WantedKey;
}): boolean {
  return key.cipherTrust !== undefined && change.action === 'create';
}
