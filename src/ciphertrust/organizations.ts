import { z } from 'zod';
import { KeywayError } from '../errors/index.ts';
import { resource, text } from './answers.ts';
import type { CipherTrust } from './connection.ts';
import { collect } from './list.ts';
import { resourceCalls } from './resource-calls.ts';

/** A Salesforce org whose keys CipherTrust manages. */
export interface CckmOrganization {
  /** CipherTrust's own id. */
  readonly id: string;
  /** Salesforce's id: `00D…`. */
  readonly orgId: string;
  readonly name: string;
  readonly connection: string;
  readonly type: string;
}

/** An org that a connection reaches, managed or not. */
export type FoundOrganization = Omit<CckmOrganization, 'id'>;

const PATH = '/v1/cckm/sfdc/organizations';

const organization = resource
  .extend({ sfdc_org_id: text, organization_id: text, connection: text, organization_type: text, type: text })
  .transform(
    (answer): CckmOrganization => ({
      id: answer.id,
      orgId: answer.sfdc_org_id || answer.organization_id,
      name: answer.name,
      connection: answer.connection,
      type: answer.organization_type || answer.type,
    }),
  );

const foundOrganization = z
  .looseObject({ name: text, organization_id: z.string(), connection: text, type: text })
  .transform(
    ({ name, organization_id, connection, type }): FoundOrganization => ({
      orgId: organization_id,
      name,
      connection,
      type,
    }),
  );

const organizationCalls = resourceCalls({ name: 'organization', path: PATH, schema: organization });

/** Removes it only from CipherTrust. The org stays unchanged. */
export const {
  list: listOrganizations,
  get: getOrganization,
  remove: removeOrganization,
} = organizationCalls;

/** Lists the orgs that a connection reaches; in the documents, there is one. */
export function findOrganizations(
  cipherTrust: CipherTrust,
  connection: string,
): Promise<readonly FoundOrganization[]> {
  return cipherTrust.send({
    method: 'POST',
    path: '/v1/cckm/sfdc/get-organizations',
    json: { connection },
    what: `asking connection ${connection} for its organizations`,
    answer: z.union([
      z.array(foundOrganization),
      z.looseObject({ resources: z.array(foundOrganization) }).transform(({ resources }) => resources),
      foundOrganization.transform((one) => [one]),
    ]),
  });
}

export function addOrganization(
  cipherTrust: CipherTrust,
  { connection, orgId }: { readonly connection: string; readonly orgId: string },
): Promise<CckmOrganization> {
  return cipherTrust.send({
    method: 'POST',
    path: '/v1/cckm/sfdc/add-organizations',
    json: { connection, sfdc_org_id: orgId },
    what: `adding organization ${orgId}`,
    answer: organization,
  });
}

/** Changes the connection to the same org. */
export function changeOrganization(
  cipherTrust: CipherTrust,
  id: string,
  change: { readonly connection: string },
): Promise<CckmOrganization> {
  return cipherTrust.send({
    method: 'PATCH',
    path: organizationCalls.pathOf(id),
    json: change,
    what: `changing organization ${id}`,
    answer: organization,
  });
}

/** Whether two ids of 15 or 18 characters belong to the same org. */
export function isSameOrgId(a: string, b: string): boolean {
  return a.length >= 15 && a.slice(0, 15) === b.slice(0, 15);
}

/**
 * Finds an organization by CipherTrust's id, Salesforce's id, or name.
 * @throws KeywayError `OrganizationUnknown`
 */
export async function organizationNamed(cipherTrust: CipherTrust, name: string): Promise<CckmOrganization> {
  const all = await collect(listOrganizations(cipherTrust));
  const exact = all.find(({ id, orgId }) => id === name || isSameOrgId(orgId, name));
  const named = all.filter((one) => one.name === name);
  if (exact) return exact;
  if (named.length === 1 && named[0]) return named[0];
  const known = all.map((one) => `${one.name} (${one.orgId})`).join(', ');
  throw new KeywayError(
    'OrganizationUnknown',
    named.length > 1
      ? `CipherTrust at ${cipherTrust.host} has several organizations named ${name}.`
      : `CipherTrust at ${cipherTrust.host} has no organization ${name}.`,
    {
      actions: [
        known === '' ? 'It has none.' : `It has: ${known}.`,
        'To add one: keyway cckm organizations add --connection NAME',
      ],
    },
  );
}
