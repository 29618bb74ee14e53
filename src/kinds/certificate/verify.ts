import type { OrgCertificate } from '../../salesforce/index.ts';
import type { Check } from '../link-check.ts';

const day = 24 * 60 * 60 * 1000;
/** A new certificate has to reach the owner of the key service, and a new key to be wrapped for it. */
const warnedBefore = 60 * day;

/** Checks of certificates with when each ends: soon is a warning, over is a failure; pure. */
export function withCertificateEnds(
  checks: readonly Check[],
  certificates: readonly OrgCertificate[],
  now: Date,
): readonly Check[] {
  return checks.map((check): Check => {
    const found = certificates.find(({ name }) => check.link === 'Certificate' && name === check.name);
    if (!found || check.ok !== true) return check;
    if (found.expiresAt === undefined) {
      const message = found.caSigned ? "isn't signed by an authority yet" : 'has an unknown expiration date';
      return { ...check, ok: null, message };
    }
    const left = Date.parse(found.expiresAt) - now.getTime();
    const on = found.expiresAt.slice(0, 10);
    if (left <= 0) return { ...check, ok: false, message: `expired on ${on}` };
    if (left > warnedBefore) return { ...check, message: `${check.message}, and expires on ${on}` };
    const days = Math.floor(left / day);
    return {
      ...check,
      warning: true,
      message: `ends on ${on}, in ${days} ${days === 1 ? 'day' : 'days'}: create a new certificate under a new name, give it to the key service, and rotate to a key wrapped for it`,
    };
  });
}
