import { readExternalKeyManagement } from '../../salesforce/index.ts';
import type { Kind, Verification } from '../kind.ts';
import type { Check } from '../link-check.ts';

/*
 * Root keys outside Salesforce, and data encryption keys. An org may use them beside its tenant secrets, and only
 * Setup shows for what. keyway reads them so that nobody assumes that tenant secrets encrypt everything.
 */
export const externalKeyManagement: Kind = { types: [], stage: 'keys', verify };

async function verify({ session, whole }: Verification): Promise<readonly Check[]> {
  // No deploy changes them.
  if (!whole) return [];
  const { cacheOnlyKeys, tenantSecrets, encryptionKeySettings } = session.config;
  if (!cacheOnlyKeys && !tenantSecrets && !encryptionKeySettings) return [];
  const { rootKeys, dataEncryptionKeys } = await readExternalKeyManagement(await session.keyOrg());
  const active = (status: string) => status.toUpperCase() === 'ACTIVE';
  return [
    ...(rootKeys ?? [])
      .filter(({ status }) => active(status))
      .map(({ service, identifier }) => activeKeyCheck('RootKey', `${service} ${identifier}`)),
    ...(dataEncryptionKeys ?? [])
      .filter(({ status }) => active(status))
      .map(({ type, version }) =>
        activeKeyCheck('DataEncryptionKey', [type, version].filter(Boolean).join(':')),
      ),
  ];
}

function activeKeyCheck(link: string, name: string): Check {
  return {
    link,
    name,
    ok: true,
    warning: true,
    message: 'is active beside the tenant secrets: see Setup, Encryption Policy, for what it encrypts',
  };
}
