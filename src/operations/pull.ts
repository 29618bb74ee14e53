import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { changedLines } from '../config/edit/index.ts';
import { writtenAt } from '../config/edit/places.ts';
import { type ConfigDocument, projectApiVersion } from '../config/index.ts';
import { defaultConfig } from '../engine/read-one.ts';
import { inSession, type OrgOptions, type Remarks } from '../engine/session.ts';
import { describeOrg, type OrgSummary } from '../engine/summary.ts';
import { KeywayError } from '../errors/index.ts';
import { loadDocument, parseConfig } from '../kinds/config.ts';
import { encryptionKeySettingsName } from '../kinds/encryption-key-settings/metadata.ts';
import type { Component, ComponentType } from '../kinds/metadata.ts';
import type { Session } from '../kinds/session.ts';
import {
  ensureEnvironment,
  inConfig,
  keyOf,
  type LeftOut,
  newPrincipals,
  type PulledKeys,
  pathOf,
  pullKeys,
  type Read,
  read,
  sections,
  select,
  startingConfig,
  suggestCredentials,
  wanted,
  write,
} from '../pull/index.ts';
import { type Org, readAssignments, readTenantSecrets } from '../salesforce/index.ts';

export interface PullOptions extends OrgOptions {
  /** Only components of these developer names; default all that keyway knows how to keep. */
  readonly names?: readonly string[] | undefined;
  /** Nothing is written; `diff` says what would be. */
  readonly dryRun?: boolean | undefined;
}

export type PullOutcome = 'added' | 'changed' | 'unchanged';

export interface PullResult extends OrgSummary {
  readonly file: string;
  readonly dryRun: boolean;
  /** The file was written, or with `dryRun` would be. */
  readonly changed: boolean;
  readonly components: readonly {
    readonly type: ComponentType | 'Key';
    readonly name: string;
    readonly outcome: PullOutcome;
  }[];
  /** What the config does not take over, and why. */
  readonly leftOut: readonly LeftOut[];
  /** Environment variables that the new references ask for; set before a deploy. */
  readonly variables: readonly string[];
  readonly notes: readonly string[];
  /** Lines of the file that change: `+ …`, `- …`, and some around them. */
  readonly diff: readonly string[];
}

/** The first version for which everything that keyway writes is there; a config of its own says another. */
const startingApiVersion = '66.0';

/**
 * Brings what an org has into the config: certificates for keys and settings of keys, external credentials, named
 * credentials, the permission sets that grant principals, with who holds them, and cache-only keys. Changes nothing in the org.
 * @throws KeywayError `ComponentNotFound`, `ConfigChanged`, `CannotWrite`
 */
export function pull(options: PullOptions): Promise<PullResult & Remarks> {
  const file = options.config ?? defaultConfig;
  const before = existsSync(resolve(file)) ? fileText(file) : undefined;
  const text = started(before, file, options);
  const document = parseConfig(text, file);
  return inSession(options, (session) => pullSession(session, { options, document, text, before }), document);
}

interface Files {
  readonly options: PullOptions;
  readonly document: ConfigDocument;
  readonly text: string;
  /** The file as it is; undefined where there is none. */
  readonly before: string | undefined;
}

async function pullSession(
  session: Session,
  { options, document, text, before }: Files,
): Promise<PullResult> {
  const { config, org, sources } = session;
  const { names: only = [], dryRun = false } = options;
  const selection = await select(org, { only, permissionSets: Object.keys(config.permissionSets ?? {}) });
  const found = await readWithNeeded(org, selection.names, session);
  const refused = found.components.flatMap((component) => notToPull(component, session, document));
  const components = found.components.filter(
    (component) => !refused.some(({ type, name }) => type === component.type && name === component.fullName),
  );
  const permissionSets = components
    .filter(({ type }) => type === 'PermissionSet')
    .map(({ fullName }) => fullName);
  const principals = newPrincipals(config, components);
  const forCredentials = principals.length > 0 ? await session.credentialOrg() : org;
  const [assignments, suggested] = await Promise.all([
    permissionSets.length > 0 ? readAssignments(org, permissionSets) : [],
    suggestCredentials(forCredentials, principals, variablesIn(text)),
  ]);
  const all = components
    .map((component) =>
      wanted(component, inConfig(config, component), { credentials: suggested.credentials, assignments }),
    )
    // Of settings that are all off there is nothing to say.
    .filter(({ component, config: said }) => component.type !== 'Settings' || Object.keys(said).length > 0);
  const intoEnvironment = options.environment !== undefined;
  const written = write(
    { text, document, config, environment: config.environment, intoEnvironment, sources },
    all,
  );
  const keys = await keysOf(session, { ...options, text: written.text });
  const changed = keys.text !== before;
  if (changed && !dryRun) save(document.file, before, keys.text);
  const given = variablesIn(keys.text).filter((name) => !variablesIn(before ?? '').includes(name));
  return {
    ...describeOrg(session),
    file: document.file,
    dryRun,
    changed,
    components: [
      ...all
        .filter(({ component }) => written.outcomes.has(keyOf(component)))
        .map(({ component }) => ({
          type: component.type,
          name: component.fullName,
          outcome: written.outcomes.get(keyOf(component)) ?? ('unchanged' as const),
        })),
      ...keys.added.map((name) => ({ type: 'Key' as const, name, outcome: 'added' as const })),
    ],
    leftOut: [
      ...selection.leftOut,
      ...found.leftOut.filter((one) => isMeant(one, only, config)),
      ...refused,
      ...written.leftOut,
    ],
    variables: [...new Set(given)],
    notes: [
      ...selection.notes,
      ...suggested.notes,
      ...all
        .filter(({ component }) => written.outcomes.has(keyOf(component)))
        .flatMap(({ component, notes }) =>
          notes.map((note) => `${component.type} ${component.fullName} ${note}`),
        ),
      ...written.notes,
      ...keys.notes,
      ...(only.length > 0 ? [] : absent(session, found)),
    ],
    diff: changedLines(before ?? '', keys.text),
  };
}

