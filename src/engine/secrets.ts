import { ConfigError, needsCommand, type Problem, resolveReferences, type Sources } from '../config/index.ts';
import type { Plan } from '../kinds/change.ts';
import type { Config } from '../kinds/config.ts';
import type { SecretValues } from '../kinds/credential/apply.ts';
import type { WantedCredential, WantedValue } from '../kinds/credential/compare.ts';

/*
 * The only place where references to secrets become values: when they are about to be written, and before anything
 * else is, so that one that is not set stops the run while nothing has changed.
 */

/** Secrets that a plan writes: of legacy named credentials, and of principals. */
export interface PlanSecrets {
  /** By developer name, then by field. */
  readonly legacy: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** By principal (`AcmeKms-KeyService`), then by key. */
  readonly credentials: ReadonlyMap<string, SecretValues>;
}

/** @throws ConfigError with the place of each reference that has no value */
export function resolveSecrets(
  config: Config,
  wanted: readonly WantedCredential[],
  plan: Plan,
  sources: Sources,
): PlanSecrets {
  const problems: Problem[] = [];
  const resolve = (
    text: string,
    path: WantedValue['path'],
    problemOf?: (value: string) => string | undefined,
  ): string => {
    const resolved = resolveReferences(text, sources);
    const problem = resolved.ok ? problemOf?.(resolved.value) : resolved.message;
    if (resolved.ok && problem === undefined) return resolved.value;
    const where = `"${path.findLast((step) => step !== 'value')}" in ${path.slice(0, 4).join('.')}`;
    problems.push({ severity: 'error', at: config.locate(path), message: `${where} ${problem}` });
    return '';
  };
  const written = (type: string) =>
    new Set(
      plan.changes
        .filter((change) => change.type === type && change.action !== 'delete')
        .map(({ name }) => name),
    );

  const named = written('NamedCredential');
  const legacy = new Map<string, Map<string, string>>();
  for (const { text, path } of config.secrets.values()) {
    const [section, name, field] = path.map(String);
    if (section !== 'namedCredentials' || name === undefined || field === undefined || !named.has(name))
      continue;
    legacy.set(name, new Map(legacy.get(name)).set(field, resolve(text, path)));
  }
  const stored = written('Credential');
  const credentials = new Map(
    wanted
      .filter(({ name }) => stored.has(name))
      .map(({ name, protocol, values }) => [
        name,
        new Map(
          values.map(({ key, text, path }) => [
            key,
            resolve(text, path, (value) => valueProblem(value, protocol)),
          ]),
        ),
      ]),
  );
  if (problems.length > 0) throw new ConfigError(problems);
  return { legacy, credentials };
}

/** What an org takes at most is not documented [?]; more than this is no credential, and is stopped before a deploy. */
const mostCharacters = 8192;

/** What is wrong with a value, without the value. */
function valueProblem(value: string, protocol: string): string | undefined {
  if (value === '') return 'is empty where it is resolved';
  if (value.length > mostCharacters)
    return `has ${value.length} characters; keyway stores at most ${mostCharacters}`;
  // Outside Custom it goes into a header, a form or a signature, where a line break is nearly always a slip.
  const isLine = protocol === 'Custom' || !/[\u0000-\u001F\u007F]/.test(value);
  return isLine ? undefined : 'holds a line break or another control character';
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
