import { KeywayError } from '../../errors/index.ts';
import type { Plain } from '../../metadata/metadata-type.ts';
import { type CredentialAnswer, type Org, readCredential } from '../../salesforce/index.ts';
import { askEach } from '../ask-each.ts';
import type { Authentication, Principal } from '../external-credential/schema.ts';
import { VariableNames } from '../variable-names.ts';
import { isStored } from './compare.ts';
import { credentialKeys } from './keys.ts';

/** A principal that the config doesn't have yet. */
export interface NewPrincipal {
  readonly externalCredential: string;
  readonly principalName: string;
  readonly type: Principal['type'];
  readonly authentication: Authentication;
  /** Whether it is the only principal of its external credential. */
  readonly alone: boolean;
}

/** References for the values that an org stores for principals, by `ExternalCredential-Principal`. */
export interface SuggestedCredentials {
  readonly credentials: ReadonlyMap<string, Plain>;
  readonly variables: readonly string[];
  readonly notes: readonly string[];
}

/**
 * Suggests variables for the secrets of new principals, but only if the org stores a value. Otherwise the config
 * would immediately have something to deploy. `taken` are variables that the config already uses.
 */
export async function suggestCredentials(
  org: Org,
  principals: readonly NewPrincipal[],
  usedNames: readonly string[],
): Promise<SuggestedCredentials> {
  const names = new VariableNames(usedNames);
  const found = new Map<string, Plain>();
  const notes: string[] = [];
  const answers = await askEach(
    // Each user owns what is stored for them.
    principals.filter(({ type }) => type !== 'PerUserPrincipal'),
    async (principal) => ({ principal, answer: await answerOrReason(ask(org, principal)) }),
  );
  for (const { principal, answer } of answers) {
    const name = `${principal.externalCredential}-${principal.principalName}`;
    if (typeof answer === 'string') {
      notes.push(unreadableNote(name, answer));
      continue;
    }
    if (!isStored(answer)) continue;
    const credentials = references(principal, answer, names);
    if (Object.keys(credentials).length > 0) found.set(name, credentials);
  }
  return { credentials: found, variables: names.given, notes };
}

function ask(
  org: Org,
  { externalCredential, principalName, type: principalType }: NewPrincipal,
): Promise<CredentialAnswer | undefined> {
  return readCredential(org, { externalCredential, principalName, principalType });
}

/** An answer, or the reason for its absence as the end of a sentence. */
export async function answerOrReason<T>(answer: Promise<T>): Promise<T | string> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof KeywayError) return error.message.replace(/\.$/, '');
    throw error;
  }
}

/** The note about credentials that can't be read. */
export function unreadableNote(name: string, reason: string): string {
  return `${name}: keyway can't read whether it has a credential (${reason}), so none was written`;
}

function references(
  { externalCredential, principalName, type, authentication, alone }: NewPrincipal,
  answer: CredentialAnswer,
  names: VariableNames,
): Plain {
  const { keys } = credentialKeys(authentication, type);
  const words = alone ? [externalCredential] : [externalCredential, principalName];
  return Object.fromEntries(
    (keys === 'any' ? Object.keys(answer.credentials) : keys).map((key) => {
      const value = `\${env:${names.next([...words, key])}}`;
      const readable = keys === 'any' && answer.credentials[key]?.encrypted === false;
      return [key, readable ? { value, encrypted: false } : value];
    }),
  );
}
