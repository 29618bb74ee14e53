import { z } from 'zod';
import { firstText, type Parameters } from './answers.ts';
import type { CipherTrust } from './connection.ts';
import type { CckmOrganization } from './organizations.ts';

/** A named credential of an org, as CipherTrust sees it. */
export interface CckmNamedCredential {
  /** `0XA…` */
  readonly id: string;
  readonly label: string;
  /** Missing before CipherTrust 2.18. */
  readonly developerName: string | undefined;
  readonly url: string | undefined;
}

/**
 * Accepts both forms: `resources` up to 2.14, and Salesforce's own `records` since 2.18 (CipherTrust's CCKM
 * documentation, Salesforce).
 */
export function listNamedCredentials(
  cipherTrust: CipherTrust,
  organization: CckmOrganization,
): Promise<readonly CckmNamedCredential[]> {
  const rows = z.array(z.record(z.string(), z.unknown()));
  return cipherTrust.send({
    method: 'POST',
    path: '/v1/cckm/sfdc/get-named-credentials',
    json: { organization_id: organization.id },
    what: `listing the named credentials of ${organization.name}`,
    answer: z
      .looseObject({ records: rows.nullish(), resources: rows.nullish() })
      .transform(({ records, resources }) => (records ?? resources ?? []).flatMap(namedCredentialOf)),
  });
}

function namedCredentialOf(row: Parameters): readonly CckmNamedCredential[] {
  const id = firstText(row, ['sfdcNamedCredentialId', 'id', 'Id']);
  if (id === undefined) return [];
  return [
    {
      id,
      label: firstText(row, ['masterLabel', 'MasterLabel']) ?? '',
      developerName: firstText(row, ['DeveloperName', 'developerName']),
      url: firstText(row, ['Endpoint', 'endpoint']),
    },
  ];
}
