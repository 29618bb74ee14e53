import { needsCommand, resolveReferences, type Sources } from '../../config/index.ts';
import type { Plan } from '../change.ts';
import type { NeededSecrets } from '../kind.ts';
import { changeKey, type Planned, type Run } from '../run.ts';
import type { WantedCredential } from './compare.ts';
import { resolveSecrets } from './resolve-secrets.ts';

/** The values that a plan stores. */
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

/** What a deploy of this plan would stop at, for people who only plan. */
export function unsetHere(
  wanted: readonly WantedCredential[],
  plan: Plan,
  sources: Sources,
): readonly string[] {
  const stored = storedBy(plan);
  return wanted
    .filter(({ name }) => stored.has(name))
    .flatMap(({ name, values }) =>
      values
        .filter(({ text }) =>
          needsCommand(text) ? !sources.runCommand : !resolveReferences(text, sources).ok,
        )
        .map(({ key, text }) => `${name}: ${key} (${text}) is not set here`),
    );
}

function storedBy({ changes }: Plan): ReadonlySet<string> {
  return new Set(
    changes
      .filter(({ type, action }) => type === 'Credential' && action !== 'delete')
      .map(({ name }) => name),
  );
}
