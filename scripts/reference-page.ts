import type { Json } from '../src/config/json-schema.ts';
import { configFormat, jsonSchema } from '../src/kinds/config.ts';
import { credentialKeys } from '../src/kinds/credential/keys.ts';
import type { Authentication } from '../src/kinds/external-credential/schema.ts';
import { examples } from './reference-examples.ts';

const schema = jsonSchema();
/** Sections that an environment can overlay. */
const overlaid = configFormat.overlaidKeys.filter((key) => key !== 'apiVersion');
const definitions = schema.$defs as Readonly<Record<string, Json>>;

/** docs/config.md: every field of keyway.yaml, from the schema that checks it. */
export function referencePage(): string {
  return [
    '# keyway.yaml',
    '<!-- Made by `node scripts/generate-reference.js` from the schemas in src/kinds; edit those. -->',
    'One file says what an org needs to call an external service: external credentials (how it authenticates, and as whom), named credentials (where calls go), permission sets (who may use which principal), and how environments differ. It holds no secret and no code, and is safe to commit. `keyway validate` checks it offline and reports all problems at once, each with its place.',
    'Fields marked * are needed. *Long form* means that a map may stand in place of the text: see [Long forms](#long-forms).',
    section('The file', schema, 'file'),
    section('Auth providers', definitions.AuthProvider, 'authProvider'),
    "No org shows the consumer secret: `render` leaves it out, a deploy sends it in memory with every change of the provider, and `--write-credentials` sends it again. Salesforce doesn't document whether an org takes a new secret for a provider that it has; if it doesn't, change it in Setup.",
    section(
      'External auth identity providers',
      definitions.ExternalAuthIdentityProvider,
      'externalAuthIdentityProvider',
    ),
    section('External credentials', definitions.ExternalCredential, 'externalCredential'),
    authentication(),
    section('Principals', definitions.Principal, 'principal'),
    credentials(),
    section('Named credentials', endpoint(), 'namedCredential'),
    'Of the type `PrivateEndpoint` it also needs `outboundNetworkConnection`, the private connection that calls go through.',
    section('The call of verify', definitions.Check, 'check', '###'),
    section('Legacy named credentials', legacy(), 'legacy', '###'),
    section('Permission sets', choice('PermissionSet', 0), 'permissionSet'),
    section(
      'Shared permission sets',
      {
        ...choice('PermissionSet', 1),
        description:
          'A permission set that the org has for other things too. A deploy reads it, changes its principals, and sends everything else back as it was; `render` leaves it out. [Pull](pull.md) writes this form by itself.',
      },
      'sharedPermissionSet',
      '###',
    ),
    section('Remote site settings', definitions.RemoteSiteSetting, 'remoteSiteSetting'),
    section('Trusted sites', definitions.CspTrustedSite, 'cspTrustedSite'),
    section('Private connections', definitions.OutboundNetworkConnection, 'outboundNetworkConnection'),
    "Its status is the org's: a deploy sends back the one that it has, and no plan compares it.",
    section('Certificates', definitions.Certificate, 'certificate'),
    'Made in each org: 4096 bits, its private key encrypted and not exportable, so that every org has a public key of its own. One that an org has already must be such a one; only its label can be changed. A certificate is never deleted, and cannot stand under `removed`: what was wrapped for it could not be read again.',
    section('Encryption key settings', definitions.EncryptionKeySettings, 'encryptionKeySettings'),
    section('Cache-only keys', choice('CacheOnlyKey', 0), 'cacheOnlyKey'),
    'The org asks for `<url of the named credential>/<identifier>`. The certificate and the named credential stand in this file. Types such as `SearchIndex` and `Database` have root keys, which an org does not fetch.',
    'With `source: cipherTrust` the key is one of the CipherTrust of this file, and its identifier what CipherTrust gives it:',
    fieldTable(choice('CacheOnlyKey', 1)),
    section('Tenant secrets', definitions.TenantSecret, 'tenantSecret'),
    'An org has one active key of a type: a type stands once under `tenantSecrets` and `cacheOnlyKeys` together. See [CipherTrust](ciphertrust.md).',
    section('CipherTrust', definitions.CipherTrust, 'cipherTrust'),
    'For `keyway cckm`, and for the keys of this file whose `source` it is; see [CipherTrust](ciphertrust.md). User and password can stand in the variables `KEYWAY_CCKM_USERNAME` and `KEYWAY_CCKM_PASSWORD` instead.',
    section('Policy', definitions.Policy, 'policy'),
    'Checked by `validate` and everything else that reads the file; `plan` and `deploy` stop before a protected component is changed, and `pull` leaves out what breaks the policy. See [policy](policy.md).',
    section('Removed', definitions.Removed, 'removed'),
    environments(),
    references(),
    longForms(),
    section(
      'Parameters of an external credential',
      definitions.ExternalCredentialParameter,
      'parameter',
      '###',
    ),
    section('Parameters of a named credential', definitions.NamedCredentialParameter, undefined, '###'),
    '',
  ].join('\n\n');
}

