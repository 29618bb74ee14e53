import type { LocalOrgOptions } from '../../../../src/local/salesforce/index.ts';
import { type Client, type Files, startOrg } from '../client.ts';
import { CREDENTIAL } from '../connect/chain.ts';
import { access, externalCredential, packageXml, permissionSet, principal } from '../samples.ts';

const reads = (object: string): string => `    <objectPermissions>
        <allowCreate>false</allowCreate>
        <allowDelete>false</allowDelete>
        <allowEdit>false</allowEdit>
        <allowRead>true</allowRead>
        <modifyAllRecords>false</modifyAllRecords>
        <object>${object}</object>
        <viewAllRecords>false</viewAllRecords>
    </objectPermissions>
`;

export interface ChainOptions {
  readonly url: string;
  /** As spelt in metadata. */
  readonly protocol: string;
  /** externalCredentialParameters other than the principal P. */
  readonly parameters?: string;
  readonly principals?: string;
  /** Values of the principal P. */
  readonly credentials?: Readonly<Record<string, string>> | undefined;
  /** Fields of the named credential, alphabetically before label. */
  readonly fields?: Readonly<Record<string, string | boolean>>;
  /** Additional namedCredentialParameters. */
  readonly named?: string;
  /** Whether the permission set reads user external credentials; default true. */
  readonly read?: boolean;
  /** The object that it can read; default UserExternalCredential. */
  readonly readable?: string;
  /** Principals that the permission set grants; default Ec-P. */
  readonly grants?: readonly string[];
  /** Whether the administrator has the permission set; default true. */
  readonly assigned?: boolean;
  readonly org?: LocalOrgOptions;
}

const named = ({ url, fields = {}, named: more = '' }: ChainOptions): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<NamedCredential xmlns="http://soap.sforce.com/2006/04/metadata">
${Object.entries(fields)
  .map(([name, value]) => `    <${name}>${value}</${name}>\n`)
  .join('')}    <label>Nc</label>
    <namedCredentialParameters>
        <parameterName>Url</parameterName>
        <parameterType>Url</parameterType>
        <parameterValue>${url}</parameterValue>
    </namedCredentialParameters>
    <namedCredentialParameters>
        <externalCredential>Ec</externalCredential>
        <parameterName>ExternalCredential</parameterName>
        <parameterType>Authentication</parameterType>
    </namedCredentialParameters>
${more}    <namedCredentialType>SecuredEndpoint</namedCredentialType>
</NamedCredential>
`;

export const httpHeader = (name: string, value: string, sequenceNumber: number): string =>
  `    <namedCredentialParameters>
        <parameterName>${name}</parameterName>
        <parameterType>HttpHeader</parameterType>
        <parameterValue>${value}</parameterValue>
        <sequenceNumber>${sequenceNumber}</sequenceNumber>
    </namedCredentialParameters>
`;

const filesOf = (options: ChainOptions): Files => {
  const { protocol, parameters = '', principals = principal('P'), read = true, grants = ['Ec-P'] } = options;
  const { readable = 'UserExternalCredential' } = options;
  const parts = grants.map((grant) => access(grant)).join('');
  // Elements are in alphabetical order, including the label.
  const set = permissionSet(parts).replace(
    '</PermissionSet>',
    `${read ? reads(readable) : ''}</PermissionSet>`,
  );
  return {
    'package.xml': packageXml(['ExternalCredential/Ec', 'NamedCredential/Nc', 'PermissionSet/Access']),
    'externalCredentials/Ec.externalCredential': externalCredential(protocol, parameters + principals),
    'namedCredentials/Nc.namedCredential': named(options),
    'permissionsets/Access.permissionset': set,
  };
};

/**
 * An org with the chain to a service: external credential Ec, its principal P, named credential Nc, permission set
 * Access.
 */
export const chainTo = async (options: ChainOptions): Promise<Client> => {
  const client = await startOrg(options.org ?? {});
  await deployChain(client, options);
  return client;
};

export const deployChain = async (client: Client, options: ChainOptions): Promise<void> => {
  const result = await client.deploy(filesOf(options));
  if (result.status !== 'Succeeded') throw new Error(JSON.stringify(result.failures));
  if (options.credentials) await setCredential(client, options.protocol, options.credentials);
  if (options.assigned ?? true) await assign(client, client.org.users[0]?.id ?? '');
};

export const assign = async (client: Client, userId: string, more = {}): Promise<void> => {
  const { body } = await client.query("SELECT Id FROM PermissionSet WHERE Name = 'Access'");
  const row = { AssigneeId: userId, PermissionSetId: body.records[0].Id, ...more };
  const answer = await client.rest('POST', '/services/data/v66.0/sobjects/PermissionSetAssignment', row);
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
};

export const setCredential = async (
  client: Client,
  protocol: string,
  values: Readonly<Record<string, string>>,
  more: object = {},
  token?: string,
): Promise<void> => {
  const body = {
    externalCredential: 'Ec',
    principalType: 'NamedPrincipal',
    principalName: 'P',
    authenticationProtocol: protocol === 'Oauth' ? 'OAuth' : protocol,
    credentials: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }])),
    ...more,
  };
  const answer = await client.rest('POST', CREDENTIAL, body, token);
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
};

export interface CallOptions {
  readonly endpoint?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeout?: number;
  readonly token?: string | undefined;
}

const quote = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;

/** Makes a callout by anonymous Apex and returns `status body`, or the exception's message. */
export const call = async (client: Client, options: CallOptions = {}): Promise<string> => {
  const { endpoint = 'callout:Nc/path', method = 'GET', headers = {}, body, timeout, token } = options;
  const source = [
    'HttpRequest q = new HttpRequest();',
    `q.setEndpoint(${quote(endpoint)});`,
    `q.setMethod(${quote(method)});`,
    ...Object.entries(headers).map(([name, value]) => `q.setHeader(${quote(name)}, ${quote(value)});`),
    ...(body === undefined ? [] : [`q.setBody(${quote(body)});`]),
    ...(timeout === undefined ? [] : [`q.setTimeout(${timeout});`]),
    'HttpResponse r = new Http().send(q);',
    "throw new IllegalArgumentException(r.getStatusCode() + ' ' + r.getBody());",
  ].join('\n');
  const { body: result } = await client.apex(source, token);
  if (result.compileProblem) throw new Error(result.compileProblem);
  return String(result.exceptionMessage).replace(/^System\.IllegalArgumentException: /, '');
};

export const NO_ACCESS =
  'System.CalloutException: We couldn\'t access the credential(s). You might not have the required permissions, or the external credential "Ec" might not exist.';
