import { suggestion } from '../config/wording.ts';
import { type ApprovalOptions, approveRisks, confirmChange, risksOf } from '../engine/approve.ts';
import { type OrgOptions, type Remarks, withSession } from '../engine/session.ts';
import { describeOrg, type OrgSummary } from '../engine/summary.ts';
import { KeywayError } from '../errors/index.ts';
import type { FieldChange, Risk } from '../kinds/change.ts';
import { compareFields } from '../kinds/compare.ts';
import { toConnect } from '../kinds/external-credential/connect.ts';
import type { ExternalCredentialComponent } from '../kinds/external-credential/metadata.ts';
import { toComponents } from '../kinds/metadata.ts';
import type { Session } from '../kinds/session.ts';
import {
  connectProtocol,
  type ExternalCredentialAnswer,
  type ExternalCredentialInput,
  externalCredentials,
  listExternalCredentials,
  type Org,
  query,
  soql,
} from '../salesforce/index.ts';
import { readExternalCredentialFile } from './external-credential-file.ts';
import { requireNoKeys } from './find-keys-through.ts';
import { flatten } from './flatten.ts';

/** External credentials by Connect REST, without a deploy. */
export async function externalCredentialList(
  options: OrgOptions,
): Promise<OrgSummary & { readonly externalCredentials: readonly ExternalCredentialAnswer[] } & Remarks> {
  return withSession(options, async (session) => {
    return { ...describeOrg(session), externalCredentials: await listExternalCredentials(session.org) };
  });
}

export interface NamedOptions extends OrgOptions, ApprovalOptions {
  readonly name: string;
}

export async function externalCredentialGet(
  options: NamedOptions,
): Promise<OrgSummary & { readonly externalCredential: ExternalCredentialAnswer } & Remarks> {
  return withSession(options, async (session) => {
    return { ...describeOrg(session), externalCredential: await existing(session.org, options.name) };
  });
}

export interface PutOptions extends NamedOptions {
  /** A JSON file in the form of Connect REST, or the output of `get`; default: the config's external credential with that name. */
  readonly file?: string | undefined;
  readonly onDifference?: ((session: Session, fields: readonly FieldChange[]) => void) | undefined;
}

export interface PutResult extends OrgSummary {
  readonly name: string;
  /** Determined by what the org has afterwards. */
  readonly outcome: 'created' | 'replaced' | 'unchanged';
  /** The changed fields. */
  readonly fields: readonly FieldChange[];
  /** Fields that differ from what was sent. An org may ignore a change without an error. */
  readonly left: readonly FieldChange[];
}

/**
 * Reads the external credential, shows the difference, replaces it as a whole, and reads it back. If a principal
 * would be deleted together with its secret, stops unless `principal-removal` is allowed.
 */
export async function externalCredentialPut(options: PutOptions): Promise<PutResult & Remarks> {
  return withSession(options, async (session) => {
    const { org, config } = session;
    const input =
      options.file === undefined
        ? fromConfig(session, options.name)
        : readExternalCredentialFile(options.file, options.name);
    const current = await externalCredentials.read(org, options.name);
    const fields = compareFields(current && meaningOf(current), meaningOf(input));
    const summary = { ...describeOrg(session), name: options.name };
    options.onDifference?.(session, fields);
    if (current && fields.length === 0)
      return { ...summary, fields, left: [], outcome: 'unchanged' as const };
    if (current && fields.some(({ path }) => path !== 'masterLabel'))
      await requireNoKeys(session, options.name, `${options.name} would change`, byDeploy);
    const request = { what: `The change of ${options.name}`, risks: lostPrincipals(current, input) };
    await approveRisks(request, org, config.environment, options);
    if (!current) await externalCredentials.create(org, input);
    else await externalCredentials.replace(org, withIds(input, current));
    const now = meaningOf(await existing(org, options.name));
    const changed = compareFields(current && meaningOf(current), now);
    const outcome = !current ? 'created' : changed.length > 0 ? 'replaced' : 'unchanged';
    return {
      ...summary,
      fields: changed,
      left: compareFields(now, meaningOf(input)),
      outcome: outcome as PutResult['outcome'],
    };
  });
}

/**
 * Deletes an external credential after a confirmation that names the named credentials and permission sets that use
 * it.
 */
export async function externalCredentialDelete(
  options: NamedOptions,
): Promise<OrgSummary & { readonly name: string; readonly outcome: 'deleted' } & Remarks> {
  return withSession(options, async (session) => {
    const { org } = session;
    await requireNoKeys(session, options.name, `${options.name} would be deleted`, byDeploy);
    const users = await usersOf(org, await existing(org, options.name));
    const used = users.length > 0 ? ` It is used by ${users.join(', ')}.` : '';
    await confirmChange(
      `This deletes ${options.name} with all its principals and secrets.${used}`.replace(/\.$/, ''),
      options,
      { usedBy: users },
    );
    await externalCredentials.remove(org, options.name);
    return { ...describeOrg(session), name: options.name, outcome: 'deleted' as const };
  });
}