function section(
  title: string,
  json: Json | undefined,
  example?: keyof typeof examples,
  level = '##',
): string {
  const description = json?.description === undefined ? [] : [String(json.description)];
  return [`${level} ${title}`, ...description, ...yaml(example), fieldTable(mapOf(json ?? {}))].join('\n\n');
}

/** The map itself, if it also has a short form. */
function mapOf(json: Json): Json {
  const forms = (json.anyOf ?? []) as readonly Json[];
  return forms.find(({ properties }) => properties !== undefined) ?? json;
}

function yaml(example: keyof typeof examples | undefined): readonly string[] {
  return example === undefined ? [] : [`\`\`\`yaml\n${examples[example].trim()}\n\`\`\``];
}

function fieldTable(json: Json, leaveOut: readonly string[] = []): string {
  const required = (json.required ?? []) as readonly string[];
  const rows = Object.entries((json.properties ?? {}) as Readonly<Record<string, Json>>)
    .filter(([name]) => !leaveOut.includes(name))
    .map(([name, field]) => {
      const text = described(field);
      return `| \`${name}\`${required.includes(name) ? ' *' : ''} | ${kindOf(field)} | ${text} |`;
    });
  return ['| field | value | meaning |', '|---|---|---|', ...rows].join('\n');
}

function described(field: Json): string {
  const target = resolved(field);
  const text = String(field.description ?? target.description ?? '').replaceAll('|', '\\|');
  const standard = field.default ?? target.default;
  return standard === undefined ? text : `${text} Default \`${standard}\`.`;
}

function resolved(json: Json): Json {
  return typeof json.$ref === 'string' ? (definitions[json.$ref.slice('#/$defs/'.length)] ?? {}) : json;
}

/** Describes the allowed values. */
function kindOf(field: Json): string {
  const name = typeof field.$ref === 'string' ? field.$ref.slice('#/$defs/'.length) : undefined;
  const link = name === undefined ? undefined : links[name];
  if (link !== undefined) return link;
  const json = resolved(field);
  if (json.const !== undefined) return `\`${json.const}\``;
  if (Array.isArray(json.enum)) return json.enum.map((word) => `\`${word}\``).join(', ');
  if (Array.isArray(json.anyOf)) {
    const kinds = (json.anyOf as Json[]).filter(({ pattern }) => pattern !== '\\$\\{').map(kindOf);
    return [...new Set(kinds)].join(' or ').replace(/ or map$/, '; long form');
  }
  if (json.type === 'array') return `list of ${kindOf(json.items as Json)}`;
  if (json.type === 'object') {
    const values = json.additionalProperties;
    return typeof values === 'object' && values !== null ? `map of ${kindOf(values as Json)}` : 'map';
  }
  if (json.type === 'string' && String(json.pattern ?? '').startsWith('^[A-Za-z](?:_?'))
    return 'developer name';
  return words[String(json.type)] ?? 'text';
}

