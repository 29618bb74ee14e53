import { componentKey, withoutNamespace } from '../metadata/principals.ts';
import type { Org } from '../org.ts';
import { externalCredentialForm } from './external-credential-form.ts';
import {
  EXTERNAL_CREDENTIAL_INPUT,
  type ExternalCredentialInput,
  externalCredentialBody,
} from './external-credential-input.ts';
import { findExternalCredential } from './find-principal.ts';
import { checkInput } from './input.ts';
import { put, remove } from './put.ts';
import { duplicate, missing, refused } from './refusals.ts';
import type { ConnectResource } from './resource.ts';

/** Connect REST API Developer Guide, External Credentials and External Credential. */
export const externalCredentialResource = (org: Org): ConnectResource => ({
  list: (view, { userId, base }) => {
    const all = view.all('component').filter(({ type }) => type === 'ExternalCredential');
    return { externalCredentials: all.map((one) => externalCredentialForm(view, one, userId, base)) };
  },
  read: (view, { userId, base }, name) =>
    externalCredentialForm(view, findExternalCredential(view, name), userId, base),
  create: (tx, { userId, base, version }, input) => {
    checkInput(input, EXTERNAL_CREDENTIAL_INPUT, version);
    const { developerName } = input;
    if (typeof developerName !== 'string') throw missing('developerName');
    if (tx.get('component', componentKey('ExternalCredential', withoutNamespace(tx, developerName))))
      throw duplicate(`the external credential ${JSON.stringify(developerName)}`);
    const body = externalCredentialBody(tx, input as unknown as ExternalCredentialInput, undefined);
    const component = put(org, tx, 'ExternalCredential', developerName, body, userId);
    return externalCredentialForm(tx, component, userId, base);
  },
  replace: (tx, { userId, base, version }, name, input) => {
    checkInput(input, EXTERNAL_CREDENTIAL_INPUT, version);
    const before = findExternalCredential(tx, name);
    checkName(input.developerName, before.fullName);
    const body = externalCredentialBody(tx, input as unknown as ExternalCredentialInput, before);
    const component = put(org, tx, 'ExternalCredential', before.fullName, body, userId);
    return externalCredentialForm(tx, component, userId, base);
  },
  remove: (tx, { userId }, name) => remove(org, tx, findExternalCredential(tx, name), userId),
});

/** "Required for POST. Optional for PUT", where it must match the path. */
export const checkName = (given: unknown, fullName: string): void => {
  if (typeof given === 'string' && given.toLowerCase() !== fullName.toLowerCase())
    throw refused(`developerName is not ${fullName}, which the path names`);
};
