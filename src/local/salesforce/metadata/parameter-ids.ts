import { keyPrefix } from '../ids.ts';
import type { ComponentBody, StoredComponent } from '../store/collections.ts';
import type { Transaction, View } from '../store/database.ts';
import { isPrincipalType, nested } from './principal-types.ts';

/** Identifies a parameter of an external credential. A parameter with an unchanged key keeps its id. */
const parameterKey = (externalCredential: string, parameter: ComponentBody): string =>
  JSON.stringify([
    externalCredential.toLowerCase(),
    parameter.parameterType,
    parameter.parameterGroup,
    parameter.parameterName,
  ]);

/**
 * The id of a parameter that isn't a principal, `0pu…` (Connect REST API Developer Guide, External Credential
 * Parameter Input: id).
 */
export const parameterId = (
  view: View,
  externalCredential: string,
  parameter: ComponentBody,
): string | undefined => view.get('parameterId', parameterKey(externalCredential, parameter))?.id;

/** All parameters of an external credential that have an id, with type and name. */
export const parameterIds = (
  view: View,
  externalCredential: string,
): readonly { readonly id: string; readonly type: string; readonly name: string }[] =>
  ownIds(view, externalCredential).map(({ id, key }) => {
    const [, type, , name] = JSON.parse(key) as readonly string[];
    return { id, type: type as string, name: name as string };
  });

/**
 * Updates the ids after a change of an external credential: new parameters get one, and those of deleted parameters
 * are removed.
 */
export const updateParameterIds = (tx: Transaction, { fullName, body }: StoredComponent): void => {
  const obsoleteKeys = new Set(ownIds(tx, fullName).map(({ key }) => key));
  for (const parameter of nested(body, 'externalCredentialParameters')) {
    if (isPrincipalType(parameter.parameterType)) continue;
    const key = parameterKey(fullName, parameter);
    if (!obsoleteKeys.delete(key))
      tx.put('parameterId', key, { id: tx.nextId(keyPrefix.Principal), key, externalCredential: fullName });
  }
  for (const key of obsoleteKeys) tx.remove('parameterId', key);
};

export const removeParameterIds = (tx: Transaction, externalCredential: string): void => {
  for (const { key } of ownIds(tx, externalCredential)) tx.remove('parameterId', key);
};

const ownIds = (view: View, externalCredential: string) => {
  const wanted = externalCredential.toLowerCase();
  return view.all('parameterId').filter((stored) => stored.externalCredential.toLowerCase() === wanted);
};
