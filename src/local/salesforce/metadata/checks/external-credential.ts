import { REQUIRED_AWS_PARAMETERS, REQUIRED_PARAMETER_TYPES } from '../../uncertain.ts';
import { isPrincipalType } from '../principal-types.ts';
import { type CheckInput, checkReferences, parameters, refuse, refuseOurs } from './check.ts';

/** Protocols of external credentials (Metadata API Developer Guide, ExternalCredential) with their variants (Connect REST, External Credential Input). */
const VARIANTS: Readonly<Record<string, readonly string[]>> = {
  AwsSv4: ['AwsSv4_STS', 'RolesAnywhere'],
  Basic: [],
  Custom: ['NoAuthentication'],
  Jwt: [],
  Oauth: [
    'ClientCredentialsClientSecret',
    'ClientCredentialsClientSecretBasic',
    'ClientCredentialsJwtAssertion',
    'JwtBearer',
  ],
};

/** The parameter type of each field that names another component. */
const FIELD_OF_TYPE: Readonly<Record<string, string>> = {
  AuthProvider: 'authProvider',
  ExternalAuthIdentityProvider: 'externalAuthIdentityProvider',
  SigningCertificate: 'certificate',
};

const NEEDS_VALUE = [
  'AuthProtocolVariant',
  'AuthProviderUrl',
  'AuthProviderUrlQueryParameter',
  'AuthParameter',
  'AuthHeader',
  'JwtBodyClaim',
  'JwtHeaderClaim',
  'AdditionalRefreshStatusCode',
];

/** Rules for an external credential beyond its shape. Throws ComponentProblem. */
export const checkExternalCredential = ({ view, parsed }: CheckInput): void => {
  const protocol = String(parsed.body.authenticationProtocol);
  const variants = VARIANTS[protocol];
  const place = parsed.elements('authenticationProtocol')[0];
  if (variants === undefined)
    refuse(`External Credentials don't support the "${protocol}" authentication protocol`, place);
  const list = parameters(parsed, 'externalCredentialParameters');
  const seen = new Set<string>();
  let variant: string | undefined;
  for (const { body, element } of list) {
    const type = String(body.parameterType);
    const name = String(body.parameterName);
    const value = typeof body.parameterValue === 'string' ? body.parameterValue : undefined;
    const key = JSON.stringify([type, body.parameterGroup ?? '', name]);
    if (seen.has(key)) refuseOurs(`parameter ${name} of type ${type} is there twice`, element);
    seen.add(key);
    for (const [owner, field] of Object.entries(FIELD_OF_TYPE)) {
      if (body[field] !== undefined && type !== owner)
        refuseOurs(`${field} belongs to parameter type ${owner} only`, element);
      // DevOps Center stores the provider's name as plain text.
      const isPlain = type === 'ExternalAuthIdentityProvider' && value !== undefined;
      if (body[field] === undefined && type === owner && !isPlain)
        refuse(`Required field is missing: ${field}`, element);
    }
    if (NEEDS_VALUE.includes(type) && value === undefined)
      refuse('Required field is missing: parameterValue', element);
    if (type === 'AuthProtocolVariant') {
      variant = value;
      if (name !== protocol)
        refuseOurs(`an AuthProtocolVariant parameter must have the protocol's name, ${protocol}`, element);
      if (value === undefined || !variants.includes(value))
        refuseOurs(`"${value}" is not an authentication protocol variant of ${protocol}`, element);
    }
    if (type === 'JwtBodyClaim' && name === 'aud' && !isAudience(value))
      refuse('The JWT aud claim has invalid JSON syntax', element);
    if (type === 'AdditionalRefreshStatusCode' && !/^[46-9]\d\d$/.test(value ?? ''))
      refuseOurs(`"${value}" is not a status code of 4xx or 6xx to 9xx`, element);
    if (isPrincipalType(type) && value !== undefined)
      refuseOurs(`a principal has no parameterValue`, element);
    checkReferences(view, body, element);
  }
  checkRequired(protocol, variant, list, place);
};

type Listed = ReturnType<typeof parameters>;

const checkRequired = (
  protocol: string,
  variant: string | undefined,
  list: Listed,
  place: Parameters<typeof refuse>[1],
): void => {
  const name = variant === undefined ? protocol : `${protocol} ${variant}`;
  const needs = REQUIRED_PARAMETER_TYPES[name] ?? [];
  const has = (type: string): boolean => list.some(({ body }) => body.parameterType === type);
  const sentence = (types: readonly string[]): string =>
    `The authentication protocol "${name}" requires the following external credential parameter types: ${types.join(', ')}.`;
  if (!needs.every(has)) refuse(sentence(needs), place);
  // The browser flow needs one of the two (Metadata API Developer Guide, ExternalCredential).
  if (name === 'Oauth' && !has('AuthProvider') && !has('ExternalAuthIdentityProvider'))
    refuse(sentence(['AuthProvider']), place);
  if (protocol !== 'AwsSv4') return;
  const missing = REQUIRED_AWS_PARAMETERS.filter(
    (wanted) => !list.some(({ body }) => body.parameterName === wanted),
  );
  if (missing.length > 0) refuseOurs(`"${name}" requires the parameters ${missing.join(', ')}`, place);
};

/** `"x"` or `["x", "y"]` (Metadata API Developer Guide, ExternalCredential). Doesn't check formulas. */
const isAudience = (value: string | undefined): boolean => {
  if (value === undefined) return false;
  if (value.startsWith('{!')) return true;
  try {
    const parsed: unknown = JSON.parse(value);
    const list = Array.isArray(parsed) ? parsed : [parsed];
    return list.length > 0 && list.every((item) => typeof item === 'string');
  } catch {
    return false;
  }
};
