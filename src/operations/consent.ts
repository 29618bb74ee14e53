import type { Environment } from '../config/index.ts';
import { KeywayError } from '../errors/index.ts';
import { type Plan, type Risk, riskMeaning } from '../kinds/change.ts';
import type { Org } from '../salesforce/index.ts';

/** Asks a person yes or no; undefined where nobody is there to ask. */
export type Ask = (question: string) => Promise<boolean>;

export interface ConsentOptions {
  /** `--yes`: answers only the question that a protected environment asks. */
  readonly yes: boolean;
  /** `--allow`: the risks that are taken. */
  readonly allow: readonly Risk[];
  readonly ask?: Ask | undefined;
  /** Risks that were taken when the plan was approved. */
  readonly approved?: readonly Risk[] | undefined;
  /** What carries the risks, as the beginning of a sentence; default `This deploy`. */
  readonly what?: string | undefined;
}

/** One yes, and who gave it. */
export interface Consent {
  readonly to: Risk | 'protected-org';
  readonly by: 'flag' | 'approved plan' | 'terminal';
  readonly names: readonly string[];
}

/** An org that says of itself that it is production is protected, whatever the file says. */
export function isProtected(org: Pick<Org, 'kind'>, environment: Environment | undefined): boolean {
  return org.kind === 'production' || environment?.protected === true;
}

/**
 * Asks for what a plan needs: a yes of its own for each risk, and one for a protected org.
 * @returns what was agreed to, by whom
 * @throws KeywayError `RisksNotAllowed`, `ProtectedOrg` where there is no yes
 */
export async function requireConsent(
  plan: Plan,
  org: Org,
  environment: Environment | undefined,
  options: ConsentOptions,
): Promise<readonly Consent[]> {
  const carried = new Map<Risk, string[]>();
  for (const { risks, name } of plan.changes)
    for (const risk of risks) carried.set(risk, [...(carried.get(risk) ?? []), name]);
  const consents: Consent[] = [];
  const refused: [Risk, string[]][] = [];
  for (const [risk, names] of carried) {
    const by = await whoAllows(risk, names, options);
    if (by) consents.push({ to: risk, by, names });
    else refused.push([risk, names]);
  }
  if (refused.length > 0) {
    const list = refused
      .map(([risk, names]) => `  ${risk}: ${names.join(', ')}: ${riskMeaning[risk]}`)
      .join('\n');
    throw new KeywayError(
      'RisksNotAllowed',
      `${options.what ?? 'This deploy'} carries risks that nobody has allowed:\n${list}`,
      {
        actions: [
          `Nothing was changed. If they are meant: --allow ${refused.map(([risk]) => risk).join(',')}`,
        ],
        data: { risks: refused.map(([risk, names]) => ({ risk, names })) },
      },
    );
  }
  const by = await requireProtectedConsent(org, environment, options);
  return by ? [...consents, { to: 'protected-org', by, names: [org.username] }] : consents;
}

async function whoAllows(
  risk: Risk,
  names: readonly string[],
  { allow, approved = [], ask }: ConsentOptions,
): Promise<Consent['by'] | undefined> {
  if (allow.includes(risk)) return 'flag';
  if (approved.includes(risk)) return 'approved plan';
  const question = `${risk}: ${names.join(', ')}. ${sentence(riskMeaning[risk])} Go on?`;
  return (await ask?.(question)) ? 'terminal' : undefined;
}

/**
 * The yes that a protected org asks for before anything in it is changed; undefined where it is not protected.
 * @throws KeywayError `ProtectedOrg`
 */
export async function requireProtectedConsent(
  org: Org,
  environment: Environment | undefined,
  options: Pick<Partial<ConsentOptions>, 'yes' | 'ask'>,
): Promise<'flag' | 'terminal' | undefined> {
  if (!isProtected(org, environment)) return undefined;
  if (options.yes) return 'flag';
  const what =
    org.kind === 'production' ? 'is a production org' : `is protected (environment ${environment?.name})`;
  const where = `${org.username} at ${new URL(org.instanceUrl).host} ${what}.`;
  if (await options.ask?.(`${where} Go on?`)) return 'terminal';
  throw new KeywayError('ProtectedOrg', where, { actions: ['Nothing was changed. If it is meant: --yes'] });
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
