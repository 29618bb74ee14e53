import { type Problem, resolveReferences, type Sources } from '../../config/index.ts';
import type { Config } from '../config.ts';

/** Values of a secret by key, or of a legacy named credential by field. Never print them. */
export type SecretValues = ReadonlyMap<string, string>;

/** The owner of a secret: a principal (`AcmeKms-KeyService`), or a legacy named credential by developer name. */
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

/** Resolves secrets right before they are sent. Doesn't resolve any that aren't needed. */
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
    const protocol = config.externalCredentials?.[first]?.authentication.protocol;
    const resolved = resolveSecret(text, sources, {
      storedWhole: isLegacy,
      takesLines: protocol === 'Custom',
    });
    if ('value' in resolved) {
      const values = isLegacy ? legacy : credentials;
      values.set(owner.name, new Map(values.get(owner.name)).set(name, resolved.value));
    } else {
      const where = `"${name}" in ${path.slice(0, isLegacy ? 2 : 4).join('.')}`;
      problems.push({ severity: 'error', at, message: `${where} ${resolved.problem}` });
    }
  }
  return { credentials, legacy, problems };
}

export interface SecretRules {
  /** A metadata field, which accepts any value. */
  readonly storedWhole?: boolean;
  /** Only Custom stores values unchanged. The others send them in a header, a form or a signature. */
  readonly takesLines?: boolean;
}

/** The value behind a reference, or the problem with it. The problem's text doesn't contain the value. */
export function resolveSecret(
  text: string,
  sources: Sources,
  { storedWhole = false, takesLines = false }: SecretRules = {},
): { readonly value: string } | { readonly problem: string } {
  const resolved = resolveReferences(text, sources);
  if (!resolved.ok) return { problem: resolved.message };
  const problem = storedWhole ? undefined : valueProblem(resolved.value, takesLines);
  return problem === undefined ? { value: resolved.value } : { problem };
}

/** Salesforce documents no limit. keyway assumes that a longer value is a mistake and stops before a deploy. */
const maxCharacters = 8192;

/** Describes a problem with a value, without the value. */
function valueProblem(value: string, takesLines: boolean): string | undefined {
  if (value === '') return 'is empty';
  if (value.length > maxCharacters)
    return `has ${value.length} characters; keyway stores at most ${maxCharacters}`;
  const isLine = takesLines || !/[\u0000-\u001F\u007F]/.test(value);
  return isLine ? undefined : 'has a line break or another control character';
}
