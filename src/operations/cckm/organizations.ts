import { ensureOrganization } from '../../ciphertrust/ensure.ts';
import { collect } from '../../ciphertrust/list.ts';
import {
  type CckmOrganization,
  changeOrganization,
  type FoundOrganization,
  findOrganizations,
  getOrganization,
  listOrganizations,
  organizationNamed,
  removeOrganization,
} from '../../ciphertrust/organizations.ts';
import { type ApprovalOptions, confirmChange } from '../../engine/approve.ts';
import { type CipherTrustPlace, requireOption, withCipherTrust } from './cipher-trust-session.ts';

interface OrganizationOptions extends CipherTrustPlace, ApprovalOptions {
  readonly action: 'list' | 'find' | 'get' | 'add' | 'change' | 'delete';
  /** Id or name. */
  readonly name?: string | undefined;
  readonly connection?: string | undefined;
}

export function cckmOrganizations(options: OrganizationOptions) {
  const { action } = options;
  return withCipherTrust(options, async (session) => {
    const { cipherTrust } = session;
    const connection = () => requireOption(options.connection ?? session.settings.connection, '--connection');
    const named = () =>
      organizationNamed(cipherTrust, requireOption(options.name, 'the id or name of an organization'));
    const all = async (): Promise<readonly (CckmOrganization | FoundOrganization)[]> => {
      switch (action) {
        case 'list':
          return collect(listOrganizations(cipherTrust));
        case 'find':
          return findOrganizations(cipherTrust, connection());
        case 'get':
          return [await getOrganization(cipherTrust, (await named()).id)];
        case 'add':
          return [
            (await ensureOrganization(cipherTrust, { connection: connection(), orgId: options.name })).value,
          ];
        case 'change':
          return [await changeOrganization(cipherTrust, (await named()).id, { connection: connection() })];
        case 'delete': {
          const organization = await named();
          await confirmChange(
            `This deletes organization ${organization.name} (${organization.orgId}) from CipherTrust`,
            options,
          );
          await removeOrganization(cipherTrust, organization.id);
          return [organization];
        }
      }
    };
    return { organizations: await all() };
  });
}
