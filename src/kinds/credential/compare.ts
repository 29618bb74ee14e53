import type { CredentialAnswer, PrincipalKey } from '../../salesforce/index.ts';
import type { Change, FieldChange } from '../change.ts';
import type { Readable, Rewrite, WantedValue } from '../wanted-value.ts';

/** A principal by what it is read with, and its name: `AcmeKms-KeyService`. */
export interface PrincipalName extends PrincipalKey {
  readonly name: string;
}

/** What a principal is to authenticate with. */
export interface WantedCredential extends PrincipalName {
  /** As the Metadata API spells them. */
  readonly protocol: string;
  readonly variant: string | undefined;
  readonly values: readonly WantedValue[];
}

export interface CredentialQuestion {
  readonly wanted: readonly WantedCredential[];
  /** By name; undefined where the org has none. */
  readonly actual: ReadonlyMap<string, CredentialAnswer | undefined>;
  /** Changes of components: a principal that is made new, or whose protocol changes, has lost its secret. */
  readonly changes: readonly Change[];
  readonly readable: Readable;
  readonly rewrite: Rewrite;
}

/** Credentials that are to be stored: where the org has none, where a part that can be read differs, or on request. */
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

/** An org says `Unknown` of Custom credentials: there the names of the values tell whether there is one. */
export function isStored(actual: CredentialAnswer | undefined): actual is CredentialAnswer {
  if (!actual || actual.authenticationStatus === 'NotConfigured') return false;
  return actual.authenticationStatus === 'Configured' || Object.keys(actual.credentials).length > 0;
}

/** Parts that are missing, and parts that can be read and are other; never a value. */
function differences(
  { values }: WantedCredential,
  actual: CredentialAnswer,
  readable: Readable,
): readonly FieldChange[] {
  return values.flatMap((value): readonly FieldChange[] => {
    const there = actual.credentials[value.key];
    if (!there) {
      // An org that says Configured and names no values keeps them to itself.
      return Object.keys(actual.credentials).length > 0 ? [{ path: value.key, to: 'set' }] : [];
    }
    if (value.encrypted || there.value === undefined) return [];
    const here = readable(value);
    return here === undefined || here === there.value
      ? []
      : [{ path: value.key, from: 'set', to: 'replaced' }];
  });
}

/** The metadata job of the same deploy takes the stored secret away. */
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
 * The parts of stored credentials that nobody can compare, and that a plan does not write: each is said.
 * @param shown the value that the org shows, where it does
 */
export function uncompared(
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
      return keys.length === 0 ? [] : [notCompared(name, keys)];
    });
}

/** `Old: password is not compared, because its value isn't visible; --write-credentials=Old writes it again` */
export function notCompared(name: string, keys: readonly string[]): string {
  const [is, its, value, it] =
    keys.length === 1 ? ['is', 'its', "value isn't", 'it'] : ['are', 'their', "values aren't", 'them'];
  return `${name}: ${keys.join(', ')} ${is} not compared, because ${its} ${value} visible; --write-credentials=${name} writes ${it} again`;
}
