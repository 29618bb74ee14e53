import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { stringify } from 'yaml';
import { processSources } from '../config/index.ts';
import { ConfigError } from '../config/problems.ts';
import { defaultConfig, localPlaceholders } from '../engine/read-one.ts';
import { KeywayError } from '../errors/index.ts';
import { writeNewFile, writeWholeFile } from '../errors/write-file.ts';
import { formattedConfig, parseConfig, readConfig } from '../kinds/config.ts';

/** A starting config, `templates/config/NAME.yaml`. */
interface Template {
  readonly describe: string;
  /** The default URL for calls. */
  readonly url: string;
  /** Set if the service issues tokens at an endpoint. */
  readonly tokenUrl?: string;
}

const acme = { url: 'https://kms.acme.example/v1/keys' };
const idp = { tokenUrl: 'https://idp.acme.example/oauth2/token' };
const aws = { url: 'https://your-api.execute-api.eu-central-1.amazonaws.com' };

/** Starting configs by name; the generic ones come first. */
export const templates = {
  'api-key': { describe: 'an API key in a header', ...acme },
  basic: { describe: 'user name and password', ...acme },
  'oauth-client-credentials': { describe: 'OAuth 2.0 with client ID and secret', ...acme, ...idp },
  'jwt-bearer': { describe: 'OAuth 2.0 with a signed JWT', ...acme, ...idp },
  'aws-sigv4': { describe: 'AWS with an access key', ...aws },
  'aws-sts': { describe: 'AWS with a role, through an access key', ...aws },
  'aws-roles-anywhere': { describe: 'AWS with a role, through a certificate', ...aws },
  azure: {
    describe: 'Azure with an app registration',
    url: 'https://graph.microsoft.com/v1.0',
    tokenUrl: 'https://login.microsoftonline.com/your-tenant-id/oauth2/v2.0/token',
  },
  google: {
    describe: 'Google with a service account',
    url: 'https://cloudkms.googleapis.com/v1',
    tokenUrl: 'https://oauth2.googleapis.com/token',
  },
  vault: { describe: 'HashiCorp Vault with a token', url: 'https://vault.acme.example:8200/v1' },
  'thales-cckm': {
    describe: 'a cache-only key from Thales CipherTrust',
    url: 'https://ciphertrust.acme.example',
  },
  fortanix: {
    describe: 'Fortanix DSM with an app',
    url: 'https://amer.smartkey.io/sys/v1/plugins/your-plugin-id',
  },
  github: { describe: 'GitHub with a token', url: 'https://api.github.com' },
  slack: { describe: 'Slack with a bot token', url: 'https://slack.com/api' },
  stripe: { describe: 'Stripe with a secret key', url: 'https://api.stripe.com/v1' },
} as const satisfies Readonly<Record<string, Template>>;
export type TemplateName = keyof typeof templates;

export function templateNamed(name: TemplateName): Template {
  return templates[name];
}

export interface InitOptions {
  readonly config?: string | undefined;
  readonly template: TemplateName;
  /** Developer name. The label is derived from it. */
  readonly name: string;
  /** The URL for calls; default: the template's. */
  readonly url?: string | undefined;
  /** The token endpoint; default: the template's. */
  readonly tokenUrl?: string | undefined;
  /**
   * Environments in addition to the local one: the alias or username of each environment's org, by the
   * environment's name.
   */
  readonly orgs?: Readonly<Record<string, string>> | undefined;
}

export interface InitResult {
  readonly file: string;
  /** Environment variables that a deploy to a real org reads. */
  readonly variables: readonly string[];
  readonly environments: readonly string[];
}

/**
 * Writes a starting config, but never over an existing one, and makes git ignore `.keyway/`. Writes nothing until
 * everything is valid.
 * @throws KeywayError `ConfigExists`, `InitInvalid`
 */
export function init(options: InitOptions): InitResult {
  const file = options.config ?? defaultConfig;
  const template = readFileSync(
    new URL(`../../templates/config/${options.template}.yaml`, import.meta.url),
    'utf8',
  );
  const filled = fill(template, options) + environmentsOf(options.orgs);
  const environments = requireValid(filled, file);
  const text = formattedConfig(filled);
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
  const environments = Object.entries(orgs).map(([name, targetOrg]) => [
    name,
    /^prod/i.test(name) ? { targetOrg, protected: true } : { targetOrg },
  ]);
  if (environments.length === 0) return '';
  return stringify(Object.fromEntries(environments), { lineWidth: 0 })
    .replace(/^/gm, '  ')
    .trimEnd()
    .concat('\n');
}

/** The files that deploys leave in `.keyway/` belong to this machine. */
function ignoreOwnFolder(folder: string): void {
  const file = join(folder, '.gitignore');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (/^\/?\.keyway\/?\s*$/m.test(text)) return;
  writeWholeFile(file, `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}.keyway/\n`);
}

function fill(template: string, { name, template: chosen, ...given }: InitOptions): string {
  const { url = templateNamed(chosen).url, tokenUrl = templateNamed(chosen).tokenUrl ?? '' } = given;
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

/** Checks that a filled-in template is a valid config, before anything is written. */
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
