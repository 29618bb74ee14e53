import { setTimeout as sleep } from 'node:timers/promises';
import { resolveReferences } from '../config/index.ts';
import { resolveWithCommands } from '../config/references.ts';
import { suggestion } from '../config/wording.ts';
import {
  type ApprovalOptions,
  approveRisks,
  confirmChange,
  confirmProtectedOrg,
  risksOf,
} from '../engine/approve.ts';
import { desiredOf } from '../engine/desired.ts';
import { type OrgOptions, type Remarks, withSession } from '../engine/session.ts';
import { describeOrg, type OrgSummary } from '../engine/summary.ts';
import { KeywayError } from '../errors/index.ts';
import type { Config } from '../kinds/config.ts';
import { storeCredential } from '../kinds/credential/apply.ts';
import { isStored, type PrincipalName, type WantedCredential } from '../kinds/credential/compare.ts';
import { findInConfig } from '../kinds/key-path/chain.ts';
import { fetchingPrincipal, grantedToAutoproc } from '../kinds/key-path/principal.ts';
import type { CredentialOutcome } from '../kinds/outcomes.ts';
import type { Session } from '../kinds/session.ts';
import {
  type AuthenticationStatus,
  authorizationUrl,
  deleteCredential,
  type Org,
  type PrincipalKey,
  readCredential,
} from '../salesforce/index.ts';
import { findKeysThrough, proveCredential, requireNoKeys } from './find-keys-through.ts';

export interface CredentialStatus extends PrincipalKey {
  readonly name: string;
  readonly status: AuthenticationStatus;
  /** Names of the values that the org has; never a value. */
  readonly keys: readonly string[];
  /** Whether the config has credentials for it. */
  readonly inConfig: boolean;
}

export interface CredentialStatusResult extends OrgSummary {
  readonly credentials: readonly CredentialStatus[];
}

/** Lists what the org has stored for the principals of the config. */
export async function credentialStatus(options: OrgOptions): Promise<CredentialStatusResult & Remarks> {
  return withSession(options, async (session) => {
    const desired = desiredOf(session.config);
    const org = desired.principals.length > 0 ? await session.credentialOrg() : session.org;
    const credentials = await Promise.all(
      desired.principals.map(async (principal): Promise<CredentialStatus> => {
        const answer = await readCredential(org, principal);
        const inConfig = desired.credentials.some(({ name }) => name === principal.name);
        const status = answer?.authenticationStatus ?? 'NotConfigured';
        return { ...principal, status, keys: Object.keys(answer?.credentials ?? {}).sort(), inConfig };
      }),
    );
    return { ...describeOrg(session), credentials };
  });
}

export interface CredentialSetOptions extends OrgOptions, ApprovalOptions {
  /** `AcmeKms-KeyService` */
  readonly name: string;
  /** Values by key, from standard input; they override the config's references. */
  readonly values?: Readonly<Record<string, string>> | undefined;
  /** Asks for a value without showing it; undefined if nobody is there to answer. */
  readonly askSecret?: ((key: string) => Promise<string>) | undefined;
  /** Shows the URL where a person authorizes a browser flow. */
  readonly onAuthorize?: ((url: string) => void) | undefined;
  /** Time to wait for the person, in milliseconds; default 5 minutes. */
  readonly wait?: number | undefined;
}

/** Stores the credential of one principal: from standard input, the config's references, or what a person types. */
export async function credentialSet(
  options: CredentialSetOptions,
): Promise<OrgSummary & CredentialOutcome & { readonly remarks: readonly string[] } & Remarks> {
  return withSession(options, async (session) => {
    const { config } = session;
    const principal = principalNamed(config, options.name);
    const org = await session.credentialOrg();
    if (isBrowserFlow(config, principal)) {
      await confirmProtectedOrg(session.org, config.environment, options);
      await authorize(org, principal, options);
      return { ...describeOrg(session), name: principal.name, outcome: 'set' as const, remarks: [] };
    }
    const wanted = wantedFor(config, principal, options);
    const values = new Map<string, string>();
    for (const { key, text } of wanted.values)
      values.set(key, await secretFor(key, text, wanted.name, session, options));
    const keys = await findKeysThrough(session, principal.externalCredential);
    const proven = await proveCredential(session, keys, principal.name, values);
    const { name } = principal;
    await approveRisks(
      { what: `The secret of ${name}`, risks: risksOf([{ name, risks: proven.risks }]) },
      session.org,
      config.environment,
      options,
    );
    const outcome = await storeCredential(org, wanted, values);
    // If there was no secret before, no key was fetched with it.
    const remarks = outcome.outcome === 'replaced' ? proven.remarks : [];
    return { ...describeOrg(session), ...outcome, remarks };
  });
}

export interface CredentialDeleteOptions extends OrgOptions, ApprovalOptions {
  readonly name: string;
}

