import { nested } from '../metadata/principal-types.ts';
import { componentKey, withoutNamespace } from '../metadata/principals.ts';
import type { ComponentBody, StoredComponent } from '../store/collections.ts';
import type { View } from '../store/database.ts';
import { CalloutProblem, calloutNotEmulated, calloutRefused, noAccess, noEndpoint } from './problem.ts';

/** A callable named credential and its external credential. A legacy one has none. */
export interface Endpoint {
  readonly namedCredential: StoredComponent;
  readonly externalCredential: StoredComponent | undefined;
  readonly url: string;
}

/** Parses `callout:Name/path?query` (Apex Developer Guide, "Named Credentials as Callout Endpoints"). */
export const parseEndpoint = (endpoint: string): { readonly name: string; readonly path: string } => {
  const [, name, path = ''] = /^callout:([A-Za-z]\w*)(.*)$/is.exec(endpoint) ?? [];
  if (name !== undefined) return { name, path };
  // Apex Developer Guide, "Adding Remote Site Settings". The local org never allows a call by plain URL.
  throw new CalloutProblem(
    'refused',
    `Unauthorized endpoint, please check Setup->Security->Remote site settings. endpoint = ${endpoint.slice(0, 200)}`,
  );
};

/** Finds a callable named credential by name. Throws a CalloutProblem. */
export const findEndpoint = (view: View, name: string): Endpoint => {
  const namedCredential = view.get(
    'component',
    componentKey('NamedCredential', withoutNamespace(view, name)),
  );
  if (namedCredential === undefined) throw noEndpoint(name);
  const { body, fullName } = namedCredential;
  if (body.calloutStatus === 'Disabled')
    throw new CalloutProblem(
      'refused',
      `[local org] callouts of the named credential ${fullName} are disabled`,
    );
  if (body.namedCredentialType === 'Legacy') {
    if (body.certificate !== undefined) throw calloutNotEmulated('a callout with a client certificate');
    if (body.outboundNetworkConnection !== undefined)
      throw calloutNotEmulated('a callout through an outbound network connection');
    return { namedCredential, externalCredential: undefined, url: String(body.endpoint) };
  }
  if (body.namedCredentialType !== 'SecuredEndpoint')
    throw calloutNotEmulated(`a callout to a named credential of type ${body.namedCredentialType}`);
  const parameters = nested(body, 'namedCredentialParameters');
  const value = (type: string, field: string): unknown =>
    parameters.find(({ parameterType }) => parameterType === type)?.[field];
  if (value('ClientCertificate', 'certificate') !== undefined)
    throw calloutNotEmulated('a callout with a client certificate');
  const credentialName = String(value('Authentication', 'externalCredential'));
  const externalCredential = view.get('component', componentKey('ExternalCredential', credentialName));
  if (externalCredential === undefined) throw noAccess(credentialName);
  return { namedCredential, externalCredential, url: String(value('Url', 'parameterValue')) };
};

/** Appends the path to the named credential's URL. It must not lead to another host. Throws a CalloutProblem. */
export const endpointUrl = (url: string, path: string): URL => {
  if (path !== '' && !/^[/?]/.test(path)) throw calloutRefused('after the named credential comes / or ?');
  if (!URL.canParse(url + path) || new URL(url + path).origin !== new URL(url).origin)
    throw calloutRefused('the endpoint is not a URL');
  return new URL(url + path);
};

/** Custom headers of a component, in sending order. */
export const headerParameters = (
  body: ComponentBody,
  list: 'namedCredentialParameters' | 'externalCredentialParameters',
): readonly ComponentBody[] =>
  nested(body, list).filter(
    ({ parameterType }) => parameterType === 'HttpHeader' || parameterType === 'AuthHeader',
  );
