import type { Environment } from '../config/index.ts';
import { KeywayError } from '../errors.ts';
import type { Org } from '../org/index.ts';
import { type Plan, type Risk, riskMeaning } from '../plan/index.ts';

/** Asks a person yes or no; undefined where nobody is there to ask. */
export type Ask = (question: string) => Promise<boolean>;

export interface ConsentOptions {
  /** `--yes`: answers only the question that a protected environment asks. */
  readonly yes: boolean;
  /** `--allow`: the risks that are taken. */
  readonly allow: readonly Risk[];
  readonly ask?: Ask | undefined;
}

/** An org that says of itself that it is production is protected, whatever the file says. */
export function isProtected(org: Pick<Org, 'kind'>, environment: Environment | undefined): boolean {
  return org.kind === 'production' || environment?.protected === true;
}

/**
 * Asks for what a plan needs: a yes of its own for each risk, and one for a protected org.
 * @throws KeywayError `RisksNotAllowed`, `ProtectedOrg` where there is no yes
 */
export async function requireConsent(
  plan: Plan,
  org: Org,
  environment: Environment | undefined,
  options: ConsentOptions,
): Promise<void> {
  const open = new Map<Risk, string[]>();
  for (const { risks, name } of plan.changes) {
    for (const risk of risks)
      if (!options.allow.includes(risk)) open.set(risk, [...(open.get(risk) ?? []), name]);
  }
  const refused: [Risk, string[]][] = [];
  for (const [risk, names] of open) {
    const agreed = await options.ask?.(`${risk}: ${names.join(', ')}. ${sentence(riskMeaning[risk])} Go on?`);
    if (!agreed) refused.push([risk, names]);
  }
  if (refused.length > 0) {
    const list = refused
      .map(([risk, names]) => `  ${risk}: ${names.join(', ')}: ${riskMeaning[risk]}`)
      .join('\n');
    throw new KeywayError('RisksNotAllowed', `This deploy carries risks that nobody has allowed:\n${list}`, {
      actions: [`Nothing was changed. If they are meant: --allow ${refused.map(([risk]) => risk).join(',')}`],
      data: { risks: refused.map(([risk, names]) => ({ risk, names })) },
    });
  }
  await requireProtectedConsent(org, environment, options);
}

/**
 * The yes that a protected org asks for before anything in it is changed.
 * @throws KeywayError `ProtectedOrg`
 */
export async function requireProtectedConsent(
  org: Org,
  environment: Environment | undefined,
  options: Pick<Partial<ConsentOptions>, 'yes' | 'ask'>,
): Promise<void> {
  if (!isProtected(org, environment) || options.yes) return;
  const what =
    org.kind === 'production' ? 'is a production org' : `is protected (environment ${environment?.name})`;
  const where = `${org.username} at ${new URL(org.instanceUrl).host} ${what}.`;
  if (await options.ask?.(`${where} Deploy to it?`)) return;
  throw new KeywayError('ProtectedOrg', where, { actions: ['Nothing was changed. To deploy to it: --yes'] });
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
