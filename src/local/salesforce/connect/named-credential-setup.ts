import { componentKey, withoutNamespace } from '../metadata/principals.ts';
import type { Org } from '../org.ts';
import type { StoredComponent } from '../store/collections.ts';
import type { View } from '../store/database.ts';
import { checkName } from './external-credentials.ts';
import { checkInput } from './input.ts';
import { namedCredentialForm } from './named-credential-form.ts';
import {
  NAMED_CREDENTIAL_INPUT,
  type NamedCredentialInput,
  namedCredentialBody,
} from './named-credential-input.ts';
import { put, remove } from './put.ts';
import { absent, duplicate, missing } from './refusals.ts';
import type { ConnectResource } from './resource.ts';

/** Connect REST API Developer Guide, Named Credentials and Named Credential. */
export const namedCredentialResource = (org: Org): ConnectResource => ({
  list: (view, { base, version }) => {
    const all = view.all('component').filter(isShown);
    return { namedCredentials: all.map((one) => namedCredentialForm(view, one, base, version)) };
  },
  read: (view, { base, version }, name) => namedCredentialForm(view, find(view, name), base, version),
  create: (tx, { userId, base, version }, input) => {
    checkInput(input, NAMED_CREDENTIAL_INPUT, version);
    const { developerName } = input;
    if (typeof developerName !== 'string') throw missing('developerName');
    if (tx.get('component', componentKey('NamedCredential', withoutNamespace(tx, developerName))))
      throw duplicate(`the named credential ${JSON.stringify(developerName)}`);
    const body = namedCredentialBody(input as unknown as NamedCredentialInput, undefined);
    const component = put(org, tx, 'NamedCredential', developerName, body, userId);
    return namedCredentialForm(tx, component, base, version);
  },
  replace: (tx, { userId, base, version }, name, input) => {
    checkInput(input, NAMED_CREDENTIAL_INPUT, version);
    const before = find(tx, name);
    checkName(input.developerName, before.fullName);
    const body = namedCredentialBody(input as unknown as NamedCredentialInput, before);
    const component = put(org, tx, 'NamedCredential', before.fullName, body, userId);
    return namedCredentialForm(tx, component, base, version);
  },
  remove: (tx, { userId }, name) => remove(org, tx, find(tx, name), userId),
});

/** Legacy named credentials have no form here: "type: PrivateEndpoint, SecuredEndpoint". */
const isShown = ({ type, body }: StoredComponent): boolean =>
  type === 'NamedCredential' && body.namedCredentialType !== 'Legacy';

const find = (view: View, name: string): StoredComponent => {
  const component = view.get('component', componentKey('NamedCredential', withoutNamespace(view, name)));
  if (component === undefined || !isShown(component))
    throw absent(`the named credential ${JSON.stringify(name.slice(0, 100))}`);
  return component;
};
