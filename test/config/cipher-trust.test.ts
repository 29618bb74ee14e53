import { describe, expect, it } from '@jest/globals';
import { problemsIn } from './reading.ts';

const section = (lines: string): string =>
  `version: 1\napiVersion: "66.0"\ncipherTrust:\n  url: https://cm.acme.example\n${lines}`;

describe('cipherTrust', () => {
  it('needs a url, and takes its login by reference', () => {
    expect(problemsIn(section('  username: ${env:CM_USER}\n  password: ${env:CM_PASSWORD}'))).toEqual([]);
    expect(problemsIn('version: 1\napiVersion: "66.0"\ncipherTrust: { domain: acme }')).toEqual([
      '3:1 error "url" in cipherTrust is missing',
    ]);
  });

  it('refuses a literal secret', () => {
    expect(problemsIn(section('  username: admin\n  password: Sup3rS3cret'))).toEqual([
      '5:13 error "username" in cipherTrust is a secret; replace the value by a reference such as ${env:NAME}',
      '6:13 error "password" in cipherTrust is a secret; replace the value by a reference such as ${env:NAME}',
    ]);
  });

  it('is checked without the values', () => {
    expect(problemsIn(section('  refreshToken: ${env:NOT_SET_ANYWHERE}'))).toEqual([]);
  });

  it('takes exactly one complete login', () => {
    expect(problemsIn(section('  password: ${env:P}'))).toEqual([
      '5:13 error "password" in cipherTrust needs a username',
    ]);
    expect(
      problemsIn(section('  username: ${env:U}\n  password: ${env:P}\n  refreshToken: ${env:R}')),
    ).toEqual([
      '7:17 error "refreshToken" in cipherTrust can\'t be used together with username or password; keep one',
    ]);
  });

  it.each([
    'http://cm.acme.example',
    'https://admin:secret@cm.acme.example',
    'https://cm.acme.example/cckm',
    'cm.acme.example',
  ])('refuses the url %s', (url) => {
    expect(problemsIn(`version: 1\napiVersion: "66.0"\ncipherTrust: { url: "${url}" }`)).toContain(
      '3:21 error "url" in cipherTrust is not https://host or https://host:port, without a path, user or password',
    );
  });

  it("can't turn certificate checks off", () => {
    for (const name of ['insecure', 'verify', 'rejectUnauthorized'])
      expect(problemsIn(section(`  ${name}: false`))[0]).toContain(`unknown field "${name}"`);
  });

  it('pins only by SHA-256', () => {
    expect(problemsIn(section(`  fingerprint: "${'ab:'.repeat(31)}ab"`))).toEqual([]);
    expect(problemsIn(section('  fingerprint: "ab:cd"'))[0]).toContain('is not a SHA-256');
  });
});
