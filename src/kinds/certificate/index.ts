import type { Kind } from '../kind.ts';
import { certificateConflicts, describeConflict } from './compare.ts';
import { certificatesAfterJobs, describeNewCertificates } from './made.ts';
import { requireSameCertificates } from './preflight.ts';
import { certificateRollback } from './rollback.ts';
import { withCertificateEnds } from './verify.ts';

/** A certificate that each org creates for itself, once. */
export const certificate: Kind = {
  types: ['Certificate'],
  stage: 'metadata',
  isPrerequisite: true,
  rollback: certificateRollback,
  notes: (_session, { plan }) => certificateConflicts(plan.changes).map(describeConflict),
  require: ({ session }, { plan }) => requireSameCertificates(session.config, plan),
  permissions: () => [
    { login: 'org', need: 'metadata', what: 'this deploy' },
    { login: 'org', need: 'certificates', what: 'this deploy' },
  ],
  afterJobs: ({ session }, changes) => describeNewCertificates(session, changes),
  refine: async ({ session, desired, now }, checks) =>
    desired.components.some(({ type }) => type === 'Certificate')
      ? withCertificateEnds(checks, await certificatesAfterJobs(session.org), now())
      : checks,
};
