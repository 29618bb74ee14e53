import { execFileSync } from 'node:child_process';
import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { daysLeft, parseCertificate, requireKeyCertificate } from '../../src/keys/key-certificate.ts';
import { catchError, openssl, publicKey, vector, vectorPath } from './vectors.ts';

const pem = vector('certificate.pem');
const der = new X509Certificate(pem).raw;
const fingerprint = openssl('x509', '-in', vectorPath('certificate.pem'), '-noout', '-fingerprint', '-sha256')
  .toString()
  .replace(/^.*=/, '')
  .replaceAll(':', '')
  .trim()
  .toLowerCase();

describe('a certificate that keys are wrapped for', () => {
  it.each([
    ['PEM', pem],
    ['PEM as bytes', Buffer.from(pem)],
    ['PEM with CRLF and text around it', `subject=AcmeByok\r\n${pem.replaceAll('\n', '\r\n')}end`],
    ['DER', der],
  ])('is read from %s, as OpenSSL reads it', (_form, input) => {
    const certificate = parseCertificate(input);
    expect(certificate).toMatchObject({
      pem,
      subject: 'CN=AcmeByok, O=Acme, C=US',
      keyType: 'rsa',
      bits: 4096,
      sha256: fingerprint,
      chainSha256: fingerprint,
    });
    expect(certificate.publicKey.equals(publicKey)).toBe(true);
    const dates = openssl('x509', '-in', vectorPath('certificate.pem'), '-noout', '-dates', '-serial');
    expect(certificate.serialNumber).toBe(/serial=(\w+)/.exec(dates.toString())?.[1]);
    expect(certificate.notAfter).toEqual(new Date(/notAfter=(.*)/.exec(dates.toString())?.[1] ?? ''));
    expect(certificate.notBefore).toEqual(new Date(/notBefore=(.*)/.exec(dates.toString())?.[1] ?? ''));
  });

  it('is usable while it is valid, and counts its days', () => {
    const certificate = parseCertificate(pem);
    const at = (days: number): Date => new Date(certificate.notAfter.getTime() + days * 86_400_000);
    expect(() => requireKeyCertificate(certificate, at(0))).not.toThrow();
    expect(() => requireKeyCertificate(certificate, certificate.notBefore)).not.toThrow();
    expect([
      daysLeft(certificate, at(-60)),
      daysLeft(certificate, at(-0.5)),
      daysLeft(certificate, at(0.5)),
    ]).toEqual([60, 0, -1]);
    expect(catchError(() => requireKeyCertificate(certificate, at(0.5)))).toMatchObject({
      code: 'CertificateUnfit',
      message: `No key can be wrapped for the certificate: it expired on ${certificate.notAfter.toISOString()}.`,
      actions: [expect.stringContaining('Create a certificate under another name')],
    });
    expect(
      catchError(() => requireKeyCertificate(certificate, new Date(certificate.notBefore.getTime() - 1000))),
    ).toMatchObject({
      code: 'CertificateUnfit',
      message: expect.stringContaining('is not valid before'),
      actions: [expect.stringContaining('clock')],
    });
  });
});

