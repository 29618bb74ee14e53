import type { Plan } from '../change.ts';
import type { NeededSecrets } from '../kind.ts';
import { changeKey, type Planned, type Run } from '../run.ts';
import { resolveSecrets } from './resolve-secrets.ts';

/** The credential values that a plan stores. */
export function storedSecrets(
  { config, session }: Pick<Run, 'config' | 'session'>,
  { plan }: Planned,
): NeededSecrets {
  const stored = storedBy(plan);
  const { credentials, problems } = resolveSecrets(
    config,
    session.sources,
    ({ kind, name }) => kind === 'credential' && stored.has(name),
  );
  const values = [...credentials].map(
    ([name, value]) => [changeKey({ type: 'Credential', name }), value] as const,
  );
  return { values: new Map(values), problems };
}

function storedBy({ changes }: Plan): ReadonlySet<string> {
  return new Set(
    changes
      .filter(({ type, action }) => type === 'Credential' && action !== 'delete')
      .map(({ name }) => name),
  );
}
