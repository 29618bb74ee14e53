import type { Environment } from '../config/index.ts';
import { KeywayError } from '../errors/index.ts';
import { type Change, type Risk, riskMeaning } from '../kinds/change.ts';
import { isProtected } from '../kinds/protected.ts';
import type { Org } from '../salesforce/index.ts';

/*
 * The only place where keyway asks before it changes something: for each risk, for a protected org, and before an
 * irreversible change. A flag answers, or a person on a terminal. Without either, the run stops.
 */

/** Asks a yes-or-no question; undefined if nobody is there to answer. */
export type Ask = (question: string) => Promise<boolean>;

export interface ApprovalOptions {
  /** `--yes`: answers the confirmation, never a risk. */
  readonly yes?: boolean | undefined;
  /** `--allow`: the accepted risks. */
  readonly allow?: readonly Risk[] | undefined;
  readonly ask?: Ask | undefined;
  /** Risks that were accepted when the plan was approved. */
  readonly approved?: readonly Risk[] | undefined;
}

/** One approval, and who gave it. */
export interface Approval {
  readonly to: Risk | 'protected-org';
  readonly by: 'flag' | 'approved plan' | 'terminal';
  readonly names: readonly string[];
}

/** What needs approval. */
export interface ApprovalRequest {
  /** The subject of the error: `This deploy`. */
  readonly what: string;
  /** Each risk with the names of the changes that have it. */
  readonly risks: ReadonlyMap<Risk, readonly string[]>;
}

/**
 * Groups changes by risk.
 * @returns each risk with the names of the changes that have it
 */
export function risksOf(changes: readonly Pick<Change, 'name' | 'risks'>[]): ApprovalRequest['risks'] {
  const carried = new Map<Risk, string[]>();
  for (const { risks, name } of changes)
    for (const risk of risks) carried.set(risk, [...(carried.get(risk) ?? []), name]);
  return carried;
}

/**
 * Asks for each risk, then for a protected org.
 * @returns what was approved, and by whom
 * @throws KeywayError `RisksNotAllowed`, `ProtectedOrg`
 */
export async function approveRisks(
  request: ApprovalRequest,
  org: Org,
  environment: Environment | undefined,
  options: ApprovalOptions,
): Promise<readonly Approval[]> {
  const approvals = await approveEachRisk(request, options);
  return [...approvals, ...(await confirmProtectedOrg(org, environment, options))];
}

/** @throws KeywayError `RisksNotAllowed` with all risks that are not approved */
export async function approveEachRisk(
  { what, risks }: ApprovalRequest,
  options: ApprovalOptions,
): Promise<readonly Approval[]> {
  const approvals: Approval[] = [];
  const refused: (readonly [Risk, readonly string[]])[] = [];
  for (const [risk, names] of risks) {
    const by = await approvedBy(risk, names, options);
    if (by) approvals.push({ to: risk, by, names });
    else refused.push([risk, names]);
  }
  if (refused.length === 0) return approvals;
  const list = refused.map(([risk, names]) => `  ${risk}: ${names.join(', ')}: ${riskMeaning[risk]}`);
  throw new KeywayError('RisksNotAllowed', `${what} needs approval for these risks:\n${list.join('\n')}`, {
    actions: [`Nothing was changed. To accept them, pass --allow ${refused.map(([risk]) => risk).join(',')}`],
    data: { risks: refused.map(([risk, names]) => ({ risk, names })) },
  });
}

async function approvedBy(
  risk: Risk,
  names: readonly string[],
  { allow = [], approved = [], ask }: ApprovalOptions,
): Promise<Approval['by'] | undefined> {
  if (allow.includes(risk)) return 'flag';
  if (approved.includes(risk)) return 'approved plan';
  const question = `${risk}: ${names.join(', ')}. ${capitalized(riskMeaning[risk])}. Continue?`;
  return (await ask?.(question)) ? 'terminal' : undefined;
}

/**
 * Asks before a protected org is changed; no approval is needed for another one.
 * @throws KeywayError `ProtectedOrg`
 */
export async function confirmProtectedOrg(
  org: Org,
  environment: Environment | undefined,
  { yes, ask }: ApprovalOptions,
): Promise<readonly Approval[]> {
  if (!isProtected(org, environment)) return [];
  const approval = { to: 'protected-org' as const, names: [org.username] };
  if (yes) return [{ ...approval, by: 'flag' }];
  const what =
    org.kind === 'production' ? 'is a production org' : `is protected (environment ${environment?.name})`;
  const sentence = `${org.username} at ${new URL(org.instanceUrl).host} ${what}.`;
  if (await ask?.(`${sentence} Continue?`)) return [{ ...approval, by: 'terminal' }];
  throw new KeywayError('ProtectedOrg', sentence, {
    actions: ['Nothing was changed. To continue, pass --yes.'],
  });
}

/**
 * Asks before a single change.
 *
 * @param sentence says what happens, without a full stop: `keyway deletes AcmeKms with all its principals`
 * @throws KeywayError `NotConfirmed`
 */
export async function confirmChange(
  sentence: string,
  { yes, ask }: ApprovalOptions,
  data?: Readonly<Record<string, unknown>>,
): Promise<void> {
  if (yes || (await ask?.(`${sentence}. Continue?`))) return;
  throw new KeywayError('NotConfirmed', `${sentence}. This needs a confirmation.`, {
    actions: ['Nothing was changed. To continue, pass --yes.'],
    ...(data ? { data } : {}),
  });
}

export interface TypedConfirmation {
  /** `Data:3`, as `--confirm` gives it. */
  readonly confirm?: string | undefined;
  /** Asks a person to type the name; undefined if nobody is there to answer. */
  readonly askText?: ((question: string) => Promise<string>) | undefined;
}

/**
 * Asks for the name of a key, typed out, before what it encrypted becomes unreadable.
 *
 * @param name `Data:3`
 * @param loss what becomes unreadable, as a sentence with its full stop
 * @throws KeywayError `DestructionNotConfirmed`
 */
export async function confirmDestruction(
  name: string,
  loss: string,
  { confirm, askText }: TypedConfirmation,
): Promise<void> {
  const typed = (confirm ?? (await askText?.(`${loss} To continue, type ${name}:`)))?.trim();
  if (typed === name) return;
  const wrong = typed === undefined ? '' : ` "${typed}" is not ${name}.`;
  throw new KeywayError('DestructionNotConfirmed', `key-destruction: ${loss}${wrong}`, {
    actions: [`Nothing was changed. To continue, pass --confirm ${name}`],
    data: { risk: 'key-destruction', confirm: name },
  });
}

function capitalized(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
