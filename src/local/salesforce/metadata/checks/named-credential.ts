import { type CheckInput, checkReferences, parameters, refuse, refuseOurs } from './check.ts';

/** "Valid only when NamedCredentialType is set to Legacy" (Metadata API Developer Guide, NamedCredential). */
const LEGACY_FIELDS = [
  'authProvider',
  'authTokenEndpointUrl',
  'awsAccessKey',
  'awsAccessSecret',
  'awsRegion',
  'awsService',
  'certificate',
  'endpoint',
  'jwtAudience',
  'jwtFormulaSubject',
  'jwtIssuer',
  'jwtSigningCertificate',
  'jwtTextSubject',
  'jwtValidityPeriodSeconds',
  'oauthRefreshToken',
  'oauthScope',
  'oauthToken',
  'outboundNetworkConnection',
  'password',
  'principalType',
  'protocol',
  'username',
];

/** Public parameter types, each with its required field (the same guide, NamedCredentialParameter). */
const PARAMETER_FIELD: Readonly<Record<string, string>> = {
  Url: 'parameterValue',
  HttpHeader: 'parameterValue',
  Authentication: 'externalCredential',
  ClientCertificate: 'certificate',
  OutboundNetworkConnection: 'outboundNetworkConnection',
  AllowedManagedPackageNamespaces: 'parameterValue',
};
const ONCE = ['Url', 'Authentication', 'ClientCertificate', 'OutboundNetworkConnection'];
const RESERVED_FIELDS = [
  'globalNamedPrincipalCredential',
  'managedFeatureEnabledCallout',
  'readOnlyNamedCredential',
  'systemUserNamedCredential',
];

/** Rules for a named credential beyond its shape. Throws ComponentProblem. */
export const checkNamedCredential = (input: CheckInput): void => {
  const { parsed } = input;
  const type = String(parsed.body.namedCredentialType ?? 'Legacy');
  const place = parsed.elements('namedCredentialType')[0];
  if (type === 'Legacy') {
    checkLegacy(input);
    return;
  }
  if (type !== 'SecuredEndpoint' && type !== 'PrivateEndpoint')
    refuseOurs(`named credential type ${type} is reserved for internal use`, place);
  for (const field of LEGACY_FIELDS) {
    const element = parsed.elements(field)[0];
    if (element) refuseOurs(`${field} is valid only when namedCredentialType is Legacy`, element);
  }
  const list = checkParameters(input);
  const needed =
    type === 'PrivateEndpoint'
      ? ['Url', 'Authentication', 'OutboundNetworkConnection']
      : ['Url', 'Authentication'];
  const missing = needed.filter((wanted) => !list.some(({ body }) => body.parameterType === wanted));
  if (missing.length > 0)
    refuseOurs(
      `a named credential of type ${type} requires the parameter types: ${missing.join(', ')}`,
      place,
    );
};

const checkParameters = ({ view, parsed }: CheckInput) => {
  const list = parameters(parsed, 'namedCredentialParameters');
  const once = new Set<string>();
  const names = new Set<string>();
  for (const { body, element } of list) {
    const type = String(body.parameterType);
    const field = PARAMETER_FIELD[type];
    if (field === undefined) refuseOurs(`parameter type ${type} is reserved for internal use`, element);
    for (const reserved of RESERVED_FIELDS)
      if (body[reserved] !== undefined) refuseOurs(`${reserved} is reserved for internal use`, element);
    if (body[field] === undefined) refuse(`Required field is missing: ${field}`, element);
    for (const other of ['certificate', 'externalCredential', 'outboundNetworkConnection'])
      if (other !== field && body[other] !== undefined)
        refuseOurs(`${other} does not belong to parameter type ${type}`, element);
    if (ONCE.includes(type) && once.has(type)) refuseOurs(`parameter type ${type} is there twice`, element);
    once.add(type);
    const key = `${type}/${String(body.parameterName).toLowerCase()}`;
    if (names.has(key)) refuseOurs(`parameter ${body.parameterName} of type ${type} is there twice`, element);
    names.add(key);
    if (type === 'Url') checkUrl(String(body.parameterValue), element);
    checkReferences(view, body, element);
  }
  return list;
};

const checkLegacy = ({ view, parsed }: CheckInput): void => {
  for (const field of ['endpoint', 'principalType', 'protocol'])
    if (parsed.body[field] === undefined)
      refuse(`Required field is missing: ${field}`, { line: 1, column: 1 });
  const parameter = parsed.elements('namedCredentialParameters')[0];
  if (parameter) refuseOurs('a Legacy named credential has no namedCredentialParameters', parameter);
  checkUrl(String(parsed.body.endpoint), parsed.elements('endpoint')[0]);
  for (const field of LEGACY_FIELDS) {
    const value = parsed.body[field];
    if (value !== undefined) checkReferences(view, { [field]: value as string }, parsed.elements(field)[0]);
  }
};

const checkUrl = (url: string, place: Parameters<typeof refuse>[1]): void => {
  if (!/^https?:\/\/[^\s/]+/i.test(url) || !URL.canParse(url))
    refuseOurs(`"${url}" is not a URL with http or https`, place);
};
