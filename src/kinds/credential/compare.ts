import type { CredentialAnswer, PrincipalKey } from '../../salesforce/index.ts';
import type { Change, FieldChange } from '../change.ts';
import type { Readable, Rewrite, WantedValue } from '../wanted-value.ts';

/** A principal's key for reading, and its name: `AcmeKms-KeyService`. */
export interface PrincipalName extends PrincipalKey {
  readonly name: string;
}

/** The credential that a principal should have. */
export interface WantedCredential extends PrincipalName {
  /** As spelt in the Metadata API. */
  readonly protocol: string;
  readonly variant: string | undefined;
  readonly values: readonly WantedValue[];
}

export interface CredentialQuestion {
  readonly wanted: readonly WantedCredential[];
  /** By name; undefined if the org has none. */
  readonly actual: ReadonlyMap<string, CredentialAnswer | undefined>;
  /** Component changes. A recreated principal, or one whose protocol changes, loses its secret. */
  readonly changes: readonly Change[];
  readonly readable: Readable;
  readonly rewrite: Rewrite;
}

/** Finds credentials to store: missing in the org, different in a readable part, or requested. */
export function compareCredentials(question: CredentialQuestion): readonly Change[] {
  return question.wanted.flatMap((wanted): readonly Change[] => {
    const actual = isLost(wanted, question.changes) ? undefined : question.actual.get(wanted.name);
    const change = { type: 'Credential' as const, name: wanted.name, risks: [] };
    if (!isStored(actual)) {
      const fields = wanted.values.map(({ key }) => ({ path: key, to: 'set' }));
      return [{ ...change, action: 'create', fields }];
    }
    const fields = differences(wanted, actual, question.readable);
    const asked = question.rewrite === 'all' || question.rewrite.includes(wanted.name);
    if (fields.length === 0 && !asked) return [];
    const replaced = wanted.values.map(({ key }) => ({ path: key, from: 'set', to: 'replaced' }));
    return [{ ...change, action: 'update', fields: asked ? replaced : fields }];
  });
}

/** An org reports `Unknown` for Custom credentials. Then the names of the values show whether one is stored. */
export function isStored(actual: CredentialAnswer | undefined): actual is CredentialAnswer {
  if (!actual || actual.authenticationStatus === 'NotConfigured') return false;
  return actual.authenticationStatus === 'Configured' || Object.keys(actual.credentials).length > 0;
}

/** Parts that are missing or readable and different; never a value. */
function differences(
  { values }: WantedCredential,
  actual: CredentialAnswer,
  readable: Readable,
): readonly FieldChange[] {
  return values.flatMap((value): readonly FieldChange[] => {
    const existing = actual.credentials[value.key];
    if (!existing) {
      // The org reports Configured but hides the names of the values.
      return Object.keys(actual.credentials).length > 0 ? [{ path: value.key, to: 'set' }] : [];
    }
    if (value.encrypted || existing.value === undefined) return [];
    const here = readable(value);
    return here === undefined || here === existing.value
      ? []
      : [{ path: value.key, from: 'set', to: 'replaced' }];
  });
}

/** Whether the metadata job of the same deploy deletes the stored secret. */
function isLost(
  { externalCredential, principalName }: WantedCredential,
  changes: readonly Change[],
): boolean {
  const change = changes.find(
    ({ type, name }) => type === 'ExternalCredential' && name === externalCredential,
  );
  if (!change) return false;
  const principal = change.fields.some(({ path }) => path === `principals.${principalName}`);
  return change.action === 'create' || principal || change.risks.includes('protocol-change');
}

/**
 * Notes on parts of stored credentials that can't be compared and that a plan doesn't write.
 * @param shown the value that the org shows, if any
 */
export function notesOnUncompared(
  wanted: readonly Pick<WantedCredential, 'name' | 'values'>[],
  shown: (name: string, key: string) => string | undefined,
  readable: Readable,
  changes: readonly Change[],
): readonly string[] {
  return wanted
    .filter(({ name }) => !changes.some((change) => change.name === name))
    .flatMap(({ name, values }) => {
      const keys = values
        .filter((one) => one.encrypted || shown(name, one.key) === undefined || readable(one) === undefined)
        .map(({ key }) => key);
      return keys.length === 0 ? [] : [describeNotCompared(name, keys)];
    });
}

/** `Old: password is not compared, because its value isn't visible; --write-credentials=Old writes it again` */
export function describeNotCompared(name: string, keys: readonly string[]): string {
  const [is, its, value, it] =
    keys.length === 1 ? ['is', 'its', "value isn't", 'it'] : ['are', 'their', "values aren't", 'them'];
  return `${name}: ${keys.join(', ')} ${is} not compared, because ${its} ${value} visible; --write-credentials=${name} writes ${it} again`;
}
