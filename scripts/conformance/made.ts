import { cleanUp } from '../../src/conformance/clean-up.ts';
import type { Fact } from '../../src/conformance/fact.ts';
import { type Observation, observe } from '../../src/conformance/observe.ts';
import type { Org } from '../../src/salesforce/index.ts';

export interface Rehearsal {
  readonly observations: readonly Observation[];
  /** Components by fact, as `ExternalCredential KwConfRows, PermissionSet KwConfRowsAccess`. */
  readonly made: Readonly<Record<string, string>>;
}

/** Asks a local org for every fact, and looks after each one what there is; then that goes, so that each says all it makes. */
export async function rehearse(
  org: Org,
  facts: readonly Fact[],
  options: Pick<Parameters<typeof observe>[2], 'cipherTrust'> = {},
): Promise<Rehearsal> {
  const made: Record<string, string> = {};
  const onSeen = async ({ id }: Observation) => {
    await cleanUp(org, (own) => {
      made[id] = own
        .map(({ type, name }) => `${type} ${name}`)
        .sort()
        .join(', ');
    });
  };
  const settings = { ...options, isLocal: true, withKeys: true, onSeen };
  return { observations: await observe(org, facts, settings), made };
}
