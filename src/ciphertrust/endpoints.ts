import { z } from 'zod';
import { firstText, resource, text } from './answers.ts';
import type { CipherTrust } from './connection.ts';
import { type CckmOrganization, isSameOrgId } from './organizations.ts';
import { resourceCalls } from './resource-calls.ts';

/** Where Salesforce fetches the cache-only keys of one org. */
export interface CckmEndpoint {
  readonly id: string;
  readonly name: string;
  /** The host, with a port if it isn't 443. */
  readonly hostname: string;
  /** CipherTrust's id of the organization. */
  readonly organization: string;
  /** Empty if CipherTrust doesn't show it. */
  readonly username: string;
}

/** The login that the named credential sends. Never shown and never stored. */
export interface EndpointLogin {
  readonly username: string;
  readonly password: string;
}

const PATH = '/v1/cckm/sfdc/endpoints';

const endpoint = resource
  .extend({
    url_hostname: text,
    organization_id: text,
    password_authentication: z.record(z.string(), z.unknown()).nullish(),
  })
  .transform(
    (answer): CckmEndpoint => ({
      id: answer.id,
      name: answer.name,
      hostname: answer.url_hostname,
      organization: answer.organization_id,
      username: firstText(answer.password_authentication, ['username']) ?? '',
    }),
  );

const endpointCalls = resourceCalls({ name: 'endpoint', path: PATH, schema: endpoint });

export const { list: listEndpoints, get: getEndpoint, remove: removeEndpoint } = endpointCalls;

export interface NewEndpoint {
  readonly name: string;
  readonly hostname: string;
  readonly organization: CckmOrganization;
  readonly login: EndpointLogin;
}

export function createEndpoint(cipherTrust: CipherTrust, input: NewEndpoint): Promise<CckmEndpoint> {
  return cipherTrust.send({
    method: 'POST',
    path: PATH,
    json: {
      name: input.name,
      url_hostname: input.hostname,
      password_authentication: loginOf(input.login),
      organization_id: input.organization.id,
    },
    what: `making endpoint ${input.name}`,
    secrets: [input.login.password],
    answer: endpoint,
  });
}

/** Changes the login to match a change in the named credential. */
export function changeEndpointLogin(
  cipherTrust: CipherTrust,
  id: string,
  login: EndpointLogin,
): Promise<CckmEndpoint> {
  return cipherTrust.send({
    method: 'PATCH',
    path: endpointCalls.pathOf(id),
    json: { password_authentication: loginOf(login) },
    what: `changing the login of endpoint ${id}`,
    secrets: [login.password],
    answer: endpoint,
  });
}

function loginOf({ username, password }: EndpointLogin) {
  return { username, password };
}

/** The URL for the named credential of an endpoint. Salesforce appends `/` and the key's identifier. */
export function endpointUrl({ hostname, id }: Pick<CckmEndpoint, 'hostname' | 'id'>): string {
  return `https://${hostname}/api${PATH}/${id}/keys`;
}

/** The parts of a named credential's URL that leads to CCKM: an endpoint by its id, or by its org's. */
export type EndpointAddress = { readonly hostname: string } & (
  | { readonly endpointId: string }
  | { readonly orgId: string }
);

/** Parses both forms of an endpoint's URL; undefined for any other. */
export function endpointAddress(url: string): EndpointAddress | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, host, pathname } = new URL(url);
  if (protocol !== 'https:') return undefined;
  const [, endpointId] = /^\/api\/v1\/cckm\/sfdc\/endpoints\/([^/]+)\/keys\/?$/.exec(pathname) ?? [];
  if (endpointId !== undefined) return { hostname: host, endpointId: decoded(endpointId) };
  const [, orgId] = /^\/kmaas\/byok\/(00D\w{12}(?:\w{3})?)\/?$/.exec(pathname) ?? [];
  return orgId === undefined ? undefined : { hostname: host, orgId };
}

/** An invalid escape stays unchanged. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The endpoint that a URL refers to, among those of CipherTrust; undefined if it doesn't exist yet. */
export function endpointAt(
  endpoints: readonly CckmEndpoint[],
  organization: CckmOrganization,
  address: EndpointAddress,
): CckmEndpoint | undefined {
  if ('endpointId' in address) return endpoints.find(({ id }) => id === address.endpointId);
  return endpoints.find(
    (one) => one.organization === organization.id || isSameOrgId(one.organization, organization.orgId),
  );
}
