import { type Problem, resolveReferences, type Sources } from '../../config/index.ts';
import type { Config } from '../config.ts';

/** Values of a secret by key, or of a legacy named credential by field: never to be printed. */
export type SecretValues = ReadonlyMap<string, string>;

/** What a secret belongs to: a principal (`AcmeKms-KeyService`), or a legacy named credential by developer name. */
export interface SecretOwner {
  readonly kind: 'credential' | 'legacy';
  readonly name: string;
}

export interface SecretsByOwner {
  readonly credentials: ReadonlyMap<string, SecretValues>;
  readonly legacy: ReadonlyMap<string, SecretValues>;
}

export interface ResolvedSecrets extends SecretsByOwner {
  /** References without a value here, and values that an org can't store, each with its place. */
  readonly problems: readonly Problem[];
}

/**
 * The only place where references to secrets of the chain become values: when a secret is about to be sent. What isn't
 * wanted is not resolved.
 */
export function resolveSecrets(
  config: Pick<Config, 'secrets' | 'externalCredentials'>,
  sources: Sources,
  isWanted: (owner: SecretOwner) => boolean,
): ResolvedSecrets {
  const credentials = new Map<string, Map<string, string>>();
  const legacy = new Map<string, Map<string, string>>();
  const problems: Problem[] = [];
  for (const { text, path, at } of config.secrets.values()) {
    const [section, first = '', field = '', principal = '', , key = ''] = path.map(String);
    if (section !== 'externalCredentials' && section !== 'namedCredentials') continue;
    const isLegacy = section === 'namedCredentials';
    const owner: SecretOwner = isLegacy
      ? { kind: 'legacy', name: first }
      : { kind: 'credential', name: `${first}-${principal}` };
    if (!isWanted(owner)) continue;
    const name = isLegacy ? field : key;
    const resolved = resolveReferences(text, sources);
    const protocol = config.externalCredentials?.[first]?.authentication.protocol;
    const problem = resolved.ok
      ? isLegacy
        ? undefined
        : valueProblem(resolved.value, protocol)
      : resolved.message;
    if (resolved.ok && problem === undefined) {
      const values = isLegacy ? legacy : credentials;
      values.set(owner.name, new Map(values.get(owner.name)).set(name, resolved.value));
    } else {
      const where = `"${name}" in ${path.slice(0, isLegacy ? 2 : 4).join('.')}`;
      problems.push({ severity: 'error', at, message: `${where} ${problem}` });
    }
  }
  return { credentials, legacy, problems };
}

/** Salesforce doesn't document a limit. keyway assumes that a longer value is a mistake, and stops before a deploy. */
const mostCharacters = 8192;

/** What is wrong with a value, without the value. */
function valueProblem(value: string, protocol: string | undefined): string | undefined {
  if (value === '') return 'is empty';
  if (value.length > mostCharacters)
    return `has ${value.length} characters; keyway stores at most ${mostCharacters}`;
  // Only Custom keeps values as they are. The others send them in a header, a form or a signature.
  const isLine = protocol === 'Custom' || !/[\u0000-\u001F\u007F]/.test(value);
  return isLine ? undefined : 'holds a line break or another control character';
}