const words: Readonly<Record<string, string>> = {
  string: 'text',
  boolean: '`true` or `false`',
  integer: 'whole number',
};

/** Definitions with their own section, and those that are clearer by name. */
const links: Readonly<Record<string, string>> = {
  CspTrustedSite: '[trusted sites](#trusted-sites)',
  OutboundNetworkConnection: '[private connections](#private-connections)',
  RemoteSiteSetting: '[remote site settings](#remote-site-settings)',
  AuthProvider: '[auth providers](#auth-providers)',
  Authentication: '[authentication](#authentication)',
  CacheOnlyKey: '[cache-only keys](#cache-only-keys)',
  Certificate: '[certificates](#certificates)',
  Check: '[map](#the-call-of-verify)',
  Claims: 'map: `header` and `body`, each name to value or formula',
  Credential: '[reference](#references); long form',
  EncryptionKeySettings: '[settings](#encryption-key-settings)',
  CipherTrust: '[map](#ciphertrust)',
  Environment: '[environments](#environments)',
  ExternalCredential: '[external credentials](#external-credentials)',
  ExternalCredentialParameter: '[parameters](#parameters-of-an-external-credential)',
  Headers: 'map of name to value or formula; long form',
  NamedCredential: '[named credentials](#named-credentials)',
  NamedCredentialParameter: '[parameters](#parameters-of-a-named-credential)',
  PermissionSet: '[permission sets](#permission-sets)',
  Principal: '[principals](#principals)',
  Reference: 'developer name',
  ReferenceOrPlainParameter: 'developer name; long form',
  ReferenceParameter: 'developer name; long form',
  Removed: '[map](#removed)',
  TenantSecret: '[tenant secrets](#tenant-secrets)',
  TextParameter: 'text; long form',
};

/** One alternative, with the description of the whole. */
function choice(name: string, index: number): Json {
  const { oneOf = [], description } = definitions[name] ?? {};
  return { ...(oneOf as readonly Json[])[index], description };
}

const namedCredentials = (definitions.NamedCredential?.oneOf ?? []) as readonly Json[];

/** Combines secured and private endpoints, which differ in one field. */
function endpoint(): Json {
  const [secured = {}] = namedCredentials;
  const properties = secured.properties as Readonly<Record<string, Json>>;
  const { const: _const, ...type } = properties.type ?? {};
  const types = { ...type, enum: ['SecuredEndpoint', 'PrivateEndpoint'] };
  const { description } = definitions.NamedCredential ?? {};
  return { ...secured, description, properties: { ...properties, type: types } };
}

function legacy(): Json {
  const description = 'The format of before API 56.0: where calls go and how they are authenticated, in one.';
  return { ...namedCredentials[2], description };
}

const everywhere = ['protocol', 'variant', 'headers', 'parameters'];

function authentication(): string {
  const choices = (definitions.Authentication?.oneOf ?? []) as readonly Json[];
  const parts = choices.map((json) => {
    const { protocol, variant, ...own } = (json.properties ?? {}) as Readonly<Record<string, Json>>;
    const head = [
      `\`protocol\`: ${kindOf(protocol ?? {})}`,
      variant ? `\`variant\`: ${kindOf(variant)}` : 'no `variant`',
    ];
    const fields = Object.keys(own).some((name) => !everywhere.includes(name))
      ? [fieldTable(json, everywhere)]
      : ['No fields of its own.'];
    const either = json.oneOf ? ['One of `authProvider` and `externalAuthIdentityProvider` is needed.'] : [];
    return [`### ${json.title}`, head.join(' · '), ...fields, ...either].join('\n\n');
  });
  return [
    '## Authentication',
    String(definitions.Authentication?.description),
    ...yaml('authentication'),
    'All of them take these two:',
    fieldTable(
      choices[0] ?? {},
      Object.keys((choices[0]?.properties ?? {}) as Json).filter(
        (name) => !['headers', 'parameters'].includes(name),
      ),
    ),
    ...parts,
  ].join('\n\n');
}

