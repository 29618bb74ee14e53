import { isAnswerLost } from '../../errors/answer-lost.ts';
import { KeywayError } from '../../errors/index.ts';
import { withoutSecrets } from '../../errors/redact.ts';
import type { Org } from '../../salesforce/index.ts';
import type { Change } from '../change.ts';
import type { CredentialOutcome } from '../outcomes.ts';
import { changeKey, type Secrets, type SecretValues } from '../run.ts';
import { readProviderCredentials, writeProviderCredentials } from './connect.ts';

/**
 * Stores the credentials that a plan names, one provider after another.
 * @throws KeywayError `CredentialRefused`, `CredentialNotConfirmed`; their messages hold no value
 */
export async function applyProviderCredentials(
  org: Org,
  changes: readonly Change[],
  secrets: Secrets,
  onStored: (outcome: CredentialOutcome) => void,
): Promise<readonly CredentialOutcome[]> {
  const outcomes: CredentialOutcome[] = [];
  for (const change of changes) {
    const outcome = await store(org, change.name, secrets.get(changeKey(change)) ?? new Map());
    outcomes.push(outcome);
    onStored(outcome);
  }
  return outcomes;
}

async function store(org: Org, name: string, values: SecretValues): Promise<CredentialOutcome> {
  const before = await readProviderCredentials(org, name);
  const isNew = before.size === 0;
  try {
    await writeProviderCredentials(org, name, values, isNew ? 'POST' : 'PUT');
  } catch (error) {
    if (!(error instanceof KeywayError)) throw error;
    const isLost = isAnswerLost(error);
    // A secret that replaced another can't be told from it; the first one can be told from none.
    const isThere = isLost && isNew && (await isStored(org, name, values));
    if (!isThere) throw refused(name, error, values, isLost);
  }
  return { name, outcome: isNew ? 'set' : 'replaced' };
}

async function isStored(org: Org, name: string, values: SecretValues): Promise<boolean> {
  const after = await readProviderCredentials(org, name).catch(() => new Map());
  return [...values.keys()].every((key) => after.has(key));
}

/** The org's words may repeat what was sent. */
function refused(name: string, error: KeywayError, values: SecretValues, isLost: boolean): KeywayError {
  const secrets = [...values.values()];
  const sentence = isLost
    ? `The answer of the org was lost, so keyway can't tell whether the credentials of ${name} are stored`
    : `The credentials of ${name} were not stored`;
  const code = isLost ? 'CredentialNotConfirmed' : 'CredentialRefused';
  return new KeywayError(code, `${sentence}: ${withoutSecrets(error.message, secrets)}`, {
    actions: error.actions.map((action) => withoutSecrets(action, secrets)),
    exitCode: error.exitCode,
  });
}
