import fc from 'fast-check';
import { configFormat } from '../../src/kinds/config.ts';
import type { ConfigFile } from '../../src/kinds/index.ts';

/** Random valid configs, for properties that hold for all of them. */
export function arbitraryConfig(): fc.Arbitrary<ConfigFile> {
  const sections = fc.record({
    version: fc.constant(1 as const),
    externalCredentials: fc.dictionary(developerName, externalCredential, { maxKeys: 3 }),
    namedCredentials: fc.dictionary(developerName, namedCredential, { maxKeys: 3 }),
    permissionSets: fc.dictionary(developerName, permissionSet, { maxKeys: 2 }),
    certificates: fc.dictionary(developerName, some({ label }, { caSigned: fc.boolean() }), { maxKeys: 2 }),
    encryptionKeySettings: some(
      {},
      {
        canOptOutOfDerivationWithBYOK: fc.boolean(),
        canManageDataCloudKeys: fc.boolean(),
        enableCacheOnlyKeys: fc.boolean(),
      },
    ),
  });
  return sections.map((config) => configFormat.schema.parse(config));
}

export const hostile = [
  'a=1&b=2',
  'pa$$word$&x',
  '<x>',
  '"q"',
  "'q'",
  ']]>',
  '👩‍🚀 é',
  '&amp;',
  '&#39;',
  ' x ',
  'a\nb\tc',
  '-->',
  '$1',
  '{!$Credential.A.B}',
];

