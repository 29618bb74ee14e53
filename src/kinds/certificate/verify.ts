import type { OrgCertificate } from '../../salesforce/index.ts';
import type { Check } from '../link-check.ts';

const day = 24 * 60 * 60 * 1000;
/** Leaves time to hand a new certificate to the key service's owner and to wrap a new key for it. */
const warnedBefore = 60 * day;

/** Adds the expiry date to the checks of certificates: an early warning, then a failure. Pure. */
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
