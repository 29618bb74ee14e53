import { KeywayError } from '../errors.ts';
import {
  type CredentialAnswer,
  type CredentialInput,
  connectProtocol,
  createCredential,
  deleteCredential,
  errorCodeOf,
  mergeCredential,
  type Org,
  readCredential,
  replaceCredential,
} from '../org/index.ts';
import { type Change, type Desired, isStored, type WantedCredential } from '../plan/index.ts';
import { withoutSecrets } from '../redact.ts';

export interface CredentialOutcome {
  readonly name: string;
  readonly outcome: 'set' | 'replaced' | 'deleted';
}

/** Resolved values of one principal's secret by key; in memory only. */
export type SecretValues = ReadonlyMap<string, string>;

/**
 * Stores the credentials that a plan names, one after another, so that a refusal leaves the others alone.
 * @throws KeywayError `CredentialRefused`; its message holds no value
 */
export async function applyCredentials(
  org: Org,
  changes: readonly Change[],
  { credentials, principals }: Pick<Desired, 'credentials' | 'principals'>,
  secrets: ReadonlyMap<string, SecretValues>,
): Promise<readonly CredentialOutcome[]> {
  const outcomes: CredentialOutcome[] = [];
  for (const change of changes) {
    if (change.type !== 'Credential') continue;
    const principal = principals.find(({ name }) => name === change.name);
    if (change.action === 'delete' && principal) {
      await deleteCredential(org, principal);
      outcomes.push({ name: change.name, outcome: 'deleted' });
      continue;
    }
    const credential = credentials.find(({ name }) => name === change.name);
    const values = secrets.get(change.name);
    if (credential && values) outcomes.push(await storeCredential(org, credential, values));
  }
  return outcomes;
}

/** Stores one credential as the org's state asks, which may have moved since the plan was made. */
export async function storeCredential(
  org: Org,
  wanted: WantedCredential,
  values: SecretValues,
): Promise<CredentialOutcome> {
  const input = inputOf(wanted, values);
  try {
    const actual = await readCredential(org, wanted);
    if (!isStored(actual)) {
      await createOrReplace(org, input);
      return { name: wanted.name, outcome: 'set' };
    }
    // A replacement deletes what it leaves out: where the org holds more than the config does, values are merged.
    if (holdsMore(actual, values) && wanted.protocol === 'Custom') await mergeCredential(org, input);
    else await replaceCredential(org, input);
    return { name: wanted.name, outcome: 'replaced' };
  } catch (error) {
    if (!(error instanceof KeywayError)) throw error;
    const message = withoutSecrets(error.message, [...values.values()]);
    throw new KeywayError(
      'CredentialRefused',
      `The credential of ${wanted.name} was not stored: ${message}`,
      {
        actions: error.actions.map((action) => withoutSecrets(action, [...values.values()])),
        exitCode: error.exitCode,
      },
    );
  }
}

/** POST fails where a credential exists, of which an org may say NotConfigured: then it is replaced. */
async function createOrReplace(org: Org, input: CredentialInput): Promise<CredentialAnswer> {
  try {
    return await createCredential(org, input);
  } catch (error) {
    if (!/DUPLICATE|ALREADY|EXISTS/i.test(`${errorCodeOf(error)} ${(error as Error).message}`)) throw error;
    return replaceCredential(org, input);
  }
}

function inputOf(wanted: WantedCredential, values: SecretValues): CredentialInput {
  const { externalCredential, principalType, principalName, protocol, variant } = wanted;
  return {
    externalCredential,
    principalType,
    principalName,
    authenticationProtocol: connectProtocol(protocol),
    authenticationProtocolVariant: variant,
    credentials: Object.fromEntries(
      wanted.values.map(({ key, encrypted }) => [key, { value: values.get(key) ?? '', encrypted }]),
    ),
  };
}

function holdsMore({ credentials }: CredentialAnswer, values: SecretValues): boolean {
  return Object.keys(credentials).some((key) => !values.has(key));
}
