import { readFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { processSources } from '../config/index.ts';
import { ConfigError } from '../config/problems.ts';
import { defaultConfig } from '../engine/read-one.ts';
import { KeywayError } from '../errors/index.ts';
import { writeNewFile } from '../errors/write-file.ts';
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
}

export interface InitResult {
  readonly file: string;
  /** Environment variables that the config asks for. */
  readonly variables: readonly string[];
}

/**
 * Writes a starting config; never over a file that is there.
 * @throws KeywayError `ConfigExists`, `InitInvalid`
 */
export function init(options: InitOptions): InitResult {
  const file = options.config ?? defaultConfig;
  const template = readFileSync(
    new URL(`../../templates/config/${starts[options.protocol]}.yaml`, import.meta.url),
    'utf8',
  );
  const text = fill(template, options);
  requireValid(text, file);
  const exists = () =>
    new KeywayError('ConfigExists', `${file} already exists.`, {
      actions: ['Edit it, or choose another file with --config.'],
    });
  writeNewFile(file, text, exists);
  return { file, variables: [...text.matchAll(/\$\{env:(\w+)\}/g)].map((match) => match[1] ?? '') };
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

/** A template with what the user gave must be a config: what was given wrong is said before anything is written. */
function requireValid(text: string, file: string): void {
  try {
    const document = parseConfig(text, file);
    const problems = [undefined, ...document.environments].flatMap(
      (environment) => readConfig(document, environment, { sources: processSources(file) }).problems,
    );
    const errors = problems.filter(({ severity }) => severity === 'error');
    if (errors.length > 0) throw new ConfigError(errors);
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
