import { join } from 'node:path';
import { packageFolder } from '../e2e/pack.ts';

/** The command and the local org as shipped: scripts/test-clients.js builds them, and jest packs them. */
export const main = join(packageFolder, 'dist/main.js');

export const { createLocalOrg }: typeof import('../../src/local/salesforce/index.ts') = await import(
  join(packageFolder, 'dist/local-org.js')
);
