import { limitedKeys, pendingIfRefused } from '../cache-only-key/pending.ts';
import { requireUsableCertificates } from '../cache-only-key/requirements.ts';
import { uploadsOf } from '../cipher-trust/open-uploads.ts';
import { secretsWithOrigins } from '../cipher-trust/origins.ts';
import { checkSide } from '../cipher-trust/verify.ts';
import type { Desired } from '../desired.ts';
import type { Applied, Compared, Comparison, Kind, Step } from '../kind.ts';
import type { Check } from '../link-check.ts';
import { describeKey } from '../outcomes.ts';
import type { OrgState } from '../state.ts';
import { compareUpload, secretOfUpload, stateOfUpload, uploadChanges, usedKeys } from './compare.ts';
import { requireUploadable } from './preflight.ts';

/** A key that CipherTrust uploads to the org as a tenant secret (BYOK). */
export const tenantSecret: Kind = {
  types: ['Key'],
  stage: 'keys',
  compare,
  notes: (_session, { desired, state }) =>
    usedKeys(desired, state).map(({ problem }) => `${problem}; a deploy would fail`),
  require: (_run, planned) => requireUploadable(planned),
  preflight: async (run, planned) => {
    const uploads = uploadChanges(planned);
    const certificates = new Set(uploads.map(({ upload }) => upload.certificate));
    await requireUsableCertificates(run.session, planned, certificates, run.now());
    const made = uploads.map(({ change, upload }) => ({ change, key: { ...upload, identifier: '' } }));
    return limitedKeys(run, planned, made);
  },
  apply,
  verify: ({ desired, state }) => checkUploads(desired, state),
};

function compare({ desired, state }: Comparison): Compared {
  const known = state.cipherTrust;
  if (!desired.cipherTrust || known?.kind !== 'read') return {};
  const secrets = secretsWithOrigins(state);
  const compared = desired.cipherTrust.uploads.map((upload) =>
    secrets
      ? compareUpload(upload, known, secrets)
      : { notes: [`${upload.name} can't be compared: the org shows no tenant secrets`] },
  );
  return {
    changes: compared.flatMap(({ change }) => change ?? []),
    notes: compared.flatMap(({ notes }) => notes),
  };
}

async function apply(step: Step): Promise<Applied> {
  const due = uploadChanges({ ...step.planned, plan: { changes: step.changes, notes: [] } });
  if (due.length === 0) return { summaries: [] };
  const uploads = await uploadsOf(step);
  const summaries: string[] = [];
  for (const { upload } of due) {
    step.update(`${upload.name}: CipherTrust uploads it`);
    const key = await uploads
      .uploadSecret(upload)
      .catch((error) => pendingIfRefused(error, { ...upload, identifier: '' }, step.run, step.planned));
    step.run.record({ keys: [key] });
    summaries.push(describeKey(key));
  }
  return { summaries };
}

function checkUploads({ cipherTrust: wanted }: Desired, state: OrgState): readonly Check[] {
  const known = state.cipherTrust;
  if (!wanted || known?.kind !== 'read') return [];
  return wanted.uploads.flatMap((upload) => {
    const found = stateOfUpload(upload, known);
    const secret = secretOfUpload(found, state.keys?.secrets ?? []);
    const statusText = secret ? `is ${secret.status} (version ${secret.version})` : 'is not uploaded';
    const inOrg: Check = {
      link: 'Key',
      name: upload.name,
      ok: secret?.status === 'ACTIVE',
      message: statusText,
    };
    return state.keys?.secrets
      ? [inOrg, checkSide(upload.name, found, state)]
      : [{ ...inOrg, ok: null, message: "isn't visible: the org shows no tenant secrets" }];
  });
}