describe('other certificates', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyway-'));
  const at = (name: string): string => join(folder, name);
  const make = (name: string, ...newKey: readonly string[]): void => {
    const subject = ['-subj', `/CN=${name}`, '-keyout', at(`${name}.key`)];
    openssl('req', '-x509', '-nodes', ...newKey, ...subject, '-days', '30', '-out', at(`${name}.pem`));
  };
  beforeAll(() => {
    make('small', '-newkey', 'rsa:2048');
    make('elliptic', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256');
    make('pss', '-newkey', 'rsa-pss', '-pkeyopt', 'rsa_keygen_bits:2048');
    openssl(
      'req',
      '-new',
      '-key',
      vectorPath('private-key.pem'),
      '-subj',
      '/CN=leaf',
      '-out',
      at('leaf.csr'),
    );
    const by = ['-CA', at('elliptic.pem'), '-CAkey', at('elliptic.key'), '-CAcreateserial', '-days', '30'];
    openssl('x509', '-req', '-in', at('leaf.csr'), ...by, '-out', at('leaf.pem'));
  });
  const read = (name: string): string => readFileSync(at(name), 'utf8');

  it.each([
    ['small', 'its key has 2048 bits, not 4096'],
    ['elliptic', 'its key is of type ec, not rsa'],
    ['pss', 'its key is of type rsa-pss, not rsa'],
  ])('%s is unusable', (name, problem) => {
    const certificate = parseCertificate(read(`${name}.pem`));
    expect(catchError(() => requireKeyCertificate(certificate, certificate.notBefore))).toMatchObject({
      code: 'CertificateUnfit',
      message: `No key can be wrapped for the certificate: ${problem}.`,
      actions: ['Create a certificate with an RSA key of 4096 bits, and use that one.'],
    });
  });

  it('are reported with every problem at once', () => {
    const certificate = parseCertificate(read('small.pem'));
    const late = new Date(certificate.notAfter.getTime() + 1);
    expect(catchError(() => requireKeyCertificate(certificate, late))).toMatchObject({
      message: expect.stringMatching(/2048 bits, not 4096; it expired on/),
      actions: [expect.any(String), expect.any(String)],
    });
  });

  it('a chain is read with the certificate first', () => {
    const chain = parseCertificate(read('leaf.pem') + read('elliptic.pem'));
    expect(chain).toMatchObject({
      subject: 'CN=leaf',
      bits: 4096,
      pem: read('leaf.pem') + read('elliptic.pem'),
    });
    expect(chain.sha256).toBe(parseCertificate(read('leaf.pem')).sha256);
    const raw = [read('leaf.pem'), read('elliptic.pem')].map((text) => new X509Certificate(text).raw);
    expect(chain.chainSha256).toBe(createHash('sha256').update(Buffer.concat(raw)).digest('hex'));
  });

  it('a chain that begins with the issuer is refused', () => {
    expect(catchError(() => parseCertificate(read('elliptic.pem') + read('leaf.pem')))).toMatchObject({
      code: 'CertificateUnreadable',
      actions: ['Put the certificate itself first, followed by its issuers.'],
    });
  });

  const privateKeyDer = (type: 'pkcs8' | 'pkcs1'): Buffer =>
    createPrivateKey(vector('private-key.pem')).export({ format: 'der', type });
  it.each<[string, () => string | Buffer, RegExp]>([
    ['a private key', () => vector('private-key.pem'), /private key/],
    ['an encrypted private key', () => encrypted(), /private key/],
    ['a certificate with its private key', () => pem + vector('private-key.pem'), /private key/],
    ['a private key as DER, PKCS#8', () => privateKeyDer('pkcs8'), /private key/],
    ['a private key as DER, PKCS#1', () => privateKeyDer('pkcs1'), /private key/],
    ['a request', () => read('leaf.csr'), /certificate request/],
    ['a public key', () => vector('public-key.pem'), /public key without/],
    ['a public key as DER', () => publicKey.export({ format: 'der', type: 'spki' }), /public key without/],
    ['other PEM', () => '-----BEGIN PKCS7-----\nAAAA\n-----END PKCS7-----\n', /something other than/],
    ['a damaged certificate', () => pem.replace(/^MII/m, 'AAA'), /damaged/],
    ['a damaged DER', () => der.subarray(0, 500), /no certificate/],
    ['nothing', () => '', /no certificate/],
    ['text', () => Buffer.from('hello'), /no certificate/],
  ])('%s is refused, and not shown', (_what, input, why) => {
    const error = catchError(() => parseCertificate(input()));
    expect(error).toMatchObject({ code: 'CertificateUnreadable', message: expect.stringMatching(why) });
    expect((error as { actions: string[] }).actions).not.toEqual([]);
  });
  const encrypted = (): string =>
    execFileSync('openssl', ['pkcs8', '-topk8', '-in', vectorPath('private-key.pem'), '-passout', 'pass:x'], {
      encoding: 'utf8',
    });
});
