import type { OrgOptions, Session } from '../../engine/session.ts';
import type { Risk } from '../../kinds/change.ts';
import { type Consent, type ConsentOptions, requireConsent } from '../consent.ts';

/** What every verb takes that makes or changes a key. */
export interface KeyChangeOptions extends OrgOptions, Partial<ConsentOptions> {}

/**
 * The yes that key work needs: one for each risk, and one for a protected org.
 *
 * @param name of the key that the risks are about
 * @throws KeywayError `RisksNotAllowed`, `ProtectedOrg`
 */
export function requireKeyConsent(
  { org, config }: Pick<Session, 'org' | 'config'>,
  name: string,
  risks: readonly Risk[],
  options: KeyChangeOptions,
): Promise<readonly Consent[]> {
  const plan = {
    changes: [{ type: 'Key' as const, name, action: 'create' as const, risks, fields: [] }],
    notes: [],
  };
  return requireConsent(plan, org, config.environment, {
    yes: options.yes ?? false,
    allow: options.allow ?? [],
    ask: options.ask,
    what: 'This',
  });
}
