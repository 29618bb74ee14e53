import type { ConfigSection } from '../../config/section.ts';
import { checkPolicy } from './check.ts';
import { type PolicySection, policy as schema } from './schema.ts';

export const policy: ConfigSection<PolicySection> = { name: 'policy', schema, check: checkPolicy };