/** Any text that XML allows, often an awkward one. */
export const text = fc.oneof(
  fc.constantFrom(...hostile),
  fc
    .string({ unit: 'binary', maxLength: 20 })
    .map((value) => value.replace(/[\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF\uD800-\uDFFF]/g, '')),
);
const line = text.map((value) => value.replace(/[\n\t]/g, ' ').trim()).filter((value) => value !== '');
const developerName = fc.stringMatching(/^[A-Za-z](_?[A-Za-z0-9]){0,6}$/);
const reference = fc.oneof(
  developerName,
  developerName.map((name) => `acme__${name}`),
);
const headerName = fc.stringMatching(/^[!#$%&'*+.^`|~0-9A-Za-z-]{1,8}$/);
const sequence = fc.integer({ min: 1, max: 6 });
const name = line.filter((value) => value !== '__proto__');

/** Optional keys of a record are present or absent. */
function some<T extends Record<string, fc.Arbitrary<unknown>>>(
  required: T,
  optional: Record<string, fc.Arbitrary<unknown>>,
) {
  return fc.record({ ...required, ...optional }, { requiredKeys: Object.keys(required) });
}

const longForm = (value: fc.Arbitrary<string>) =>
  fc.oneof(value, some({ value }, { description: text, sequence }));
const named = (value: fc.Arbitrary<string>) =>
  fc.oneof(value, some({ value }, { description: text, sequence, name }));
const headers = fc.dictionary(headerName, longForm(text), { maxKeys: 4 });
const audience = fc.oneof(
  fc.constantFrom(
    'https://a.example',
    '"https://login.example.com"',
    '["a","b"]',
    '{!$User.Id}',
    '"[a"',
    '42',
  ),
  text.filter((value) => !/^["[{]/.test(value)),
);
const claimSet = fc.dictionary(
  name.filter((key) => key !== 'aud'),
  longForm(text),
  { maxKeys: 3 },
);
const claims = some({}, { header: claimSet, body: fc.oneof(claimSet, fc.record({ aud: audience })) });

const rawExternal = some(
  {
    parameterType: fc.constantFrom(
      'AuthHeader',
      'AuthParameter',
      'JwtBodyClaim',
      'AdditionalRefreshStatusCode',
      'AuthProviderUrlQueryParameter',
      'AuthProviderUrl',
    ),
    parameterName: name,
  },
  {
    parameterValue: text,
    parameterGroup: name,
    description: text,
    sequenceNumber: sequence,
    certificate: reference,
  },
);
const principals = fc
  .array(
    fc.tuple(
      name,
      some(
        { type: fc.constantFrom('NamedPrincipal', 'PerUserPrincipal') },
        {
          description: text,
          sequence,
          group: name,
          scope: named(text),
          parameters: fc.array(rawExternal, { maxLength: 2 }),
        },
      ),
    ),
    { maxLength: 4 },
  )
  .map((entries) => Object.fromEntries(entries));

const common = { headers, parameters: fc.array(rawExternal, { maxLength: 3 }) };
const protocol = <T extends string>(value: T) => ({ protocol: fc.constant(value) });
const variant = (...values: string[]) => ({ variant: fc.constantFrom(...values) });
const certificate = { signingCertificate: named(reference) };
const aws = { ...protocol('AwsSv4'), service: named(text), region: named(text) };
const sts = {
  accountId: named(text),
  externalId: named(text),
  durationSeconds: named(text),
  stsUrl: named(text),
};

const authentication = fc.oneof(
  some({ ...protocol('Oauth'), authProvider: named(reference) }, { scope: named(text), ...common }),
  some(
    {
      ...protocol('Oauth'),
      externalAuthIdentityProvider: fc.oneof(
        named(reference),
        some({ parameterValue: text.filter((value) => value !== '') }, { description: text, name }),
      ),
    },
    common,
  ),
  some(
    {
      ...protocol('Oauth'),
      ...variant('ClientCredentialsClientSecret', 'ClientCredentialsClientSecretBasic'),
      tokenUrl: named(text),
    },
    { scope: named(text), ...common },
  ),
  some(
    {
      ...protocol('Oauth'),
      ...variant('ClientCredentialsJwtAssertion', 'JwtBearer'),
      tokenUrl: named(text),
      ...certificate,
    },
    { scope: named(text), claims, ...common },
  ),
  some({ ...protocol('Jwt'), ...certificate }, { claims, ...common }),
  some(aws, { accountId: named(text), ...common }),
  some({ ...aws, ...variant('AwsSv4_STS') }, { ...sts, ...common }),
  some(
    {
      ...aws,
      ...variant('RolesAnywhere'),
      ...certificate,
    },
    { ...sts, trustAnchorArn: named(text), profileArn: named(text), ...common },
  ),
  some(protocol('Basic'), common),
  some(protocol('Custom'), common),
  some({ ...protocol('Custom'), ...variant('NoAuthentication') }, common),
);

const label = line.map(
  (value) =>
    value
      .slice(0, 20)
      .trim()
      .replace(/[\uD800-\uDFFF]/g, 'x') || 'x',
);
const externalCredential = some({ label, authentication }, { description: text, principals });

const callout = {
  description: text,
  calloutStatus: fc.constantFrom('Enabled', 'Disabled'),
  allowMergeFieldsInBody: fc.boolean(),
  allowMergeFieldsInHeader: fc.boolean(),
  generateAuthorizationHeader: fc.boolean(),
};
const rawNamed = some(
  {
    parameterType: fc.constantFrom(
      'HttpHeader',
      'ManagedByNamespace',
      'AllowedManagedPackageNamespaces',
      'Url',
      'ClientCertificate',
    ),
    parameterName: name,
  },
  { parameterValue: text, description: text, sequenceNumber: sequence, certificate: reference },
);
const namespace = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,9}$/);
const endpoint = {
  required: { label, url: named(text), externalCredential: reference },
  optional: {
    ...callout,
    headers,
    clientCertificate: named(reference),
    allowedNamespaces: fc.array(
      fc.oneof(namespace, some({ value: namespace }, { name, description: text })),
      { maxLength: 3 },
    ),
    parameters: fc.array(rawNamed, { maxLength: 3 }),
  },
};
const namedCredential = fc.oneof(
  some(endpoint.required, endpoint.optional),
  some(
    {
      ...endpoint.required,
      type: fc.constant('PrivateEndpoint'),
      outboundNetworkConnection: named(reference),
    },
    endpoint.optional,
  ),
  some(
    { label, type: fc.constant('Legacy') },
    {
      ...callout,
      endpoint: text,
      principalType: fc.constantFrom('Anonymous', 'NamedUser', 'PerUser'),
      protocol: fc.constantFrom('AwsSv4', 'Jwt', 'JwtExchange', 'NoAuthentication', 'Oauth', 'Password'),
      username: text,
      password: fc.constant('${env:PASSWORD}'),
      jwtAudience: text,
      jwtValidityPeriodSeconds: fc.integer({ min: 1, max: 9999 }),
      certificate: reference,
      outboundNetworkConnection: reference,
    },
  ),
);

const permissionSet = some(
  { label },
  {
    description: text,
    hasActivationRequired: fc.boolean(),
    principals: fc.array(
      fc
        .tuple(reference, name)
        .map(([credential, principal]) => `${credential}-${principal}`)
        .filter((value) => !value.endsWith('-')),
      { maxLength: 4 },
    ),
    license: fc.constantFrom('Salesforce', 'Acme & Co'),
    userExternalCredentials: fc.oneof(
      fc.constantFrom('none', 'read', 'readAll', 'readWrite', 'modifyAll'),
      fc.subarray(['allowDelete', 'allowEdit', 'allowRead', 'viewAllFields', 'viewAllRecords'], {
        minLength: 1,
      }),
    ),
  },
);
