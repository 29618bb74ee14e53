import type { Fact } from '../fact.ts';
import { accessFacts } from './access.ts';
import { metadataFacts } from './metadata.ts';

export const facts: readonly Fact[] = [...metadataFacts, ...accessFacts];
