import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createLocalCipherTrust,
  type LocalCipherTrust,
  type LocalCipherTrustOptions,
} from '../../../src/local/ciphertrust/index.ts';
import type { Seed } from '../../../src/local/salesforce/index.ts';
import { certificateFiles, deployed, privateKey, settings } from '../salesforce/certificates/certificate.ts';
import { type Client, startOrg } from '../salesforce/client.ts';

export const CONNECTION = 'acme-salesforce';
export const PASSWORD = 'Cckm-password-8c1f';

/** A local org with the certificate AcmeByok, and a CipherTrust with a connection to it. */
export interface Joint {
  readonly cipherTrust: LocalCipherTrust;
  readonly client: Client;
  /** The folder for the test's files, with `ca.pem`. */
  readonly folder: string;
  readonly caFile: string;
}

const open = new Set<() => Promise<void>>();

/** Call after each test, before the orgs are closed. */
export const closeCipherTrusts = async (): Promise<void> => {
  await Promise.all([...open].map((close) => close()));
  open.clear();
};

export const startCipherTrust = async (
  options: LocalCipherTrustOptions = {},
): Promise<LocalCipherTrust & { readonly folder: string; readonly caFile: string }> => {
  const folder = mkdtempSync(join(tmpdir(), 'keyway-ciphertrust-'));
  const cipherTrust = await createLocalCipherTrust({ stateDir: folder, password: PASSWORD, ...options });
  open.add(async () => {
    await cipherTrust.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { ...cipherTrust, folder, caFile: join(folder, 'ca.pem') };
};

export const startWithOrg = async (
  options: LocalCipherTrustOptions = {},
  seed: Seed = {},
): Promise<Joint> => {
  const cipherTrust = await startCipherTrust(options);
  const client = await startOrg({
    seed: { certificateKeys: { AcmeByok: privateKey() }, ...seed },
    trustedCa: [cipherTrust.ca],
    ...(options.clock ? { clock: options.clock } : {}),
  });
  const { url, accessToken } = client.org;
  cipherTrust.connect({ connection: CONNECTION, url, accessToken });
  await deployed(client, certificateFiles());
  await deployed(client, settings({ enableCacheOnlyKeys: true }));
  return { cipherTrust, client, folder: cipherTrust.folder, caFile: cipherTrust.caFile };
};

export interface CurlAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: what an API answers is looked at, not typed
  readonly body: any;
}

/** Runs curl with the authority's certificate. The given arguments come before `-w`. */
export const curl = (caFile: string, args: readonly string[]): Promise<CurlAnswer> =>
  new Promise((resolve, reject) => {
    const all = ['--silent', '--show-error', '--cacert', caFile, ...args, '-w', '\n%{http_code}'];
    execFile('curl', all, (error, stdout, stderr) => {
      if (error) return reject(new Error(stderr || error.message));
      const at = stdout.lastIndexOf('\n');
      const text = stdout.slice(0, at);
      resolve({ status: Number(stdout.slice(at + 1)), body: text === '' ? undefined : JSON.parse(text) });
    });
  });

/** A client as simple as curl: it signs in and sends JSON. */
export const apiOf = async ({ url, username, password }: LocalCipherTrust, caFile: string) => {
  const json = ['-H', 'Content-Type: application/json'];
  const login = JSON.stringify({ name: username, password });
  const { body } = await curl(caFile, [`${url}/api/v1/auth/tokens/`, ...json, '--data-binary', login]);
  const bearer = ['-H', `Authorization: Bearer ${body.jwt}`];
  return {
    jwt: body.jwt as string,
    get: (path: string) => curl(caFile, [`${url}/api${path}`, ...bearer]),
    post: (path: string, value: object = {}) =>
      curl(caFile, [`${url}/api${path}`, ...bearer, ...json, '--data-binary', JSON.stringify(value)]),
  };
};
