import { isAnswerLost } from '../../errors/answer-lost.ts';
import { KeywayError } from '../../errors/index.ts';
import type { Org } from '../../salesforce/index.ts';
import type { Change } from '../change.ts';
import { credentialNotConfirmed, credentialNotStored } from '../credential/store-error.ts';
import type { CredentialOutcome } from '../outcomes.ts';
import { changeKey, type Secrets, type SecretValues } from '../run.ts';
import { readProviderCredentials, writeProviderCredentials } from './connect.ts';

/**
 * Stores the credentials of a plan, one provider after another. If the plan saw none, none may exist now either,
 * because the org refuses to create them twice.
 * @throws KeywayError `CredentialRefused`, `CredentialNotConfirmed`; their messages contain no value
 */
export async function applyProviderCredentials(
  org: Org,
  changes: readonly Change[],
  secrets: Secrets,
  onStored: (outcome: CredentialOutcome) => void,
): Promise<readonly CredentialOutcome[]> {
  const outcomes: CredentialOutcome[] = [];
  for (const change of changes) {
    await store(org, change, secrets.get(changeKey(change)) ?? new Map());
    const outcome = change.action === 'create' ? 'set' : 'replaced';
    outcomes.push({ name: change.name, outcome });
    onStored({ name: change.name, outcome });
  }
  return outcomes;
}

async function store(org: Org, { name, action }: Change, values: SecretValues): Promise<void> {
  const isNew = action === 'create';
  try {
    await writeProviderCredentials(org, name, values, isNew ? 'POST' : 'PUT');
  } catch (error) {
    if (!(error instanceof KeywayError)) throw error;
    if (!isAnswerLost(error)) throw credentialNotStored(name, error, values);
    // After a lost answer, a replaced secret can't be distinguished from the old one. A first secret can.
    if (!isNew || !(await isStored(org, name, values))) throw credentialNotConfirmed(name, error, values);
  }
}

async function isStored(org: Org, name: string, values: SecretValues): Promise<boolean> {
  const after = await readProviderCredentials(org, name).catch(() => new Map());
  return [...values.keys()].every((key) => after.has(key));
}