/** Deletes what is stored for one principal, after a confirmation, because nobody can restore it. */
export async function credentialDelete(
  options: CredentialDeleteOptions,
): Promise<OrgSummary & { name: string; outcome: 'deleted' | 'none' } & Remarks> {
  return withSession(options, async (session) => {
    const { config } = session;
    const principal = principalNamed(config, options.name);
    const org = await session.credentialOrg();
    const summary = { ...describeOrg(session), name: principal.name };
    if (!isStored(await readCredential(org, principal))) return { ...summary, outcome: 'none' as const };
    const { name, externalCredential } = principal;
    if (name === fetchingPrincipalName(config, externalCredential))
      await requireNoKeys(
        session,
        externalCredential,
        `${name} would lose its secret`,
        'To replace the secret instead, run keyway credential set, or keyway deploy --write-credentials.',
      );
    await confirmChange(`This deletes the secret of ${name}, and the org can't restore it`, options);
    await deleteCredential(org, principal);
    return { ...summary, outcome: 'deleted' as const };
  });
}

/** The principal that keys are fetched as, through an external credential of the file. */
function fetchingPrincipalName(config: Config, externalCredential: string): string | undefined {
  const component = findInConfig(config)('ExternalCredential', externalCredential);
  if (component?.type !== 'ExternalCredential') return undefined;
  return `${externalCredential}-${fetchingPrincipal(component, grantedToAutoproc(config))}`;
}

function principalNamed(config: Config, name: string): PrincipalName {
  const { principals } = desiredOf(config);
  const found = principals.find((principal) => principal.name === name);
  if (found) return found;
  const known = principals.map((principal) => principal.name);
  throw new KeywayError(
    'PrincipalUnknown',
    `${config.file} has no principal "${name}"${suggestion(name, known)}`,
    {
      actions: [
        known.length > 0
          ? `It has ${known.join(', ')}.`
          : 'Add one under principals: of an external credential.',
      ],
    },
  );
}

function isBrowserFlow(config: Config, { externalCredential }: PrincipalName): boolean {
  const authentication = config.externalCredentials?.[externalCredential]?.authentication;
  return authentication?.protocol === 'Oauth' && authentication.variant === undefined;
}

/** The values to store: those of the config, and those that standard input names for a Custom credential. */
function wantedFor(
  config: Config,
  principal: PrincipalName,
  { values = {} }: CredentialSetOptions,
): WantedCredential {
  const wanted = desiredOf(config).credentials.find(({ name }) => name === principal.name);
  const { protocol } = config.externalCredentials?.[principal.externalCredential]?.authentication ?? {
    protocol: 'Custom',
  };
  const base: WantedCredential = wanted ?? {
    ...principal,
    protocol,
    variant: variantOf(config, principal),
    values: [],
  };
  const more = Object.keys(values).filter((key) => !base.values.some((value) => value.key === key));
  const added = more.map((key) => ({ key, encrypted: true, text: '', path: [] }));
  const all = { ...base, values: [...base.values, ...added] };
  if (all.values.length > 0) return all;
  throw new KeywayError('CredentialEmpty', `${config.file} has no credentials for ${principal.name}.`, {
    actions: ['Add credentials: below the principal, or pass a JSON object on standard input with --stdin.'],
  });
}

function variantOf(config: Config, { externalCredential }: PrincipalName): string | undefined {
  const authentication = config.externalCredentials?.[externalCredential]?.authentication;
  return authentication && 'variant' in authentication ? authentication.variant : undefined;
}

async function secretFor(
  key: string,
  text: string,
  name: string,
  session: Session,
  options: CredentialSetOptions,
): Promise<string> {
  const given = options.values?.[key];
  if (given !== undefined) return given;
  const resolved = await resolveWithCommands(session.sources, () => resolveReferences(text, session.sources));
  if (resolved.ok && text !== '') return resolved.value;
  if (options.askSecret) return options.askSecret(`${name}: ${key}`);
  const reason = resolved.ok ? 'has no value' : resolved.message;
  throw new KeywayError('SecretNotSet', `"${key}" of ${name} ${reason}.`, {
    actions: ['Nothing was changed. Set it, or pass a JSON object on standard input with --stdin.'],
  });
}

const defaultWait = 5 * 60_000;

/** Waits until a person has authorized the principal in a browser. */
async function authorize(org: Org, principal: PrincipalName, options: CredentialSetOptions): Promise<void> {
  const url = await authorizationUrl(org, principal);
  options.onAuthorize?.(url);
  const end = Date.now() + (options.wait ?? defaultWait);
  while (Date.now() < end) {
    if (isStored(await readCredential(org, principal))) return;
    await sleep(Math.min(2000, Math.max(0, end - Date.now())));
  }
  throw new KeywayError('NotAuthorized', `Nobody authorized ${principal.name} in time.`, {
    actions: [`Open ${url} in a browser, then run it again.`],
    exitCode: 69,
  });
}
