import { KeywayError } from '../../errors/index.ts';
import { type Org, readRemoteSecrets } from '../../salesforce/index.ts';
import type { Config } from '../config.ts';
import type { Planned } from '../run.ts';

/**
 * A named credential that a tenant secret refers to isn't deleted, because the org could no longer fetch the key.
 * Only an org that shows tenant secrets can prove that none does.
 * @returns remarks for people if the org doesn't show it
 * @throws KeywayError `NamedCredentialInUse`
 */
export async function requireUnused(
  org: Org,
  config: Config,
  { plan, state }: Pick<Planned, 'plan' | 'state'>,
): Promise<readonly string[]> {
  const names = plan.changes
    .filter(({ type, action }) => type === 'NamedCredential' && action === 'delete')
    .map(({ name }) => name);
  if (names.length === 0) return [];
  const secrets = await readRemoteSecrets(org, names);
  const seesSecrets = (state.keys?.secrets?.length ?? 0) > 0;
  if (!secrets || (secrets.length === 0 && !seesSecrets)) {
    return [
      `keyway can't tell whether a tenant secret uses ${names.join(', ')}: the org has none, or ${org.username} lacks Manage Encryption Keys`,
    ];
  }
  if (secrets.length === 0) return [];
  const lines = secrets.map(
    ({ namedCredential, type, version }) =>
      `${placeOf(config, namedCredential)}named credential ${namedCredential} would be deleted, but tenant secret ${type}, version ${version}, uses it`,
  );
  throw new KeywayError('NamedCredentialInUse', lines.join('\n'), {
    actions: [
      "Nothing was sent. Without it, the org can't fetch that key. Switch the tenant secret to another named credential first, or destroy it.",
    ],
    data: { secrets },
  });
}

/** Its place under `removed:`. A rollback also deletes components that the file doesn't name. */
function placeOf(config: Config, name: string): string {
  const index = config.removed?.namedCredentials?.indexOf(name) ?? -1;
  if (index < 0) return '';
  const { file, line, column } = config.locate(['removed', 'namedCredentials', index]);
  return `${file}:${line}:${column} `;
}
