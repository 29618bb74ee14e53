import { ConfigError, needsCommand, resolveReferences, type Sources } from '../config/index.ts';
import type { Plan } from '../kinds/change.ts';
import type { Config } from '../kinds/config.ts';
import type { WantedCredential, WantedValue } from '../kinds/credential/compare.ts';
import { resolveSecrets, type SecretsByOwner } from '../kinds/credential/resolve-secrets.ts';

/** Secrets that a plan writes. */
export type PlanSecrets = SecretsByOwner;

/**
 * The secrets that a plan writes, resolved before anything else is sent: one without a value stops the run.
 * @throws ConfigError with the place of each
 */
export function planSecrets(config: Config, { changes }: Plan, sources: Sources): PlanSecrets {
  const isWritten = (type: string, name: string) =>
    changes.some((change) => change.type === type && change.action !== 'delete' && change.name === name);
  const { problems, ...secrets } = resolveSecrets(config, sources, ({ kind, name }) =>
    isWritten(kind === 'credential' ? 'Credential' : 'NamedCredential', name),
  );
  if (problems.length > 0) throw new ConfigError(problems);
  return secrets;
}

/** A part that is not encrypted, where its reference has a value here. */
export function readableFrom(sources: Sources): (value: WantedValue) => string | undefined {
  return ({ encrypted, text }) => {
    // To compare is not to write: nothing is run for it.
    if (encrypted || needsCommand(text)) return undefined;
    const resolved = resolveReferences(text, sources);
    return resolved.ok ? resolved.value : undefined;
  };
}

/** What a deploy of this plan would stop at, for people who only plan. */
export function unsetHere(
  wanted: readonly WantedCredential[],
  plan: Plan,
  sources: Sources,
): readonly string[] {
  const stored = new Set(plan.changes.filter(({ type }) => type === 'Credential').map(({ name }) => name));
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
