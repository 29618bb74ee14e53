import { type CheckInput, parameters, refuseOurs } from './check.ts';

/**
 * Required parameters of each flow (Connect REST API Developer Guide, External Auth Identity Provider Input:
 * tokenUrl always, authorizeUrl with an authorization code).
 */
const REQUIRED_TYPES: Readonly<Record<string, readonly string[]>> = {
  AuthorizationCode: ['TokenUrl', 'AuthorizeUrl'],
  ClientCredentials: ['TokenUrl'],
  JwtBearer: ['TokenUrl'],
  SalesforceDefined: [],
};

/** "Reserved for internal use" (Metadata API Developer Guide, ExternalAuthIdentityProviderParameter). */
const RESERVED_TYPES = ['CreatedByNamespace', 'ManagedByComponent', 'ManagedByFeature'];

/** Rules for an external auth identity provider beyond its shape. Throws ComponentProblem. */
export const checkExternalAuthIdentityProvider = ({ parsed }: CheckInput): void => {
  const place = parsed.elements('authenticationFlow')[0];
  const list = parameters(parsed, 'externalAuthIdentityProviderParameters');
  const seen = new Set<string>();
  for (const { body, element } of list) {
    const type = String(body.parameterType);
    if (RESERVED_TYPES.includes(type))
      refuseOurs(`parameter type ${type} is reserved for internal use`, element);
    const key = `${type} ${body.parameterName}`;
    if (seen.has(key)) refuseOurs(`parameter ${body.parameterName} of type ${type} is there twice`, element);
    seen.add(key);
    if (body.parameterValue === undefined) refuseOurs(`parameter ${type} has no parameterValue`, element);
    if (type.endsWith('Url') && !/^https?:\/\//.test(String(body.parameterValue)))
      refuseOurs(`parameter ${type} is no URL`, element);
  }
  const flow = String(parsed.body.authenticationFlow);
  const missing = (REQUIRED_TYPES[flow] ?? []).filter(
    (type) => !list.some(({ body }) => body.parameterType === type),
  );
  if (missing.length > 0)
    refuseOurs(`the authentication flow ${flow} needs the parameter types ${missing.join(', ')}`, place);
};
