import type { Fact } from '../fact.ts';
import { addNeeds, permissionsFor, tenantSecrets } from '../needs.ts';
import { accessFacts } from './access.ts';
import { apexFacts } from './apex.ts';
import { auditFacts } from './audit.ts';
import { authProviderFacts } from './auth-providers.ts';
import { autoprocFacts } from './autoproc.ts';
import { calloutFacts } from './callouts.ts';
import { cipherTrustFacts } from './ciphertrust.ts';
import { connectFacts } from './connect.ts';
import { credentialFacts } from './credentials.ts';
import { defaultFacts } from './defaults.ts';
import { deployFacts } from './deploys.ts';
import { keyCacheFacts } from './key-cache.ts';
import { keyFacts } from './keys.ts';
import { knownWordsFacts } from './known-words.ts';
import { metadataFacts } from './metadata.ts';
import { namedCredentialFacts } from './named-credentials.ts';
import { parameterFacts } from './parameters.ts';
import { permissionSetFacts } from './permission-sets.ts';
import { refusalFacts } from './refusals.ts';
import { remoteKeyFacts } from './remote-keys.ts';
import { requestFacts } from './requests.ts';
import { reservedFacts } from './reserved.ts';
import { settingsFacts } from './settings.ts';
import { specialOrgFacts } from './special-orgs.ts';
import { timeFacts } from './time.ts';
import { userFacts } from './users.ts';

export const facts: readonly Fact[] = [
  ...metadataFacts,
  ...deployFacts,
  ...parameterFacts,
  ...reservedFacts,
  ...defaultFacts,
  ...authProviderFacts,
  ...namedCredentialFacts,
  ...addNeeds([permissionsFor('permissionSets')], permissionSetFacts),
  ...accessFacts,
  ...connectFacts,
  ...credentialFacts,
  ...refusalFacts,
  ...addNeeds([permissionsFor('permissionSets', 'assignmentsByRest', 'apexClasses')], knownWordsFacts),
  ...requestFacts,
  ...addNeeds([permissionsFor('permissionSets', 'assignmentsByRest')], autoprocFacts),
  ...auditFacts,
  ...addNeeds([permissionsFor('apexClasses')], apexFacts),
  ...addNeeds([tenantSecrets, permissionsFor('encryptionKeySettings')], settingsFacts),
  ...addNeeds([tenantSecrets, permissionsFor('tenantSecrets', 'certificates')], keyFacts),
  ...userFacts,
  ...addNeeds([permissionsFor('permissionSets', 'assignmentsByRest', 'apexClasses')], calloutFacts),
  ...timeFacts,
  ...specialOrgFacts,
  ...cipherTrustFacts,
  // These advance the clock of the local org, finally past the expiry of certificates.
  ...addNeeds(
    [tenantSecrets, permissionsFor('tenantSecrets', 'certificates')],
    [...remoteKeyFacts, ...keyCacheFacts],
  ),
];
