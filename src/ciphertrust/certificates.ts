import { z } from 'zod';
import { KeywayError } from '../errors/index.ts';
import { firstText, resource, text } from './answers.ts';
import type { CipherTrust } from './connection.ts';
import { synchronize, type WaitOptions } from './jobs.ts';
import { collect } from './list.ts';
import { type CckmOrganization, isSameOrgId } from './organizations.ts';
import { resourceCalls } from './resource-calls.ts';
import { DEVELOPER_NAME_FIELDS } from './uncertain.ts';

/** A certificate of an org in CipherTrust. Keys can be wrapped for it. */
export interface CckmCertificate {
  readonly id: string;
  /** Salesforce's id: `0P1…`; empty if CipherTrust doesn't show it. */
  readonly salesforceId: string;
  readonly name: string;
  readonly developerName: string | undefined;
  /** CipherTrust's or Salesforce's id of the organization. */
  readonly organization: string;
  readonly expires: string | undefined;
}

const PATH = '/v1/cckm/sfdc/certificates';

const certificate = resource
  .extend({
    organization_id: text,
    sfdc_organization_id: text,
    sfdc_params: z.record(z.string(), z.unknown()).nullish(),
  })
  .transform(
    (answer): CckmCertificate => ({
      id: answer.id,
      salesforceId: firstText(answer.sfdc_params, ['salesforce_id']) ?? '',
      name: answer.name || (firstText(answer.sfdc_params, ['master_label']) ?? ''),
      developerName:
        firstText(answer.sfdc_params, DEVELOPER_NAME_FIELDS) ?? firstText(answer, DEVELOPER_NAME_FIELDS),
      organization: answer.sfdc_organization_id || answer.organization_id,
      expires: firstText(answer.sfdc_params, ['expiration_date']) ?? firstText(answer, ['expiration_date']),
    }),
  );

const certificateCalls = resourceCalls({ name: 'certificate', path: PATH, schema: certificate });

/** Removes it only from CipherTrust. The org keeps its certificate. */
export const { list: listCertificates, get: getCertificate, remove: removeCertificate } = certificateCalls;

/** Finds a certificate by CipherTrust's id, developer name, or unique label. */
export async function findCertificate(
  cipherTrust: CipherTrust,
  organization: CckmOrganization,
  name: string,
): Promise<CckmCertificate | undefined> {
  const all = (await collect(listCertificates(cipherTrust))).filter(
    (one) => one.organization === organization.id || isSameOrgId(one.organization, organization.orgId),
  );
  const exact = all.find(({ id, developerName }) => id === name || developerName === name);
  const labelled = all.filter((one) => one.name === name);
  return exact ?? (labelled.length === 1 ? labelled[0] : undefined);
}

/**
 * Finds the certificate of an organization. If CipherTrust doesn't know it yet, because the org has just created
 * it, synchronizes first.
 *
 * @throws KeywayError `CipherTrustCertificateUnknown`
 */
export async function ensureCertificate(
  cipherTrust: CipherTrust,
  organization: CckmOrganization,
  name: string,
  options: WaitOptions = {},
): Promise<CckmCertificate> {
  const known = await findCertificate(cipherTrust, organization, name);
  if (known) return known;
  await synchronize(cipherTrust, 'certificates', [organization.id], options);
  const found = await findCertificate(cipherTrust, organization, name);
  if (found) return found;
  throw new KeywayError(
    'CipherTrustCertificateUnknown',
    `CipherTrust at ${cipherTrust.host} has no certificate ${name} of ${organization.name} (${organization.orgId}), even after a synchronization.`,
    {
      actions: [
        'To see what it has: keyway cckm certificates',
        'To see what the org has: keyway certificate list',
      ],
    },
  );
}
