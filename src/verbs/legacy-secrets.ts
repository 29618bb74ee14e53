import {
  type Config,
  ConfigError,
  type Problem,
  processSources,
  resolveReferences,
} from '../config/index.ts';
import type { Plan } from '../plan/index.ts';

/**
 * Secrets of the legacy named credentials that a plan writes, resolved now because they enter the zip.
 * By developer name, then by field.
 * @throws ConfigError with the place of each reference that has no value
 */
export function legacySecretsOf(
  config: Config,
  plan: Plan,
): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const written = plan.changes
    .filter(({ type, action }) => type === 'NamedCredential' && action !== 'delete')
    .map(({ name }) => name);
  const sources = processSources(config.file);
  const problems: Problem[] = [];
  const secrets = new Map<string, Map<string, string>>();
  for (const [path, { text, at }] of config.secrets) {
    const [section, name = '', field = ''] = path.split('.');
    if (section !== 'namedCredentials' || !written.includes(name)) continue;
    const resolved = resolveReferences(text, sources);
    if (resolved.ok) secrets.set(name, new Map(secrets.get(name)).set(field, resolved.value));
    else
      problems.push({
        severity: 'error',
        at,
        message: `"${field}" in namedCredentials.${name} ${resolved.message}`,
      });
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return secrets;
}
