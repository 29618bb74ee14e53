import { z } from 'zod';
import { line } from '../../config/text.ts';

/* Thales CipherTrust Manager and its Cloud Key Manager, CCKM. */

/** Fields of `cipherTrust:` with secrets: references, resolved only at sign-in. */
export const cipherTrustSecrets = ['username', 'password', 'refreshToken'] as const;

const secret = (text: string) =>
  z.string().min(1, 'is empty; write a reference such as ${env:NAME}').describe(text).optional();

const url = z
  .string()
  .superRefine((value, context) => {
    const parsed = URL.canParse(value) ? new URL(value) : undefined;
    const isPlain =
      parsed?.protocol === 'https:' &&
      parsed.username === '' &&
      parsed.password === '' &&
      parsed.search === '' &&
      /^\/(?:api\/?)?$/.test(parsed.pathname);
    if (isPlain) return;
    const message = 'is not https://host or https://host:port, without a path, user or password';
    context.addIssue({ code: 'custom', message });
  })
  .describe('https://host or https://host:port.');

const fingerprint = z
  .string()
  .regex(
    /^(?:[0-9A-Fa-f]{64}|(?:[0-9A-Fa-f]{2}:){31}[0-9A-Fa-f]{2})$/,
    'is not a SHA-256: 64 hexadecimal digits, with or without colons',
  )
  .describe(
    'SHA-256 fingerprint that the server certificate must have. Without caFile, it replaces the check of the certificate authority.',
  );

/** The connection to CipherTrust. No setting turns certificate checks off. */
export const cipherTrust = z
  .strictObject({
    url,
    domain: line().describe('CipherTrust domain to sign in to; default: root.').optional(),
    authDomain: line()
      .describe(
        'Domain that the user belongs to; default: root. CipherTrust as a service needs its tenant here.',
      )
      .optional(),
    username: secret('User name: a reference such as ${env:NAME}.'),
    password: secret('Password: a reference.'),
    refreshToken: secret('Reference to a refresh token for keyway, instead of user name and password.'),
    caFile: line(1024)
      .describe("PEM file with the server's certificate authority; default: public authorities.")
      .optional(),
    fingerprint: fingerprint.optional(),
    connection: line()
      .describe("CipherTrust's connection to the Salesforce org; needed to register the organization.")
      .optional(),
    endpointHost: z
      .string()
      .regex(
        /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/,
        'is not a host, or host:port',
      )
      .describe(
        "Host where Salesforce reaches CipherTrust, with a port if it isn't 443; default: the host of url.",
      )
      .optional(),
    organization: line()
      .describe(
        'Organization, by its ID in CipherTrust or Salesforce or by its name; default: that of the org.',
      )
      .optional(),
  })
  .superRefine(({ username, password, refreshToken }, context) => {
    const add = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (refreshToken !== undefined && (username !== undefined || password !== undefined))
      add('refreshToken', "can't be used together with username or password; keep one");
    if (username !== undefined && password === undefined) add('username', 'needs a password');
    if (username === undefined && password !== undefined) add('password', 'needs a username');
  })
  .meta({
    id: 'CipherTrust',
    description: 'Thales CipherTrust Manager, whose CCKM manages keys of the org.',
  });

export type CipherTrustSettings = z.infer<typeof cipherTrust>;

/** This kind's section of the config. */
export interface CipherTrustSection {
  readonly cipherTrust?: CipherTrustSettings | undefined;
}
