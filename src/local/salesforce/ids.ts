const BASE62 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const CHECKSUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The first three characters of a record's id name its type (Object Reference). */
export const keyPrefix = {
  Organization: '00D',
  User: '005',
  Profile: '00e',
  UserLicense: '100',
  PermissionSet: '0PS',
  PermissionSetAssignment: '0Pa',
  AuthProvider: '0SO',
  CspTrustedSite: '08y',
  DataEncryptionKey: '48r',
  ExternalEncryptionRootKey: '48q',
  OutboundNetworkConnection: '0OC',
  RemoteSiteSetting: '0rp',
  SetupEntityAccess: '0J0',
  NamedCredential: '0XA',
  Principal: '0pu',
  TenantSecret: '02G',
  Certificate: '0P1',
  DeployRequest: '0Af',
  RetrieveRequest: '09S',
  SetupAuditTrail: '0Ym',
  ApexClass: '01p',
  AsyncApexJob: '707',
  CronTrigger: '08e',
  CronJobDetail: '08a',
  QueryLocator: '01g',
  ApexLog: '07L',
} as const;

/** The 18-character form of an id. The three extra characters encode which of the fifteen are upper-case. */
export const withChecksum = (id15: string): string => {
  let suffix = '';
  for (let chunk = 0; chunk < 3; chunk += 1) {
    let bits = 0;
    for (let i = 0; i < 5; i += 1) {
      const character = id15[chunk * 5 + i] ?? '';
      if (character >= 'A' && character <= 'Z') bits |= 1 << i;
    }
    suffix += CHECKSUM[bits];
  }
  return id15 + suffix;
};

/** The n-th id of a key prefix, 18 characters; deterministic. */
export const idOf = (prefix: string, n: number): string => {
  let rest = n;
  let body = '';
  while (rest > 0) {
    body = DIGITS[rest % 62] + body;
    rest = Math.floor(rest / 62);
  }
  return withChecksum(prefix + body.padStart(15 - prefix.length, '0'));
};

/** Whether `id` is well-formed. One of 18 characters must have the right checksum. */
export const isId = (id: string): boolean =>
  /^[a-zA-Z0-9]{15}$/.test(id) || (/^[a-zA-Z0-9]{18}$/.test(id) && withChecksum(id.slice(0, 15)) === id);

/** An id in the form of row keys: 18 characters. */
export const id18 = (id: string): string => (id.length === 15 ? withChecksum(id) : id);

/** Random characters for ids and tokens. */
export const randomCharacters = (count: number): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(count)), (byte) => BASE62[byte % 62]).join('');
