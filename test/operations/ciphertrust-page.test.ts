import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { CONNECTION, closeCipherTrusts } from '../local/ciphertrust/started.ts';
import { type CipherTrustOrg, cipherTrustOrg } from './ciphertrust-org.ts';

let place: CipherTrustOrg;
const variables = ['CCKM_USERNAME', 'ENDPOINT_USER'];
afterEach(async () => {
  for (const name of variables) delete process.env[name];
  await place.close();
  await closeCipherTrusts();
});

describe('docs/ciphertrust.md, Use keyway.yaml', () => {
  it('shows a file that one deploy applies completely', async () => {
    const page = readFileSync('docs/ciphertrust.md', 'utf8');
    const [, text = ''] = /## Use keyway\.yaml.*?```yaml\n(.*?)```/s.exec(page) ?? [];
    place = await cipherTrustOrg();
    process.env.CCKM_USERNAME = place.cipherTrust.username;
    process.env.ENDPOINT_USER = 'salesforce';
    expect(text).toContain(`connection: ${CONNECTION}`);
    await place.write(
      text
        .replace('https://ciphertrust.acme.example', place.cipherTrust.url)
        .replace('ciphertrust-ca.pem', place.cipherTrust.caFile),
    );
    const { keys, checks } = await place.deploy();
    expect(keys.map(({ name, status }) => `${name} ${status}`)).toEqual([
      'AcmeSearchIndex ACTIVE',
      'AcmeDataKey ACTIVE',
    ]);
    expect(checks.filter(({ ok }) => ok !== true)).toEqual([]);
  });
});
