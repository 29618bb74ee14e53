import {
  type CckmEndpoint,
  changeEndpointLogin,
  createEndpoint,
  type EndpointLogin,
  endpointUrl,
  getEndpoint,
  listEndpoints,
  removeEndpoint,
} from '../../ciphertrust/endpoints.ts';
import { collect } from '../../ciphertrust/list.ts';
import { organizationNamed } from '../../ciphertrust/organizations.ts';
import { requireReference, resolveSecret } from '../../config/arguments.ts';
import { resolveWithCommands } from '../../config/references.ts';
import { type ApprovalOptions, confirmChange } from '../../engine/approve.ts';
import {
  type CipherTrustPlace,
  type CipherTrustSession,
  requireOption,
  withCipherTrust,
} from './cipher-trust-session.ts';

interface EndpointOptions extends CipherTrustPlace, ApprovalOptions {
  readonly action: 'list' | 'get' | 'create' | 'change' | 'delete';
  readonly name?: string | undefined;
  readonly organization?: string | undefined;
  /** Default: CipherTrust's own hostname. */
  readonly hostname?: string | undefined;
  /** References to the user and password that the named credential sends. */
  readonly endpointUsernameFrom?: string | undefined;
  readonly endpointPasswordFrom?: string | undefined;
}

/** An endpoint, and the URL that a named credential needs for it. */
export type EndpointWithUrl = CckmEndpoint & { readonly url: string };

export function cckmEndpoints(options: EndpointOptions) {
  return withCipherTrust(options, async (session) => {
    const { cipherTrust } = session;
    const one = () => getEndpoint(cipherTrust, requireOption(options.name, 'the id of an endpoint'));
    const all = async (): Promise<readonly CckmEndpoint[]> => {
      switch (options.action) {
        case 'list':
          return collect(listEndpoints(cipherTrust));
        case 'get':
          return [await one()];
        case 'create':
          return [await makeEndpoint(session, options)];
        case 'change': {
          const login = await resolveWithCommands(session.sources, () => endpointLogin(session, options));
          const { id, name } = await one();
          await confirmChange(
            `This changes the login of endpoint ${name}. Keys can't be fetched until the named credential sends the new login`,
            options,
          );
          return [await changeEndpointLogin(cipherTrust, id, login)];
        }
        case 'delete': {
          const endpoint = await one();
          await confirmChange(
            `This deletes endpoint ${endpoint.name} from CipherTrust. Keys can no longer be fetched from it`,
            options,
          );
          await removeEndpoint(cipherTrust, endpoint.id);
          return [endpoint];
        }
      }
    };
    const endpoints = (await all()).map(
      (endpoint): EndpointWithUrl => ({ ...endpoint, url: endpointUrl(endpoint) }),
    );
    return { endpoints };
  });
}

async function makeEndpoint(session: CipherTrustSession, options: EndpointOptions): Promise<CckmEndpoint> {
  const { cipherTrust, settings } = session;
  const name = requireOption(options.name, 'a name for the endpoint');
  const wanted = requireOption(options.organization ?? settings.organization, '--organization');
  const login = await resolveWithCommands(session.sources, () => endpointLogin(session, options));
  const organization = await organizationNamed(cipherTrust, wanted);
  const existing = (await collect(listEndpoints(cipherTrust))).find((endpoint) => endpoint.name === name);
  // Names are unique: a second run after a lost answer finds the endpoint that the first one created.
  if (existing && [organization.id, organization.orgId].includes(existing.organization)) return existing;
  return createEndpoint(cipherTrust, {
    name,
    hostname: options.hostname ?? cipherTrust.host,
    organization,
    login,
  });
}

/** Takes references, because arguments are visible to everybody. */
function endpointLogin({ sources }: CipherTrustSession, options: EndpointOptions): EndpointLogin {
  const secret = (text: string | undefined, flag: string, what: string): string => {
    const reference = requireOption(text, flag);
    requireReference(reference, flag);
    return resolveSecret(reference, `${what} for CipherTrust`, sources, 'SecretNotSet');
  };
  return {
    username: secret(options.endpointUsernameFrom, '--endpoint-username-from', "endpoint's user"),
    password: secret(options.endpointPasswordFrom, '--endpoint-password-from', "endpoint's password"),
  };
}
