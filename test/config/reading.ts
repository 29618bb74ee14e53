import {
  ConfigError,
  chooseEnvironment,
  formatProblem,
  type Problem,
  type ReadOptions,
  sortProblems,
} from '../../src/config/index.ts';
import { type Config, parseConfig, readConfig } from '../../src/kinds/config.ts';
import { sections } from '../../src/kinds/index.ts';

/** How a test reads a config: only with the given variables and files. */
export interface Reading extends Partial<Omit<ReadOptions, 'sources'>> {
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
}

/** All problems of a text, in the base and the environments, like `keyway validate`: `line:column severity message`. */
export function problemsIn(text: string, reading: Reading = {}): readonly string[] {
  return findProblems(text, reading).map((problem) => formatProblem(problem).replace('keyway.yaml:', ''));
}

export function findProblems(text: string, reading: Reading = {}): readonly Problem[] {
  try {
    const document = parseConfig(text, 'keyway.yaml');
    const environments = [undefined, ...document.environments];
    return sortProblems(
      environments.flatMap((environment) => readConfig(document, environment, options(reading)).problems),
    );
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

/** The config of one environment, or of the base by default. Fails if it has errors. */
export function configOf(text: string, environment?: string, reading: Reading = {}): Config {
  const document = parseConfig(text, 'keyway.yaml');
  const chosen =
    environment === undefined
      ? undefined
      : chooseEnvironment(document.environments, environment, 'keyway.yaml');
  const { config, problems } = readConfig(document, chosen, options(reading));
  if (!config) throw new ConfigError(problems);
  return config;
}

function options({ env = {}, files = {}, ...rest }: Reading): ReadOptions {
  const readFile = (path: string) => {
    const text = files[path];
    if (text === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
    return text;
  };
  return { sources: { env, readFile }, defaultApiVersion: '66.0', ...rest };
}

/** A config with one external credential, with the given content of `authentication` and beside it. */
export function withAuthentication(authentication: string, principals = ''): string {
  return `version: 1
externalCredentials:
  Kms:
    label: Kms
    authentication: { ${authentication} }
    principals: {${principals}}
`;
}

/** A config with one named credential in line 5. The given fields come last. */
export function withNamedCredential(fields: string, type = 'SecuredEndpoint'): string {
  const needed = type === 'Legacy' ? '' : ', url: "https://kms.example", externalCredential: Kms';
  return `version: 1
externalCredentials:
  Kms: { label: Kms, authentication: { protocol: Basic } }
namedCredentials:
  Keys: { label: Keys, type: ${type}${needed}${fields === '' ? '' : `, ${fields}`} }
`;
}

/** As messages list them: sections of a file, and those that `removed:` supports. */
export const sectionNames = sections.map(({ name }) => name).join(', ');
export const deletable = sections
  .filter(({ removed }) => removed !== undefined)
  .map(({ name }) => name)
  .join(', ');