function credentials(): string {
  const rows = [
    ['Oauth', 'ClientCredentialsClientSecret, ClientCredentialsClientSecretBasic', 'NamedPrincipal'],
    ['Oauth', 'ClientCredentialsJwtAssertion', 'NamedPrincipal'],
    ['AwsSv4', undefined, 'NamedPrincipal'],
    ['AwsSv4', 'AwsSv4_STS', 'AwsStsPrincipal'],
    ['AwsSv4', 'AwsSv4_STS', 'NamedPrincipal'],
    ['AwsSv4', 'RolesAnywhere', 'NamedPrincipal'],
    ['Basic', undefined, 'NamedPrincipal'],
    ['Custom', undefined, 'NamedPrincipal'],
  ] as const;
  const table = rows.map(([protocol, variants, type]) => {
    const variant = variants?.split(', ')[0];
    const { keys } = credentialKeys({ protocol, ...(variant ? { variant } : {}) } as Authentication, type);
    const names = keys === 'any' ? 'names of your own' : keys.map((key) => `\`${key}\``).join(', ');
    return `| ${protocol} | ${variants ?? ''} | ${type} | ${names} |`;
  });
  return [
    '## Credentials',
    'What a principal authenticates with, in references: a secret is read only when it is about to be written to an org. A principal without `credentials` is not filled by keyway.',
    ...yaml('credentials'),
    ['| protocol | variant | type of the principal | credentials |', '|---|---|---|---|', ...table].join(
      '\n',
    ),
    'The others take none. Those of Custom are encrypted unless a long form, `{ value: acme, encrypted: false }`, says that it is no secret; `encrypted` is for Custom only.',
  ].join('\n\n');
}

/** As in `a, b and c`. */
const inWords = new Intl.ListFormat('en-GB');

function environments(): string {
  return [
    '## Environments',
    'What differs from org to org, laid over the file: maps merge, lists and single values replace, and `null` takes an entry out for that environment (it is not deployed, and not deleted). Without `--env` the one marked `default` is meant, else the only one. The file must be valid without any of them.',
    ...yaml('environments'),
    fieldTable(definitions.Environment ?? {}, overlaid),
    `and ${inWords.format(overlaid.map((name) => `\`${name}\``))} as in the file, nothing in them needed. The settings in the table take no references.`,
  ].join('\n\n');
}

function references(): string {
  return [
    '## References',
    'A value may hold references; names may not. What comes out of one is taken as it is and then checked like any other value.',
    [
      '| written | becomes |',
      '|---|---|',
      '| `${env:NAME}` | the environment variable; an unset one is an error |',
      '| `${env:NAME:-default}` | the same, or the default where it is unset or empty |',
      '| `${file:path}` | the text of a file beside the config, without its last line break |',
      '| `${command:program words}` | what a program prints, run without a shell; in credentials only, and only with `--allow-commands` |',
      '| `${local:keyService}`, `tokenUrl`, `clientId`, `clientSecret` | those of the key service beside the embedded org; only where `targetOrg` is `local` |',
      '| `${cipherTrust:endpoint}` | the URL of the endpoint that keys are fetched from, as the `url` of a named credential only; `deploy` makes the endpoint |',
      '| `$${` | `${` itself |',
    ].join('\n'),
    'Within `{ }` and `[ ]` YAML asks for quotes around them: `{ url: "${env:URL}" }`.',
  ].join('\n\n');
}

function longForms(): string {
  const [, long] = (definitions.TextParameter?.anyOf ?? []) as readonly Json[];
  return [
    '## Long forms',
    'Most values are short for a parameter of Salesforce. The long form carries what else that parameter has.',
    ...yaml('longForm'),
    fieldTable(long ?? {}),
    '`validate` warns of a header whose name says that its value is a secret, such as `X-Api-Key`, if the value is in the file. If it is no secret, set `secret` to `false` in its long form.',
    'What has no field of its own is written under `parameters`, as the Metadata API spells it:',
  ].join('\n\n');
}
