import type { Fact } from '../fact.ts';
import { accessFacts } from './access.ts';
import { authProviderFacts } from './auth-providers.ts';
import { defaultFacts } from './defaults.ts';
import { metadataFacts } from './metadata.ts';
import { parameterFacts } from './parameters.ts';

export const facts: readonly Fact[] = [
  ...metadataFacts,
  ...parameterFacts,
  ...defaultFacts,
  ...authProviderFacts,
  ...accessFacts,
];
