import { existsSync } from 'node:fs';
import { defaultConfig } from '../engine/read-one.ts';
import type { Remarks } from '../engine/session.ts';
import { KeywayError } from '../errors/index.ts';
import { componentNames } from '../kinds/component-names.ts';
import { type PullOptions, type PullResult, pull } from './pull.ts';

/**
 * Adds components of an org that the config doesn't have yet, with those that they need. The rest of the file
 * stays.
 * @throws KeywayError `ComponentInConfig`, `ComponentNotFound`
 */
export async function importComponents(
  options: PullOptions & { readonly names: readonly string[] },
): Promise<PullResult & Remarks> {
  const file = options.config ?? defaultConfig;
  const known = existsSync(file) ? componentNames(file) : [];
  const existing = options.names.filter((name) =>
    known.some((one) => one.name.toLowerCase() === name.toLowerCase()),
  );
  if (existing.length > 0)
    throw new KeywayError('ComponentInConfig', `${file} already has ${existing.join(', ')}.`, {
      actions: [`To bring it up to date from the org: keyway pull ${existing.join(' ')}`],
    });
  return pull(options);
}