/** The file with the cache-only keys of the org; as it is where some components were asked for, or no key is seen. */
async function keysOf(
  session: Session,
  { text, names = [], environment }: PullOptions & { readonly text: string },
): Promise<PulledKeys> {
  const unchanged = { text, added: [], notes: [] };
  if (names.length > 0) return unchanged;
  const secrets = await readTenantSecrets(await session.keyOrg());
  const { config, sources } = session;
  const { file, apiVersion } = config;
  const target = { text, file, apiVersion, sources, environment: config.environment };
  return secrets ? pullKeys({ ...target, intoEnvironment: environment !== undefined }, secrets) : unchanged;
}

/** Certificates for other ends are no part of the chain: only who asks for one is told why it is left. */
function isMeant({ type, name }: LeftOut, only: readonly string[], config: Session['config']): boolean {
  const isAsked = only.some((one) => one.toLowerCase() === name.toLowerCase());
  return type !== 'Certificate' || isAsked || Object.hasOwn(config.certificates ?? {}, name);
}

/** A named credential that is asked for by name needs its external credential, a permission set those of its principals. */
async function readWithNeeded(
  org: Org,
  names: ReadonlyMap<ComponentType, readonly string[]>,
  { config }: Session,
): Promise<Read> {
  const first = await read(org, names);
  const have = new Set([
    ...Object.keys(config.externalCredentials ?? {}),
    ...(names.get('ExternalCredential') ?? []),
  ]);
  const needed = [...new Set(first.components.flatMap(externalCredentialsOf))].filter(
    (name) => !have.has(name) && !name.includes('__'),
  );
  if (needed.length === 0) return first;
  const second = await read(org, new Map([['ExternalCredential', needed]]));
  return {
    components: [...second.components, ...first.components],
    leftOut: [...second.leftOut, ...first.leftOut],
  };
}

function externalCredentialsOf(component: Component): readonly string[] {
  if (component.type === 'NamedCredential')
    return component.metadata.namedCredentialParameters.flatMap(
      ({ externalCredential }) => externalCredential ?? [],
    );
  if (component.type === 'PermissionSet')
    return component.metadata.externalCredentialPrincipalAccesses.flatMap(
      ({ externalCredentialPrincipal }) => externalCredentialPrincipal.split('-', 1)[0] ?? [],
    );
  return [];
}

/** The config says of these that they are not to be here. */
function notToPull(component: Component, { config }: Session, document: ConfigDocument): readonly LeftOut[] {
  const { type, fullName: name } = component;
  const environment = config.environment?.name;
  const section = sections[type];
  const removed: Readonly<Partial<Record<string, readonly string[]>>> = config.removed ?? {};
  if (removed[section]?.includes(name)) return [{ type, name, reason: `stands under removed.${section}` }];
  const isTakenOut =
    environment !== undefined && writtenAt(document, environment, pathOf(component)) === null;
  return isTakenOut ? [{ type, name, reason: `is null in environment ${environment}` }] : [];
}

function absent({ config }: Session, { components, leftOut }: Read): readonly string[] {
  const there = new Set([...components.map(keyOf), ...leftOut.map(({ type, name }) => `${type}:${name}`)]);
  const named = Object.entries(sections).flatMap(([type, section]) => {
    const names = Object.keys(config[section] ?? {});
    if (section !== 'encryptionKeySettings') return names.map((name) => [type, name] as const);
    return names.length > 0 ? [[type, encryptionKeySettingsName] as const] : [];
  });
  return named
    .filter(([type, name]) => !there.has(`${type}:${name}`))
    .map(([type, name]) => `${type} ${name} is in ${config.file} and not in the org: it was left as it is`);
}

/** The text to begin with: the file's, or a new one's, with the environment that is asked for. */
function started(before: string | undefined, file: string, options: PullOptions): string {
  const given = options.apiVersion ?? process.env.SF_ORG_API_VERSION;
  const project = projectApiVersion(file);
  const text = before ?? startingConfig(given ?? (project === undefined ? startingApiVersion : undefined));
  const { environment: name, targetOrg } = options;
  return name === undefined || targetOrg === undefined
    ? text
    : ensureEnvironment(text, file, { name, targetOrg });
}

function variablesIn(text: string): readonly string[] {
  return [...text.matchAll(/(?<!\$)\$\{env:([A-Za-z_][A-Za-z0-9_]*)/g)].map((match) => match[1] ?? '');
}

function fileText(file: string): string {
  // Says what is wrong with a file that cannot be read, or is no config.
  loadDocument(file);
  return readFileSync(resolve(file), 'utf8');
}

/** Written whole or not at all, and never over what somebody else wrote meanwhile. */
function save(file: string, before: string | undefined, text: string): void {
  const path = resolve(file);
  const now = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  if (now !== before) {
    throw new KeywayError('ConfigChanged', `${file} was changed while the org was read.`, {
      actions: ['Nothing was written. Run it again.'],
    });
  }
  try {
    writeFileAtomic.sync(path, text);
  } catch (cause) {
    throw new KeywayError(
      'CannotWrite',
      `${file} cannot be written: ${(cause as NodeJS.ErrnoException).code}.`,
      {
        actions: ['Check the file and its permissions, or name another with --config.'],
      },
    );
  }
}
