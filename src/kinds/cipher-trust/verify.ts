import type { UploadState } from '../../ciphertrust/upload.ts';
import { secretName } from '../cache-only-key/compare.ts';
import type { Desired } from '../desired.ts';
import { type Check, linkCheck } from '../link-check.ts';
import type { OrgState } from '../state.ts';
import { secretOfUpload } from '../tenant-secret/compare.ts';
import { cipherTrustKeyNames } from './compare.ts';
import { certificateOf, endpointName, endpointOf } from './wanted.ts';

/* Checks that CipherTrust has what the config asks for. Pure. If its login isn't set here, nothing is proven. */

export function checkOrganization(desired: Desired, { cipherTrust: known }: OrgState): readonly Check[] {
  const { cipherTrust: wanted } = desired;
  if (!wanted || !known) return [];
  if (known.kind === 'unread') {
    const message = `can't be read: ${known.reason.message}`;
    return [
      { link: 'CipherTrustOrganization', name: wanted.host, ok: null, message },
      ...cipherTrustKeyNames(desired).map((name) => ({ link: 'CipherTrustKey', name, ok: null, message })),
    ];
  }
  return [
    linkCheck('CipherTrustOrganization', known.orgId, known.organization !== undefined, {
      holds: 'is registered',
      broken: 'is not registered',
    }),
  ];
}

export function checkEndpoints(
  { cipherTrust: wanted }: Desired,
  { cipherTrust: known }: OrgState,
): readonly Check[] {
  if (!wanted || known?.kind !== 'read') return [];
  return wanted.endpoints.map((endpoint) => {
    const existing = endpointOf(endpoint, known);
    const name = existing?.name || (endpoint.id ?? endpointName(known.orgId));
    return linkCheck('CipherTrustEndpoint', name, existing !== undefined, {
      holds: 'is there',
      broken: "doesn't exist",
    });
  });
}

export function checkCertificates(
  { cipherTrust: wanted }: Desired,
  { cipherTrust: known }: OrgState,
): readonly Check[] {
  if (!wanted || known?.kind !== 'read') return [];
  return wanted.certificates.map((certificate) =>
    linkCheck(
      'CipherTrustCertificate',
      certificate.name,
      certificateOf(certificate, known.certificates) !== undefined,
      { holds: 'is known', broken: 'is unknown to CipherTrust: run keyway cckm certificates --synchronize' },
    ),
  );
}

/** Compares what CipherTrust says of a key with the org. */
export function checkSide(name: string, found: UploadState, state: OrgState): Check {
  const base = { link: 'CipherTrustKey', name };
  if (found.kind === 'none') return { ...base, ok: false, message: "isn't uploaded by CipherTrust" };
  const { status, version, error } = found.key;
  const secret = secretOfUpload(found, state.keys?.secrets ?? []);
  if (error !== '') return { ...base, ok: false, message: `CipherTrust says: ${error}` };
  if (!secret) return { ...base, ok: false, message: 'the org has no such tenant secret' };
  const same = secret.status === status && (version === undefined || secret.version === version);
  const message = same
    ? `is ${status} (version ${version ?? secret.version}) in CipherTrust too`
    : `is ${status} (version ${version ?? '?'}) in CipherTrust, but in the org ${secretName(secret)}: keyway cckm synchronize`;
  return { ...base, ok: same && status === 'ACTIVE', message };
}
