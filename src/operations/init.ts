import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { stringify } from 'yaml';
import { processSources } from '../config/index.ts';
import { ConfigError } from '../config/problems.ts';
import { defaultConfig, localPlaceholders } from '../engine/read-one.ts';
import { KeywayError } from '../errors/index.ts';
import { writeNewFile, writeWholeFile } from '../errors/write-file.ts';
import { parseConfig, readConfig } from '../kinds/config.ts';

/** Starting configs by protocol: the file in templates/config. */
export const starts = {
  Oauth: 'oauth-client-credentials',
  Custom: 'custom-api-key',
  Basic: 'basic',
} as const;
export type StartProtocol = keyof typeof starts;

export interface InitOptions {
  readonly config?: string | undefined;
  readonly protocol: StartProtocol;
  /** Developer name; the label is made from it. */
  readonly name: string;
  /** Where calls go. */
  readonly url: string;
  /** Token endpoint, for Oauth. */
  readonly tokenUrl?: string | undefined;
  /** Environments beside the local one: the alias or username of the org of each, by the environment's name. */
  readonly orgs?: Readonly<Record<string, string>> | undefined;
}

export interface InitResult {
  readonly file: string;
  /** Environment variables that a deploy to a real org reads. */
  readonly variables: readonly string[];
  readonly environments: readonly string[];
}

/**
 * Writes a starting config, never over an existing one, and has git ignore `.keyway/`. Writes nothing until all is valid.
 * @throws KeywayError `ConfigExists`, `InitInvalid`
 */
export function init(options: InitOptions): InitResult {
  const file = options.config ?? defaultConfig;
  const template = readFileSync(
    new URL(`../../templates/config/${starts[options.protocol]}.yaml`, import.meta.url),
    'utf8',
  );
  const text = fill(template, options) + environmentsOf(options.orgs);
  const environments = requireValid(text, file);
  const exists = () =>
    new KeywayError('ConfigExists', `${file} already exists.`, {
      actions: ['Edit it, or choose another file with --config.'],
    });
  writeNewFile(file, text, exists);
  ignoreOwnFolder(dirname(resolve(file)));
  return {
    file,
    variables: [...text.matchAll(/\$\{env:(\w+)\}/g)].map((match) => match[1] ?? ''),
    environments,
  };
}

function environmentsOf(orgs: Readonly<Record<string, string>> = {}): string {
  const environments = Object.entries(orgs).map(([name, targetOrg]) => [name, { targetOrg }]);
  if (environments.length === 0) return '';
  return stringify(Object.fromEntries(environments), { lineWidth: 0 })
    .replace(/^/gm, '  ')
    .trimEnd()
    .concat('\n');
}

/** What deploys leave in `.keyway/` is this machine's. */
function ignoreOwnFolder(folder: string): void {
  const file = join(folder, '.gitignore');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (/^\/?\.keyway\/?\s*$/m.test(text)) return;
  writeWholeFile(file, `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}.keyway/\n`);
}

function fill(
  template: string,
  { name, url, tokenUrl = 'https://idp.example.com/oauth2/token' }: InitOptions,
): string {
  const words = name.replaceAll('_', ' ').replace(/([a-z0-9])([A-Z])/g, '$1 $2');
  const variable = words.replaceAll(' ', '_').toUpperCase();
  const scalar = (value: string) => stringify(value, { lineWidth: 0 }).trimEnd();
  const values: Readonly<Record<string, string>> = {
    name,
    label: words,
    variable,
    url: scalar(url),
    tokenUrl: scalar(tokenUrl),
  };
  return template.replace(/\{\{(\w+)\}\}/g, (place, key: string) => values[key] ?? place);
}

/** A template with what the user gave must be a config: errors are reported before anything is written. */
function requireValid(text: string, file: string): readonly string[] {
  try {
    const document = parseConfig(text, file);
    const problems = [undefined, ...document.environments].flatMap(
      (environment) =>
        readConfig(document, environment, { sources: processSources(file, { local: localPlaceholders }) })
          .problems,
    );
    const errors = problems.filter(({ severity }) => severity === 'error');
    if (errors.length > 0) throw new ConfigError(errors);
    return document.environments.map(({ name }) => name);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const reasons = [...new Set(error.problems.map(({ message }) => `  ${message}`))];
    throw new KeywayError(
      'InitInvalid',
      `keyway can't create a valid config from these answers:\n${reasons.join('\n')}`,
      {
        actions: ['Nothing was written.'],
      },
    );
  }
}