const byDeploy =
  'Change the config and run keyway deploy, which tests the key service before it changes what a key is fetched through.';

async function existing(org: Org, name: string): Promise<ExternalCredentialAnswer> {
  const found = await externalCredentials.read(org, name);
  if (found) return found;
  const known = (await listExternalCredentials(org)).map(({ developerName }) => developerName);
  throw new KeywayError(
    'ExternalCredentialUnknown',
    `The org has no external credential "${name}"${suggestion(name, known)}`,
    {
      actions: [known.length > 0 ? `It has ${known.join(', ')}.` : 'It has none.'],
    },
  );
}

function fromConfig({ config }: Session, name: string): ExternalCredentialInput {
  const components = toComponents(
    { externalCredentials: config.externalCredentials },
    { apiVersion: config.apiVersion },
  );
  const found = components.find(
    (component): component is ExternalCredentialComponent => component.fullName === name,
  );
  if (!found) {
    const known = Object.keys(config.externalCredentials ?? {});
    throw new KeywayError(
      'ExternalCredentialUnknown',
      `${config.file} has no external credential "${name}"${suggestion(name, known)}`,
      {
        actions: ['Add it to the file, or pass a JSON file with --file.'],
      },
    );
  }
  const form = toConnect(found);
  return {
    ...form,
    authenticationProtocol: connectProtocol(form.authenticationProtocol),
  } as ExternalCredentialInput;
}

/** The meaning of a form by path, without ids and without fields that only the org reports. */
function meaningOf(input: ExternalCredentialInput): ReadonlyMap<string, string> {
  const {
    masterLabel,
    authenticationProtocol,
    authenticationProtocolVariant,
    parameters = [],
    principals = [],
    customHeaders = [],
  } = input;
  const parameterEntries = (list: typeof parameters) =>
    Object.fromEntries(
      list.map((item) => [
        `${item.parameterType}.${item.parameterName}`,
        { value: item.parameterValue, description: item.parameterDescription },
      ]),
    );
  return flatten({
    masterLabel,
    authenticationProtocol,
    authenticationProtocolVariant,
    parameters: parameterEntries(parameters),
    principals: Object.fromEntries(
      principals.map(({ principalName, principalType, parameters: own = [] }) => [
        principalName,
        { type: principalType, parameters: parameterEntries(own) },
      ]),
    ),
    customHeaders: Object.fromEntries(
      customHeaders.map(({ headerName, headerValue }) => [headerName, headerValue]),
    ),
  });
}

/** Adds the ids from the org. Salesforce doesn't document whether a principal without its id counts as a new one. */
function withIds(
  input: ExternalCredentialInput,
  existing: ExternalCredentialAnswer,
): ExternalCredentialInput {
  const principals = input.principals?.map((principal) => {
    const id = existing.principals?.find(
      ({ principalName }) => principalName === principal.principalName,
    )?.id;
    return id === undefined ? principal : { ...principal, id };
  });
  return { ...input, ...(principals ? { principals } : {}) };
}

/** Principals that the org would delete together with their secrets. */
function lostPrincipals(
  existing: ExternalCredentialAnswer | undefined,
  input: ExternalCredentialInput,
): ReadonlyMap<Risk, readonly string[]> {
  const isKept = (one: { readonly principalName: string; readonly principalType: string }) =>
    input.principals?.some(
      (kept) => kept.principalName === one.principalName && kept.principalType === one.principalType,
    );
  const lost = (existing?.principals ?? []).filter((principal) => !isKept(principal));
  return risksOf(lost.map(({ principalName: name }) => ({ name, risks: ['principal-removal'] })));
}

/** Named credentials, and permission sets that give access to its principals. */
async function usersOf(
  org: Org,
  { relatedNamedCredentials = [], principals = [] }: ExternalCredentialAnswer,
): Promise<readonly string[]> {
  const ids = principals.flatMap(({ id }) => (id === undefined ? [] : [id]));
  const grants =
    ids.length === 0
      ? []
      : await query<{ Parent: { Name: string } }>(
          org,
          soql`SELECT Parent.Name FROM SetupEntityAccess WHERE SetupEntityType = ${'ExternalCredentialParameter'} AND SetupEntityId IN ${ids}`,
        );
  return [
    ...relatedNamedCredentials.map(({ developerName }) => `named credential ${developerName}`),
    ...new Set(grants.map(({ Parent }) => `permission set ${Parent.Name}`)),
  ];
}
