import type { UploadState } from '../../ciphertrust/upload.ts';
import type { Desired } from '../../engine/make-plan.ts';
import type { OrgState } from '../../engine/read-state.ts';
import { secretName } from '../cache-only-key/compare.ts';
import type { Check } from '../link-check.ts';
import { cipherTrustKeyNames } from './compare.ts';
import { fetchedState } from './settle.ts';
import { secretOfUpload, stateOfUpload } from './uploads.ts';
import {
  certificateOf,
  endpointName,
  endpointOf,
  type ReadCipherTrust,
  type WantedCipherTrust,
} from './wanted.ts';

/**
 * Whether CipherTrust has what the file wants of it, and both sides say the same of each key; pure. What cannot be looked
 * at, since its login is not set here, is not proven.
 */
export function checkCipherTrust(desired: Desired, state: OrgState): readonly Check[] {
  const { cipherTrust: wanted } = desired;
  const known = state.cipherTrust;
  if (!wanted || !known) return [];
  if (known.kind === 'unread') {
    const message = `cannot be looked at: ${known.reason.message}`;
    const links = ['Organization', ...cipherTrustKeyNames(desired).map(() => 'Key')];
    const names = [wanted.host, ...cipherTrustKeyNames(desired)];
    return names.map((name, index) => ({ link: `CipherTrust${links[index]}`, name, ok: null, message }));
  }
  return [
    check(
      'Organization',
      known.orgId,
      known.organization !== undefined,
      'is registered',
      'is not registered',
    ),
    ...checkPlaces(wanted, known),
    ...wanted.uploads.flatMap((upload) => {
      const found = stateOfUpload(upload, known);
      const secret = secretOfUpload(found, state.keys?.secrets ?? []);
      const said = secret ? `is ${secret.status} (version ${secret.version})` : 'is not uploaded';
      const inOrg: Check = { link: 'Key', name: upload.name, ok: secret?.status === 'ACTIVE', message: said };
      return state.keys?.secrets
        ? [inOrg, checkSide(upload.name, found, state)]
        : [{ ...inOrg, ok: null, message: 'cannot be seen: the org shows no tenant secrets' }];
    }),
    ...desired.keys
      .filter(({ cipherTrust }) => cipherTrust)
      .map((key) => checkSide(key.name, fetchedState(key, known), state)),
  ];
}

function checkPlaces(wanted: WantedCipherTrust, known: ReadCipherTrust): readonly Check[] {
  return [
    ...wanted.endpoints.map((endpoint) => {
      const there = endpointOf(endpoint, known);
      const name = there?.name || (endpoint.id ?? endpointName(known.orgId));
      return check('Endpoint', name, there !== undefined, 'is there', 'is not there');
    }),
    ...wanted.certificates.map((certificate) =>
      check(
        'Certificate',
        certificate.name,
        certificateOf(certificate, known.certificates) !== undefined,
        'is known',
        'is not known: keyway cckm certificates --synchronize',
      ),
    ),
  ];
}

/** What CipherTrust says of a key, against the org. */
function checkSide(name: string, found: UploadState, state: OrgState): Check {
  const base = { link: 'CipherTrustKey', name };
  if (found.kind === 'none') return { ...base, ok: false, message: 'CipherTrust has not uploaded it' };
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

function check(what: string, name: string, ok: boolean, held: string, broken: string): Check {
  return { link: `CipherTrust${what}`, name, ok, message: ok ? held : broken };
}
