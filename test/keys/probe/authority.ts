import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A TLS server's certificate and key, PEM. */
export interface Identity {
  readonly key: string;
  readonly cert: string;
}

/** A certificate authority of OpenSSL for one test file. */
export interface Authority {
  /** PEM. */
  readonly certificate: string;
  /** @param until in OpenSSL's format: `20210101000000Z` */
  issue(names: string, from?: string, until?: string): Identity;
  remove(): void;
}

const config = `[ca]
default_ca = own
[own]
database = index
serial = serial
new_certs_dir = .
default_md = sha256
policy = any
copy_extensions = copy
unique_subject = no
[any]
commonName = supplied
[req]
distinguished_name = name
[name]
`;

export const createAuthority = (): Authority => {
  const folder = mkdtempSync(join(tmpdir(), 'keyway-authority-'));
  const openssl = (...words: string[]) => execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' });
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  writeFileSync(join(folder, 'config'), config);
  writeFileSync(join(folder, 'index'), '');
  writeFileSync(join(folder, 'serial'), '01\n');
  const request = ['req', '-config', 'config', '-newkey', 'rsa:2048', '-noenc'];
  const authority = ['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=keyCertSign'];
  openssl(
    ...request,
    '-x509',
    '-days',
    '3650',
    '-subj',
    '/CN=Test CA',
    ...authority,
    '-keyout',
    'ca.key',
    '-out',
    'ca.crt',
  );
  let issued = 0;
  return {
    certificate: read('ca.crt'),
    issue(names, from, until) {
      issued += 1;
      const [key, asked, cert] = [`${issued}.key`, `${issued}.csr`, `${issued}.crt`];
      openssl(
        ...request,
        '-subj',
        '/CN=key service',
        '-addext',
        `subjectAltName=${names}`,
        '-keyout',
        key,
        '-out',
        asked,
      );
      const time =
        until === undefined ? ['-days', '365'] : ['-startdate', from ?? '20200101000000Z', '-enddate', until];
      openssl(
        'ca',
        '-config',
        'config',
        '-batch',
        '-notext',
        '-cert',
        'ca.crt',
        '-keyfile',
        'ca.key',
        ...time,
        '-in',
        asked,
        '-out',
        cert,
      );
      return { key: read(key), cert: read(cert) };
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
};
