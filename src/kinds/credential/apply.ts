import { isAnswerLost } from '../../errors/answer-lost.ts';
import { KeywayError } from '../../errors/index.ts';
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
} from '../../salesforce/index.ts';
import type { Change } from '../change.ts';
import type { Desired } from '../desired.ts';
import type { CredentialOutcome } from '../outcomes.ts';
import { changeKey, type Secrets } from '../run.ts';
import type { OrgState } from '../state.ts';
import { isStored, type WantedCredential } from './compare.ts';
import type { SecretValues } from './resolve-secrets.ts';
import { credentialNotConfirmed, credentialNotStored } from './store-error.ts';

export interface ApplyCredentialsOptions {
  readonly secrets: Secrets;
  /** The org's credentials when the plan was made. */
  readonly planned: OrgState['credentials'];
  /** External credentials that this deploy has created. Nothing is stored for their principals yet. */
  readonly made: ReadonlySet<string>;
  /** Called after each credential. */
  readonly onStored: (outcome: CredentialOutcome) => void;
}

/**
 * Stores the credentials of a plan one after another, so that a refusal doesn't affect the others.
 * @throws KeywayError `CredentialRefused`; its message contains no value
 */
export async function applyCredentials(
  org: Org,
  changes: readonly Change[],
  { credentials, principals }: Pick<Desired, 'credentials' | 'principals'>,
  { secrets, planned, made, onStored }: ApplyCredentialsOptions,
): Promise<readonly CredentialOutcome[]> {
  const outcomes: CredentialOutcome[] = [];
  const done = (outcome: CredentialOutcome) => {
    outcomes.push(outcome);
    onStored(outcome);
  };
  for (const change of changes) {
    const principal = principals.find(({ name }) => name === change.name);
    if (change.action === 'delete' && principal) {
      await deleteCredential(org, principal);
      done({ name: change.name, outcome: 'deleted' });
      continue;
    }
    const credential = credentials.find(({ name }) => name === change.name);
    const values = secrets.get(changeKey(change));
    if (!credential || !values) continue;
    const seen = planned.get(change.name);
    // If the metadata job should have deleted it, the plan allows either: present or absent.
    const expected: Expected | undefined = made.has(credential.externalCredential)
      ? { kind: 'new' }
      : change.action === 'create' && isStored(seen)
        ? undefined
        : { kind: 'seen', answer: seen };
    done(await storeCredential(org, credential, values, expected));
  }
  return outcomes;
}

/** What a plan knows of a credential: what it read, or that none can exist. */
type Expected =
  | { readonly kind: 'new' }
  | { readonly kind: 'seen'; readonly answer: CredentialAnswer | undefined };

/**
 * Creates, replaces or merges one credential, depending on the org's state. Stores nothing if that state differs
 * from `expected`, the plan's.
 */
export async function storeCredential(
  org: Org,
  wanted: WantedCredential,
  values: SecretValues,
  expected?: Expected,
): Promise<CredentialOutcome> {
  const input = inputOf(wanted, values);
  const { name } = wanted;
  let actual: CredentialAnswer | undefined;
  let isSent = false;
  try {
    if (expected?.kind !== 'new') actual = await readCredential(org, wanted);
    if (expected?.kind === 'seen' && stamp(actual) !== stamp(expected.answer))
      throw credentialMovedError(wanted);
    isSent = true;
    if (!isStored(actual)) {
      await createOrReplace(org, input);
      return { name, outcome: 'set' };
    }
    // A replacement deletes whatever it leaves out. If the org has more values than the config, merge.
    if (hasMoreValues(actual, values) && wanted.protocol === 'Custom') await mergeCredential(org, input);
    else await replaceCredential(org, input);
    return { name, outcome: 'replaced' };
  } catch (error) {
    if (!(error instanceof KeywayError)) throw error;
    if (!isSent || !isAnswerLost(error)) throw credentialNotStored(name, error, values);
    const outcome = await readOutcome(org, wanted, actual);
    if (outcome) return { name, outcome };
    throw credentialNotConfirmed(name, error, values);
  }
}

/** Finds out what happened to a write whose answer was lost: the org shows another revision, or the first one. */
async function readOutcome(
  org: Org,
  wanted: WantedCredential,
  before: CredentialAnswer | undefined,
): Promise<CredentialOutcome['outcome'] | undefined> {
  const now = await readCredential(org, wanted).catch(() => undefined);
  if (!isStored(now) || stamp(now) === stamp(before)) return undefined;
  return isStored(before) ? 'replaced' : 'set';
}

/** Distinguishes two states of a credential. An org counts the revisions of each value. */
function stamp(answer: CredentialAnswer | undefined): string {
  if (!isStored(answer)) return 'none';
  const values = Object.entries(answer.credentials).map(([key, { value, revision }]) => [
    key,
    value,
    revision,
  ]);
  return JSON.stringify(values.sort());
}

function credentialMovedError({ name }: WantedCredential): KeywayError {
  return new KeywayError(
    'CredentialMoved',
    `Somebody else changed the credential of ${name} since the plan was made.`,
    {
      actions: ["keyway didn't change it. Run the same command again to see what the org has now."],
    },
  );
}

/** POST fails if a credential exists, even if the org reports NotConfigured. Then use PUT. */
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

function hasMoreValues({ credentials }: CredentialAnswer, values: SecretValues): boolean {
  return Object.keys(credentials).some((key) => !values.has(key));
}
