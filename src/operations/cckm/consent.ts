import { KeywayError } from '../../errors/index.ts';
import { type Risk, riskMeaning } from '../../kinds/change.ts';
import type { Ask } from '../consent.ts';

export interface CckmConsentOptions {
  /** Answers the question whether it is to be done. */
  readonly yes?: boolean | undefined;
  /** The risks that are taken. */
  readonly allow?: readonly Risk[] | undefined;
  readonly ask?: Ask | undefined;
}

export interface Intended {
  /** As a question: `Upload acme-search as SearchIndex to Acme (00D…)?` */
  readonly question: string;
  readonly risks: readonly Risk[];
  /** What the risks are about. */
  readonly about: string;
}

/**
 * A yes for each risk and one for the whole, by flag or on a terminal.
 *
 * @throws KeywayError `RisksNotAllowed`, `NotConfirmed`
 */
export async function requireCckmConsent(
  { question, risks, about }: Intended,
  { yes, allow = [], ask }: CckmConsentOptions,
): Promise<void> {
  const refused: Risk[] = [];
  for (const risk of risks) {
    if (allow.includes(risk)) continue;
    const meaning = riskMeaning[risk];
    if (!(await ask?.(`${risk}: ${about}. ${meaning.charAt(0).toUpperCase()}${meaning.slice(1)}. Go on?`)))
      refused.push(risk);
  }
  if (refused.length > 0) {
    const list = refused.map((risk) => `  ${risk}: ${about}: ${riskMeaning[risk]}`).join('\n');
    throw new KeywayError('RisksNotAllowed', `This carries risks that nobody has allowed:\n${list}`, {
      actions: [`Nothing was changed. If they are meant: --allow ${refused.join(',')}`],
      data: { risks: refused.map((risk) => ({ risk, names: [about] })) },
    });
  }
  if (yes || (await ask?.(question))) return;
  throw new KeywayError('NotConfirmed', question.replace(/\?$/, ': nobody has said yes.'), {
    actions: ['Nothing was changed. If it is meant: --yes'],
  });
}

/** Asks before something is taken out of CipherTrust. */
export function requireRemoval(what: string, options: CckmConsentOptions): Promise<void> {
  return requireCckmConsent(
    { question: `Delete ${what} from CipherTrust?`, risks: [], about: what },
    options,
  );
}
