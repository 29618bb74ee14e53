import { credentialKeys } from './credential-keys.ts';
import { type Problem, suggestion } from './problems.ts';
import type { ConfigFile, ExternalCredential, NamedCredential } from './schema/index.ts';
import { type ConfigPath, locate, type Tree } from './tree.ts';
import { urlProblem } from './urls.ts';

interface Context {
  readonly config: ConfigFile;
  readonly apiVersion: string;
  /** The environment's org is the embedded one. */
  readonly local: boolean;
  readonly report: (path: ConfigPath, message: string, of?: 'key' | 'value') => void;
}

/** What only the whole config can tell: names that must meet, fields that must fit each other. */
export function checkConfig(
  config: ConfigFile,
  tree: Tree,
  options: { apiVersion: string; local: boolean },
): readonly Problem[] {
  const problems: Problem[] = [];
  const report: Context['report'] = (path, message, of = 'value') => {
    problems.push({ severity: 'error', at: locate(tree, path, of), message });
  };
  const context: Context = { config, ...options, report };
  for (const kind of ['externalCredentials', 'namedCredentials', 'permissionSets'] as const) {
    checkNames(kind, Object.keys(config[kind] ?? {}), config.removed?.[kind] ?? [], report);
  }
  for (const [name, value] of Object.entries(config.externalCredentials ?? {}))
    checkExternalCredential(name, value, context);
  for (const [name, value] of Object.entries(config.namedCredentials ?? {}))
    checkNamedCredential(name, value, context);
  for (const name of Object.keys(config.permissionSets ?? {})) checkPermissionSet(name, context);
  return problems;
}

/** Salesforce takes developer names without regard to case. */
function checkNames(
  kind: string,
  names: readonly string[],
  removed: readonly string[],
  report: Context['report'],
): void {
  const seen = new Map<string, string>();
  for (const name of names) {
    const other = seen.get(name.toLowerCase());
    if (other) report([kind, name], `"${name}" and "${other}" in ${kind} are one name to Salesforce`, 'key');
    seen.set(name.toLowerCase(), name);
  }
  for (const [index, name] of removed.entries()) {
    if (!seen.has(name.toLowerCase())) continue;
    report(
      ['removed', kind, index],
      `"${name}" in removed.${kind} is declared in ${kind} as well; keep one of the two`,
    );
  }
}

function checkExternalCredential(name: string, value: ExternalCredential, { report, local }: Context): void {
  const path = ['externalCredentials', name];
  const { authentication } = value;
  for (const field of ['tokenUrl', 'stsUrl'] as const) {
    const parameter = (authentication as Partial<Record<typeof field, string | { value: string }>>)[field];
    if (parameter !== undefined) checkUrl(parameter, [...path, 'authentication', field], local, report);
  }
  const variant = 'variant' in authentication ? authentication.variant : undefined;
  for (const [principal, { type, credentials }] of Object.entries(value.principals ?? {})) {
    const where = [...path, 'principals', principal];
    if (type === 'AwsStsPrincipal' && variant !== 'AwsSv4_STS') {
      report(
        [...where, 'type'],
        `"type" in ${where.join('.')} is AwsStsPrincipal, which only the variant AwsSv4_STS has`,
      );
    }
    if (type === 'AwsStsPrincipal' && principal !== 'AwsStsPrincipal') {
      report(
        where,
        `the principal "${principal}" of type AwsStsPrincipal must be named AwsStsPrincipal`,
        'key',
      );
    }
    const { keys } = credentialKeys(authentication, type);
    for (const key of Object.keys(credentials ?? {})) {
      if (keys === 'any' || keys.includes(key)) continue;
      const protocol = [authentication.protocol, variant].filter(Boolean).join(' ');
      const takes = keys.length > 0 ? `takes ${keys.join(', ')}` : 'takes no credentials';
      const message = `unknown credential "${key}" in ${where.join('.')}.credentials; ${protocol} ${takes}${suggestion(key, keys)}`;
      report([...where, 'credentials', key], message, 'key');
    }
  }
}

function checkNamedCredential(
  name: string,
  value: NamedCredential,
  { config, apiVersion, local, report }: Context,
): void {
  const path = ['namedCredentials', name];
  if (value.description !== undefined && Number(apiVersion) < 64) {
    report(
      [...path, 'description'],
      `"description" in ${path.join('.')} needs API version 64.0; this config has ${apiVersion}`,
      'key',
    );
  }
  if (value.type === 'Legacy') {
    if (value.endpoint !== undefined) checkUrl(value.endpoint, [...path, 'endpoint'], local, report);
    return;
  }
  checkUrl(value.url, [...path, 'url'], local, report);
  const target =
    typeof value.externalCredential === 'string' ? value.externalCredential : value.externalCredential.value;
  const known = Object.keys(config.externalCredentials ?? {});
  if (known.includes(target) || isManaged(target)) return;
  const message = `"externalCredential" in ${path.join('.')} is "${target}", which is not in externalCredentials${suggestion(target, known)}`;
  report([...path, 'externalCredential'], message);
}

function checkPermissionSet(name: string, { config, report }: Context): void {
  const set = config.permissionSets?.[name];
  const known = Object.entries(config.externalCredentials ?? {}).flatMap(([credential, { principals }]) =>
    Object.entries(principals ?? {}).map(([principal, { type }]) => ({
      name: `${credential}-${principal}`,
      type,
    })),
  );
  const path = ['permissionSets', name];
  for (const [index, principal] of (set?.principals ?? []).entries()) {
    const target = known.find((candidate) => candidate.name === principal);
    const where = [...path, 'principals', index];
    if (set?.principals?.indexOf(principal) !== index)
      report(where, `the principal "${principal}" stands twice in ${path.join('.')}`);
    if (!target && !isManaged(principal)) {
      const near = suggestion(
        principal,
        known.map((candidate) => candidate.name),
      );
      report(where, `the principal "${principal}" in ${path.join('.')} is not in externalCredentials${near}`);
    }
    if (target?.type === 'PerUserPrincipal' && set?.assignTo?.includes('autoproc')) {
      report(
        where,
        `"${principal}" is a PerUserPrincipal, and autoproc, which nobody can log in as, cannot have credentials of its own`,
      );
    }
  }
  for (const [index, user] of (set?.assignTo ?? []).entries()) {
    const first = set?.assignTo?.findIndex((other) => other.toLowerCase() === user.toLowerCase());
    if (first !== index)
      report([...path, 'assignTo', index], `"${user}" stands twice in ${path.join('.')}.assignTo`);
  }
}

function checkUrl(
  url: string | { value: string },
  path: ConfigPath,
  local: boolean,
  report: Context['report'],
): void {
  const long = typeof url !== 'string';
  const problem = urlProblem(long ? url.value : url, local);
  if (problem)
    report(long ? [...path, 'value'] : path, `"${path.at(-1)}" in ${path.slice(0, -1).join('.')} ${problem}`);
}

/** A component of a managed package stands in the org, not in the file. */
function isManaged(name: string): boolean {
  return (name.split('-', 1)[0] ?? '').includes('__');
}
