import type { Fact } from '../fact.ts';
import { accessFacts } from './access.ts';
import { apexFacts } from './apex.ts';
import { auditFacts } from './audit.ts';
import { authProviderFacts } from './auth-providers.ts';
import { autoprocFacts } from './autoproc.ts';
import { connectFacts } from './connect.ts';
import { credentialFacts } from './credentials.ts';
import { defaultFacts } from './defaults.ts';
import { keyFacts } from './keys.ts';
import { metadataFacts } from './metadata.ts';
import { namedCredentialFacts } from './named-credentials.ts';
import { parameterFacts } from './parameters.ts';
import { permissionSetFacts } from './permission-sets.ts';
import { refusalFacts } from './refusals.ts';
import { reservedFacts } from './reserved.ts';
import { settingsFacts } from './settings.ts';

export const facts: readonly Fact[] = [
  ...metadataFacts,
  ...parameterFacts,
  ...reservedFacts,
  ...defaultFacts,
  ...authProviderFacts,
  ...namedCredentialFacts,
  ...permissionSetFacts,
  ...accessFacts,
  ...connectFacts,
  ...credentialFacts,
  ...refusalFacts,
  ...autoprocFacts,
  ...auditFacts,
  ...apexFacts,
  ...settingsFacts,
  ...keyFacts,
];
