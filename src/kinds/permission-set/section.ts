import { z } from 'zod';
import type { ConfigSection } from '../../config/section.ts';
import { developerName } from '../../config/text.ts';
import type { ExternalCredentialsSection } from '../external-credential/schema.ts';
import { checkPermissionSets } from './check.ts';
import { type PermissionSetsSection, permissionSet } from './schema.ts';

export const permissionSets: ConfigSection<PermissionSetsSection & ExternalCredentialsSection> = {
  name: 'permissionSets',
  schema: z.record(developerName, permissionSet).describe('Who can use which principals, by developer name.'),
  hasDeveloperNames: true,
  removed: 'Permission sets to delete.',
  check: checkPermissionSets,
};
