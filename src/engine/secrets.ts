import { ConfigError } from '../config/index.ts';
import { resolveWithCommands } from '../config/references.ts';
import { kinds } from '../kinds/kinds.ts';
import type { Planned, Run, Secrets } from '../kinds/run.ts';

/**
 * Resolves the secrets that a plan writes. Called right before the first write, so that a missing secret stops the
 * run while nothing has changed.
 *
 * @throws ConfigError with the place of each reference that has no value
 */
export async function resolveSecrets(
  run: Pick<Run, 'config' | 'session'>,
  planned: Planned,
): Promise<Secrets> {
  const needed = await resolveWithCommands(run.session.sources, () =>
    kinds.flatMap((kind) => kind.secrets?.(run, planned) ?? []),
  );
  const problems = needed.flatMap((one) => one.problems);
  if (problems.length > 0) throw new ConfigError(problems);
  return new Map(needed.flatMap(({ values }) => [...values]));
}
